package org.chancery.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.chancery.kit.PreparedSite;
import org.chancery.kit.ServerProcess;
import org.chancery.sender.PostingKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that dies while a message with a key is on its way in (authorisation.md section 3.6, row AU18).
class CrashInDataIT {
    @TempDir
    private Path folder;

    @Test
    void au18_a_server_killed_during_data_leaves_nothing_of_the_key_on_the_disk() throws Exception {
        String key = PostingKey.create(PostingKey.Holder.SENDER, new Random(1)).reveal();
        Path data = Files.createDirectories(folder.resolve("data"));
        Path temp = Files.createDirectories(folder.resolve("tmp"));
        PreparedSite.create(data, "sqlite", 1);
        try (ServerProcess server = ServerProcess.start(ServerProcess.Launch.of(data, folder.resolve("log")).withJvm("-Djava.io.tmpdir=" + temp))) {
            assertThat(server.awaitReady(Duration.ofSeconds(60))).isTrue();
            try (Socket socket = new Socket(server.smtp().orElseThrow().getAddress(), server.smtp().orElseThrow().getPort())) {
                for (String line : List.of("EHLO mail.example.net", "MAIL FROM:<ann@example.net>", "RCPT TO:<" + PreparedSite.LIST + ">", "DATA")) {
                    write(socket, line + "\r\n");
                    Thread.sleep(100); // each reply comes; what they say matters to no one here
                }
                write(socket, "From: ann@example.net\r\nAuthorised: " + key + "\r\n\r\n" + "A line of this text.\r\n".repeat(200_000)); // 4 MB: no memory of a connection holds it
                Thread.sleep(500);
            } finally {
                server.kill();
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), ISO_8859_1)).as(file.toString()).doesNotContain(key).doesNotContain(key.substring(18, 44));
            }
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }
}
