package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.kit.SmtpSink;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;

/// Promise I16: what a list does not mean to change comes out as it came in, octet for octet, through reception, store and delivery.
class FidelityTest {
    private static final String MEMBER = "reader@example.net";
    private static final String LIST = "same@lists.example.org";
    /// What the list takes out of every post.
    private static final Set<String> TAKEN_OUT = Set.of(
            "return-path", "delivered-to", "x-original-to", "bcc", "disposition-notification-to", "return-receipt-to", "errors-to", "precedence", "list-id", "list-post",
            "list-help", "list-subscribe", "list-unsubscribe", "list-unsubscribe-post", "list-owner", "list-archive", "archived-at", "chancery-tag");

    @Test
    void each_message_of_the_corpora_that_is_taken_keeps_its_body_and_its_fields() throws IOException {
        try (Site site = Site.start()) {
            site.set(site.openList("same", MEMBER), Map.of("from_field", "keep", "administrivia", "false"));
            int taken = 0;
            for (Path file : files()) {
                byte[] sent = withAuthor(file);
                if (site.post("poison@example.edu", LIST, sent).startsWith("250 ")) {
                    site.settle();
                    List<SmtpSink.Message> copies = site.copies(MEMBER, 0);
                    if (copies.size() > taken) { // not one that the list drops or holds
                        compare(file, Message.parse(sent).orThrow(), Site.read(copies.get(taken++)));
                    }
                }
            }
            byte[] longLine = Site.message("poster@example.net", LIST, "Long", "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n", "x".repeat(50_000) + "\r\n" + ".".repeat(2_000) + "\r\n");
            site.post("poster@example.net", LIST, longLine);
            compare(Path.of("a line of 50,000 octets"), Message.parse(longLine).orThrow(), Site.read(site.copies(MEMBER, taken + 1).get(taken)));
            assertThat(taken).isGreaterThan(60);
        }
    }

    private static void compare(Path file, Message sent, Message copy) {
        assertThat(body(copy)).as("body of %s", file).isEqualTo(body(sent));
        assertThat(fields(copy)).as("fields of %s", file).containsSubsequence(fields(sent));
    }

    private static String body(Message message) {
        byte[] octets = message.toByteArray();
        return new String(octets, message.bodyStart(), octets.length - message.bodyStart(), ISO_8859_1);
    }

    private static List<String> fields(Message message) {
        return message.headers().all().stream()
                .filter(header -> !TAKEN_OUT.contains(header.name().toLowerCase(Locale.ROOT)))
                .map(header -> new String(header.bytes(), ISO_8859_1))
                .toList();
    }

    private static byte[] withAuthor(Path file) throws IOException {
        String octets = Files.readString(file, ISO_8859_1);
        String author = octets.startsWith("From:") || octets.contains("\nFrom:") ? "" : "From: poison@example.edu\r\n";
        return (author + octets + (octets.endsWith("\r\n") ? "" : "\r\n")).getBytes(ISO_8859_1);
    }

    private static List<Path> files() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String corpus : List.of("mime", "hostile", "header")) {
            try (Stream<Path> files = Files.list(Path.of("src/test/data", corpus))) {
                all.addAll(files.filter(file -> file.toString().endsWith(".eml")).sorted().toList());
            }
        }
        return all;
    }
}
