package org.chancery.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every text in every language.
class ShippedTextsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z-]+)\\}");
    /// What stands for a link or an address, and what must not stand beside other words in a body.
    private static final Set<String> UNBREAKABLE = Set.of("address", "old-address", "page", "owner", "help", "request", "answer", "key-address", "sendkey");

    static Stream<Arguments> each() {
        return Arrays.stream(TextId.values()).flatMap(id -> Arrays.stream(Language.values()).map(language -> Arguments.of(id, language)));
    }

    private static String shipped(TextId id, Language language) {
        return Texts.resource(language.tag() + "/" + id.word() + ".txt").orElseThrow();
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map((MatchResult found) -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("each")
    void it_is_there_and_obeys_the_rules_for_texts_of_owners(TextId id, Language language) {
        assertThat(Texts.fault(id, shipped(id, language))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("each")
    void it_says_what_the_english_one_says_with_the_same_placeholders(TextId id, Language language) {
        assertThat(placeholders(shipped(id, language))).isEqualTo(placeholders(shipped(id, Language.EN)));
    }

    @ParameterizedTest
    @MethodSource("each")
    void no_line_of_it_is_wider_than_76_columns(TextId id, Language language) {
        assertThat(shipped(id, language).lines()).allSatisfy(line -> assertThat(Columns.width(line)).as(line).isLessThanOrEqualTo(76));
    }

    @ParameterizedTest
    @MethodSource("each")
    void links_and_addresses_stand_alone_on_their_line(TextId id, Language language) {
        assertThat(Template.parse(shipped(id, language)).body().lines().filter(line -> UNBREAKABLE.stream().anyMatch(name -> line.contains("{" + name + "}"))))
                .allSatisfy(line -> assertThat(line.strip()).matches("\\{[a-z-]+\\}"));
    }

    @ParameterizedTest
    @MethodSource("each")
    void with_the_longest_link_no_link_is_cut_and_nothing_else_is_too_wide(TextId id, Language language) {
        String link = "https://lists.example.org/c/" + "a1b2".repeat(30);
        Map<String, String> values = new HashMap<>();
        Stream.concat(id.placeholders().stream(), TextId.EVERYWHERE.stream()).forEach(name -> values.put(name, "word ".repeat(30).strip()));
        UNBREAKABLE.forEach(name -> values.put(name, link));
        Text text = new Texts().text(id, Optional.empty(), language, values);
        assertThat(text.subject()).doesNotContain("\n", "{");
        assertThat(text.body().lines()).allSatisfy(line -> assertThat(line.strip().equals(link) || Columns.width(line) <= 76).as(line).isTrue());
        assertThat(text.body()).doesNotContain("{");
    }

    @ParameterizedTest
    @MethodSource("each")
    void without_the_values_that_may_be_missing_nothing_is_introduced_that_does_not_come(TextId id, Language language) {
        Map<String, String> values = new HashMap<>(Map.of("list", "talk@example.org", "owner", "talk-owner@example.org", "site", "example.org"));
        id.required().forEach(name -> values.put(name, "said"));
        String body = new Texts().text(id, Optional.empty(), language, values).body();
        assertThat(body).isNotBlank().doesNotContain("{").doesNotMatch("(?s).*[:：]\\s*");
    }

    @Test
    void every_language_says_the_same_phrases() {
        Set<String> english = Phrases.of(Language.EN).keySet();
        assertThat(english).contains("join", "leave");
        for (Language language : Language.values()) {
            assertThat(Phrases.of(language).keySet()).as(language.tag()).isEqualTo(english);
        }
    }
}
