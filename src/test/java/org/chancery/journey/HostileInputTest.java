package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
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
/// `src/test/data/hostile` whose names end in the expected code (`-none`: nobody may get a copy), and the big ones made here.
/// After each one an ordinary post must still pass.
class HostileInputTest {
    private static final Path FILES = Path.of("src/test/data/hostile");
    private static final String LIST = "hostile@lists.example.org";
    private static final String HEAD = "From: evil@example.com\r\nTo: " + LIST + "\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n";
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
        return generators().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("big")
    void a_bomb_does_not_stop_the_server(String name) throws IOException {
        prove(name.substring(0, 3), generators().get(name).getBytes(ISO_8859_1));
    }

    private static Map<String, String> generators() {
        Map<String, String> big = new LinkedHashMap<>();
        big.put("550 row 21: a hundred thousand fields", HEAD + "X-A: b\r\n".repeat(100_000) + "\r\nx\r\n");
        big.put("550 row 21: one header of 20 MB", HEAD + "X-A: b\r\n" + (" " + "x".repeat(900) + "\r\n").repeat(22_000) + "\r\nx\r\n");
        big.put("550 row 21: nested comments", "From: " + ("(".repeat(900) + "\r\n ").repeat(100) + "evil@example.com\r\nTo: " + LIST + "\r\n\r\nx\r\n");
        big.put("250 row 22: ten thousand continued parameters", HEAD + "Subject: x\r\nContent-Type: text/plain" + parameters(3_000) + "\r\n\r\nx\r\n");
        big.put("550 row 23: two hundred hops", HEAD + "Received: from a by b; Sun, 22 Nov 2026 10:00:00 +0000\r\n".repeat(200) + "\r\nx\r\n");
        big.put("550 row 25: multiparts nested 10,000 deep", HEAD + "Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + nested(10_000));
        big.put("550 row 25: messages nested 10,000 deep", HEAD + "Content-Type: message/rfc822\r\n\r\n" + "Content-Type: message/rfc822\r\n\r\n".repeat(10_000));
        big.put("550 row 26: a million empty parts", HEAD + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\n".repeat(1_000_000));
        big.put("250 row 27: quoted-printable of nothing but equals signs", HEAD + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + ("=".repeat(900) + "\r\n").repeat(5_000));
        big.putAll(largest());
        return big;
    }

    /// The sizes that the rows name, where they are larger than what stands above.
    private static Map<String, String> largest() {
        Map<String, String> big = new LinkedHashMap<>();
        big.put("550 row 21: a million fields", HEAD + "X-A: b\r\n".repeat(1_000_000) + "\r\nx\r\n");
        big.put("552 row 21: one header of 50 MB", HEAD + "X-A: b\r\n" + (" " + "x".repeat(900) + "\r\n").repeat(55_400) + "\r\nx\r\n");
        big.put("550 row 21: half a million references", HEAD + "References: <a@b>\r\n" + " <a@example.net>\r\n".repeat(500_000) + "\r\nx\r\n");
        big.put("550 row 21: comments nested 100,000 deep",
                "From: " + ("(".repeat(900) + "\r\n ").repeat(112) + "evil@example.com\r\nTo: " + LIST + "\r\n\r\nx\r\n");
        big.put("550 row 21: a group of 200,000", "From: evil@example.com\r\nTo: all: a@example.net" + ",\r\n a@example.net".repeat(200_000) + ";\r\n\r\nx\r\n");
        big.put("550 row 24: a Message-ID of 1 MB in one line", HEAD + "Message-ID: <" + "x".repeat(1_000_000) + "@example.com>\r\n\r\nx\r\n");
        big.put("550 row 24: a Message-ID of 1 MB, folded", HEAD + "Message-ID: <" + ("x".repeat(900) + "\r\n ").repeat(1_110) + "@example.com>\r\n\r\nx\r\n");
        big.put("250 row 27: messages in base64 in each other, to 18 MB", HEAD + encodedNest(18_000_000));
        big.put("250 row 27: 18 MB of equals signs", HEAD + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + ("=".repeat(74) + "\r\n").repeat(240_000));
        big.put("552 row 27: 25 MB and more of equals signs", HEAD + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + ("=".repeat(900) + "\r\n").repeat(30_000));
        return big;
    }

    /// Each level is a third longer than the one in it, so some forty are as deep as a message can go.
    private static String encodedNest(int octets) {
        String inner = "Subject: innermost\r\n\r\nx\r\n";
        while (inner.length() < octets) {
            inner = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + Base64.getMimeEncoder().encodeToString(inner.getBytes(ISO_8859_1)) + "\r\n";
        }
        return inner;
    }

    private static String parameters(int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(";\r\n name*").append(i).append("*=%");
        }
        return all.toString();
    }

    private static String nested(int depth) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            all.append("--b").append(i).append("\r\nContent-Type: multipart/mixed; boundary=b").append(i + 1).append("\r\n\r\n");
        }
        return all.toString();
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
