package org.chancery.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.chancery.cli.Cli;
import org.chancery.cli.DataLock;
import org.chancery.cli.Streams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckupTest {
    @TempDir
    Path folder;

    private List<Finding> findings(String... settings) {
        ConfigurationReader reader = ConfigurationReader.in(folder).data(folder.resolve("data"));
        for (String setting : settings) {
            reader.set(setting);
        }
        if (reader.read() instanceof Configuration.Loaded.Ok(Configuration configuration)) {
            return new Checkup(configuration, Instant.EPOCH).all();
        }
        throw new AssertionError(reader.read());
    }

    private static Finding of(List<Finding> findings, String subject) {
        return findings.stream().filter(finding -> finding.subject().equals(subject)).findFirst().orElseThrow();
    }

    @Test
    void a_port_is_held_by_our_server_only_while_one_runs() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve(Ready.FILE), "{}"); // as a server leaves it that was killed
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String where = "127.0.0.1:" + taken.getLocalPort();
            assertThat(of(findings("listen.smtp=" + where), "listen " + where).level()).isEqualTo(Finding.Level.FAIL);
            DataLock.tryTake(data).orElseThrow().close();
            assertThat(of(findings("listen.smtp=" + where), "listen " + where).level()).isEqualTo(Finding.Level.FAIL);
            try (DataLock _ = DataLock.tryTake(data).orElseThrow()) {
                assertThat(of(findings("listen.smtp=" + where), "listen " + where).sentence()).isEqualTo("held by the running server");
            }
        }
    }

    @Test
    void what_is_not_looked_at_yet_is_said() {
        assertThat(of(findings(), "tls.outgoing").sentence()).contains("MTA-STS", "DANE");
    }

    @Test
    void a_data_folder_that_is_a_file_does_not_work() throws IOException {
        Path data = Files.writeString(folder.resolve("data"), "");
        assertThat(of(findings(), "data " + data).level()).isEqualTo(Finding.Level.FAIL);
    }

    @Test
    void looking_makes_nothing() {
        Path data = folder.resolve("data");
        Surroundings surroundings = Surroundings.ofThisMachine();
        int exit = Cli.run(List.of("check", "--data", data.toString(), "--set", "listen.smtp=127.0.0.1:0", "--set", "listen.submission=127.0.0.1:0",
                        "--set", "listen.web=127.0.0.1:0", "--set", "listen.admin=127.0.0.1:0"),
                new Streams(InputStream.nullInputStream(), OutputStream.nullOutputStream(), System.err, false), "anna",
                options -> Map.of("check", new CheckCommand(options, surroundings)), new Opener(surroundings));
        assertThat(exit).as("nothing fails where somebody only wants to try").isZero();
        assertThat(data).doesNotExist();
    }
}
