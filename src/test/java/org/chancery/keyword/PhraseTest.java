package org.chancery.keyword;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.mail.Parsed;
import org.chancery.notice.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PhraseTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\}");

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map((MatchResult found) -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource
    void every_language_says_each_sentence_with_the_same_values(Phrase phrase) {
        for (Language language : Language.values()) {
            assertThat(phrase.template(language)).as("%s in %s", phrase, language).isNotBlank();
            assertThat(placeholders(phrase.template(language))).as("%s in %s", phrase, language).isEqualTo(placeholders(phrase.template(Language.EN)));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EN")
    void no_language_repeats_the_english_sentence(Language language) {
        assertThat(Arrays.stream(Phrase.values()).filter(phrase -> phrase.template(language).equals(phrase.template(Language.EN)))).isEmpty();
    }

    static Stream<String> refusals() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/data/keywords"))) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
            return all.stream().map(PhraseTest::read).flatMap(parsed -> parsed instanceof Parsed.Malformed<Block>(int _, String why) ? Stream.of(why) : Stream.empty());
        }
    }

    private static Parsed<Block> read(Path file) {
        try {
            return BlockReader.read(Files.readString(file, UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_the_reader_of_commands_says_is_said_in_each_language(String english) {
        for (Language language : Language.values()) {
            assertThat(Phrase.said(language, english).equals(english)).as("%s: %s", language, english).isEqualTo(language == Language.EN);
        }
    }

    @Test
    void the_limits_in_the_sentences_are_those_of_the_reader() {
        assertThat(Phrase.TOO_MANY_COMMANDS.template(Language.EN)).contains(" " + BlockReader.MOST + " ");
        assertThat(Phrase.TOO_MANY_RECIPIENTS.template(Language.EN)).contains(" " + BlockReader.MOST_RECIPIENTS + " ");
    }

    @Test
    void a_value_is_never_read_again() {
        assertThat(Phrase.OTHER_LIST.in(Language.EN, "named", "{list}", "list", "b@example.org")).isEqualTo("This mail is for {list} and came to b@example.org.");
    }
}
