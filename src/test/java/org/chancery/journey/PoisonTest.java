package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// One bad message must not keep the next one: each malformed file between two good posts, through lists that change as much
/// of a post as they can.
class PoisonTest {
    private static final List<String> POISONED = List.of("munged@lists.example.org", "wrapped@lists.example.org", "hidden@lists.example.org");

    @Test
    void each_malformed_message_stands_between_two_good_posts_that_are_delivered() throws IOException {
        try (Site site = Site.start()) {
            site.openList("good", "canary@example.net");
            String every = "*: poison[0-9]+ -> hold";
            Map<String, String> common = Map.of("subject_prefix", "[p]", "footer", "f\u00fc\u00df", "reply_to", "both", "header_patterns", every, "topics", "t: x",
                    "filter", "true", "filter_deny_types", "application/x-none", "filter_action", "hold");
            site.set(site.openList("munged", "m@example.net"), with(common, "from_field", "list"));
            site.set(site.openList("wrapped", "w@example.net"), with(common, "from_field", "wrap"));
            site.set(site.openList("hidden", "h@example.net"), with(common, "anonymous", "true"));
            int good = 0;
            for (Path file : files()) {
                good += good(site);
                assertThat(poisoned(site, file)).as(file.toString()).matches("(250|5[0-9]{2}) .*");
                good += good(site);
            }
            assertThat(site.copies("canary@example.net", good)).hasSize(good);
            site.settle();
            assertThat(site.copies("m@example.net", 0)).hasSameSizeAs(site.copies("w@example.net", 0)).hasSameSizeAs(site.copies("h@example.net", 0)).isNotEmpty();
        }
    }

    /// With an author, so that it gets further than the door, and with the line end that SMTP needs.
    private static byte[] poison(Path file) throws IOException {
        String octets = Files.readString(file, ISO_8859_1);
        String author = octets.startsWith("From:") || octets.contains("\nFrom:") ? "" : "From: poison@example.com\r\n";
        return (author + octets + (octets.endsWith("\r\n") ? "" : "\r\n")).getBytes(ISO_8859_1);
    }

    private static Map<String, String> with(Map<String, String> common, String key, String value) {
        Map<String, String> all = new HashMap<>(common);
        all.put(key, value);
        return all;
    }

    private static String poisoned(Site site, Path file) throws IOException {
        try (Talk talk = site.mx()) {
            return talk.post("poison@example.com", POISONED, poison(file));
        }
    }

    private static int good(Site site) throws IOException {
        Site.receipt(site.post("poster@example.net", "good@lists.example.org", Site.message("poster@example.net", "good@lists.example.org", "Good")));
        return 1;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> mime = Files.list(Path.of("src/test/data/mime")); Stream<Path> hostile = Files.list(Path.of("src/test/data/hostile"))) {
            return Stream.concat(mime, hostile).filter(file -> file.toString().endsWith(".eml")).sorted().toList();
        }
    }
}
