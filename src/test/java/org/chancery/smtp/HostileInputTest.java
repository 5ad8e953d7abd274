package org.chancery.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs `src/test/data/smtp/NN-name.{txt,expected,readme}` against a real server on a socket, each followed by a normal
/// message that must still pass.
///
/// `.txt`: `C octets` is one write (`⏎` is CRLF, `\r \n \0` octets, a final `*N` repeats), `wait PREFIX` reads replies up to
/// that one, `tls` shakes hands. `.expected`: the beginning of each reply in order (`*N` repeats), then how many messages
/// were taken.
class HostileInputTest {
    private static final Path CORPUS = Path.of("src/test/data/smtp");

    @TestFactory
    Stream<DynamicTest> each_hostile_input_has_its_expected_outcome_and_the_next_post_passes() throws IOException {
        List<Path> scripts;
        try (Stream<Path> files = Files.list(CORPUS)) {
            scripts = files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
        }
        assertThat(scripts).hasSizeGreaterThan(17);
        return scripts.stream().map(s -> DynamicTest.dynamicTest(s.getFileName().toString(), () -> run(s)));
    }

    private static void run(Path script) throws Exception {
        CollectingHandler handler = new CollectingHandler();
        SmtpServerOptions options = TestServer.options(SmtpSession.Kind.MX, handler)
                .withTls(TestServer.CERTIFICATE.serverContext());
        String name = script.toString();
        List<String> expected = lines(Path.of(name.substring(0, name.length() - 4) + ".expected"));
        try (SmtpServer server = SmtpServer.start(options)) {
            List<String> replies = new ArrayList<>();
            try (RawClient client = new RawClient(server.address())) {
                replies.add(client.reply());
                play(lines(script), client, replies);
                readRest(client, replies);
            }
            compare(replies, expanded(expected.subList(0, expected.size() - 1)));
            assertThat("messages " + handler.taken.size()).isEqualTo(expected.getLast());
            int before = handler.taken.size();
            normalPost(server);
            assertThat(handler.taken).hasSize(before + 1);
            server.stop(Duration.ofSeconds(5));
        }
    }

    private static List<String> expanded(List<String> expected) {
        List<String> all = new ArrayList<>();
        for (String line : expected) {
            int star = line.indexOf('*');
            all.addAll(star < 0 ? List.of(line) : Collections.nCopies(Integer.parseInt(line.substring(star + 1)), line.substring(0, star)));
        }
        return all;
    }

    private static void compare(List<String> replies, List<String> prefixes) {
        for (int i = 0; i < Math.min(replies.size(), prefixes.size()); i++) {
            assertThat(replies.get(i)).as("reply " + i).startsWith(prefixes.get(i));
        }
        assertThat(replies).hasSameSizeAs(prefixes);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, UTF_8);
    }

    private static void play(List<String> script, RawClient client, List<String> replies) throws Exception {
        for (String step : script) {
            if (step.equals("tls")) {
                client.handshake(TestServer.CERTIFICATE.trustingContext());
            } else if (step.startsWith("wait ")) {
                do {
                    replies.add(client.reply());
                } while (!replies.getLast().startsWith(step.substring(5)) && !replies.getLast().equals("closed"));
            } else {
                write(client, step.substring(2));
                Thread.sleep(20); // so that each write is a segment of its own
            }
        }
    }

    private static void write(RawClient client, String notation) throws IOException {
        int star = notation.lastIndexOf('*');
        int times = star < 0 ? 1 : Integer.parseInt(notation.substring(star + 1));
        String octets = (star < 0 ? notation : notation.substring(0, star))
                .replace("⏎", "\r\n").replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
        try {
            for (int left = times; left > 0; left -= 10_000) {
                client.send(octets.repeat(Math.min(left, 10_000)));
            }
        } catch (SocketException _) {
            return; // the server has already hung up; what it said is still to be read
        }
    }

    private static void readRest(RawClient client, List<String> replies) throws IOException {
        client.endOutput();
        do {
            replies.add(client.reply());
        } while (!replies.getLast().equals("closed") && !replies.getLast().equals("reset"));
    }

    private static void normalPost(SmtpServer server) throws IOException {
        try (RawClient client = RawClient.greeted(server.address())) {
            assertThat(client.ask("MAIL FROM:<a@example.org>")).startsWith("250");
            assertThat(client.ask("RCPT TO:<b@example.org>")).startsWith("250");
            assertThat(client.ask("DATA")).startsWith("354");
            assertThat(client.ask("Subject: canary\r\n\r\nstill here\r\n.")).startsWith("250 2.0.0 accepted");
        }
    }
}
