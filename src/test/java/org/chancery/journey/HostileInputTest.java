package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.kit.SmtpSink;
import org.chancery.mail.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad input rows 18 to 27 against a running server whose list has prefix, footer and Reply-To: files in
/// `src/test/data/hostile` whose names end in the expected code (`-none`: nobody may get a copy), and the big ones, which are made ([Bombs]).
/// After each one an ordinary post must still pass.
class HostileInputTest {
    private static final Path FILES = Path.of("src/test/data/hostile");
    private static final String LIST = "hostile@lists.example.org";
    private static Site site;
    private static int passed;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start("web.url=https://lists.example.org");
        site.set(site.openList("hostile", "target@example.net"),
                Map.of("subject_prefix", "[h]", "footer", "Föot {list}", "reply_to", "author", "description", "Hostile =?utf-8?q?=0D=0ABcc:_x?= <things>"));
        site.openList("ordinary", "canary@example.net");
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_hostile_message_gets_the_expected_reply_and_injects_nothing(Path file) throws IOException {
        String[] name = file.getFileName().toString().split("\\.");
        prove(name[1], Files.readAllBytes(file));
    }

    static Stream<String> big() {
        return Bombs.ALL.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("big")
    void a_bomb_does_not_stop_the_server(String name) throws IOException {
        prove(name.substring(0, 3), Bombs.ALL.get(name).get());
    }

    private static void prove(String expected, byte[] message) throws IOException {
        int before = site.copies("target@example.net", 0).size();
        String reply = site.post("evil@example.com", LIST, message);
        assertThat(reply).startsWith(expected.substring(0, 3));
        if (reply.startsWith("250")) {
            assertThat(site.onList(reply).post().author().map(Object::toString)).as("never the member").isNotEqualTo(Optional.of("member@example.org"));
        }
        boolean copied = expected.equals("250");
        if (copied) {
            site.copies("target@example.net", before + 1);
        }
        site.settle();
        List<SmtpSink.Message> copies = site.copies("target@example.net", before);
        assertThat(copies).hasSize(before + (copied ? 1 : 0));
        copies.stream().skip(before).map(Site::read).forEach(HostileInputTest::holdsNothingInjected);
        ordinaryPostPasses();
    }

    private static void holdsNothingInjected(Message copy) {
        assertThat(copy.headers().all()).noneMatch(header -> header.isNamed("Bcc"));
        assertThat(copy.headers().count("Subject")).isEqualTo(1);
        assertThat(copy.headers().count("List-Id")).isEqualTo(1);
        assertThat(copy.headers().count("Received")).isPositive();
    }

    private static void ordinaryPostPasses() throws IOException {
        Site.receipt(site.post("poster@example.net", "ordinary@lists.example.org", Site.message("poster@example.net", "ordinary@lists.example.org", "Canary")));
        passed++;
        assertThat(site.copies("canary@example.net", passed)).hasSize(passed);
    }
}
