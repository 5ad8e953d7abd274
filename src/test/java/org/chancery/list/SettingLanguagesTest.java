package org.chancery.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.mail.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The settings that hold one rule a line: numbered texts with what they are read as. `...` stands for words of the pattern engine.
class SettingLanguagesTest {
    static final Path HEADER_PATTERNS = Path.of("src/test/data/header-patterns");
    static final Path TOPICS = Path.of("src/test/data/topics");

    static Stream<Path> headerPatterns() throws IOException {
        return files(HEADER_PATTERNS);
    }

    static Stream<Path> topics() throws IOException {
        return files(TOPICS);
    }

    private static Stream<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    static String readHeaderPatterns(String text) {
        return shown(HeaderPattern.parse(text), pattern -> pattern.name() + " " + pattern.action());
    }

    static String readTopics(String text) {
        return shown(Topic.parse(text), topic -> topic.name() + ": " + topic.pattern());
    }

    private static <T> String shown(Parsed<List<T>> parsed, Function<T, String> line) {
        return switch (parsed) {
            case Parsed.Value<List<T>>(List<T> all) -> all.stream().map(one -> line.apply(one) + "\n").collect(Collectors.joining());
            case Parsed.Malformed<List<T>>(int _, String why) -> "wrong: " + why + "\n";
        };
    }

    private static void isAsExpected(Path file, String given) throws IOException {
        String expected = Files.readString(Path.of(file.toString().replace(".txt", ".expected")));
        if (expected.endsWith("...\n")) {
            assertThat(given).startsWith(expected.substring(0, expected.length() - 4));
        } else {
            assertThat(given).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("headerPatterns")
    void header_patterns_are_read_as_written_down(Path file) throws IOException {
        isAsExpected(file, readHeaderPatterns(Files.readString(file)));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void topics_are_read_as_written_down(Path file) throws IOException {
        isAsExpected(file, readTopics(Files.readString(file)));
    }

    @Test
    void a_pattern_matches_anywhere_and_in_any_case() {
        assertThat(LinearPattern.parse("b+").orThrow().isIn("aBBc")).isTrue();
        assertThat(LinearPattern.parse("^b").orThrow().isIn("ab")).isFalse();
        assertThat(LinearPattern.parse("\u00c4").orThrow().isIn("b\u00e4r")).isTrue();
    }
}
