package org.chancery.subscription.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chancery.notice.Language;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CommandReaderTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z]+\\}");

    @TestFactory
    Stream<DynamicTest> every_mail_is_read_as_its_file_says() {
        return CommandSamples.files().stream().map(file -> dynamicTest(file.getFileName().toString(), () ->
                assertThat(CommandSamples.read(CommandSamples.bytes(file))).isEqualTo(CommandSamples.expected(file))));
    }

    @Test
    void the_corpus_is_large_enough_to_mean_something() {
        assertThat(CommandSamples.files()).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void every_answer_is_written_in_every_language_with_the_same_values() {
        for (Language language : Language.values()) {
            for (Phrase phrase : Phrase.values()) {
                assertThat(placeholders(phrase.template(language))).as(language + " " + phrase).isEqualTo(placeholders(phrase.template(Language.EN)));
            }
        }
    }

    private static List<String> placeholders(String text) {
        return List.copyOf(new TreeSet<>(PLACEHOLDER.matcher(text).results().map(MatchResult::group).toList()));
    }

    @Test
    void every_choice_stands_in_the_help_of_every_language() {
        for (Language language : Language.values()) {
            assertThat(Arrays.stream(org.chancery.list.Choice.values()).filter(choice -> !Phrase.SET_HELP.in(language).contains("set " + choice.word() + " ")))
                    .as(language.tag()).isEmpty();
        }
    }
}
