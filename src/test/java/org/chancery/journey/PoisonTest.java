package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        try (Site site = Site.start(); Talk talk = site.mx()) {
            site.openList("good", "canary@example.net");
            String every = "*: poison[0-9]+ -> hold";
            Map<String, String> common = Map.of("subject_prefix", "[p]", "footer", "f\u00fc\u00df", "reply_to", "both", "header_patterns", every, "topics", "t: x",
                    "filter", "true", "filter_deny_types", "application/x-none", "filter_action", "hold");
            site.set(site.openList("munged", "m@example.net"), with(common, "from_field", "list"));
            site.set(site.openList("wrapped", "w@example.net"), with(common, "from_field", "wrap"));
            site.set(site.openList("hidden", "h@example.net"), with(common, "anonymous", "true"));
            int good = 0;
            for (Path file : files()) {
                good += good(talk);
                String reply = talk.post("poison@example.com", POISONED, Files.readAllBytes(file));
                assertThat(reply).as(file.toString()).matches("(250|550) .*");
                good += good(talk);
            }
            assertThat(site.copies("canary@example.net", good)).hasSize(good);
            site.settle();
            assertThat(site.copies("m@example.net", 0)).hasSameSizeAs(site.copies("w@example.net", 0)).hasSameSizeAs(site.copies("h@example.net", 0)).isNotEmpty();
        }
    }

    private static Map<String, String> with(Map<String, String> common, String key, String value) {
        Map<String, String> all = new java.util.HashMap<>(common);
        all.put(key, value);
        return all;
    }

    private static int good(Talk talk) throws IOException {
        Site.receipt(talk.post("poster@example.net", List.of("good@lists.example.org"), Site.message("poster@example.net", "good@lists.example.org", "Good")));
        return 1;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> mime = Files.list(Path.of("src/test/data/mime")); Stream<Path> hostile = Files.list(Path.of("src/test/data/hostile"))) {
            return Stream.concat(mime, hostile).filter(file -> file.toString().endsWith(".eml")).sorted().toList();
        }
    }
}
