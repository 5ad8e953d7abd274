package org.chancery.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which words an owner may put in place of ours, file by file.
class TemplateTest {
    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/data/texts"))) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_text_is_taken_or_refused_with_the_sentence_that_says_why(Path file) throws IOException {
        String expected = Files.readString(Path.of(file.toString().replace(".txt", ".expected"))).strip();
        String text = Files.readString(file);
        Optional<String> fault = Texts.fault(TextId.GOODBYE, text);
        if (expected.equals("ok")) {
            assertThat(fault).isEmpty();
            assertThat(Template.parse(text).filled(Map.of("address", "ann@example.com")).body()).contains("ann@example.com").endsWith("\n").doesNotEndWith("\n\n");
        } else {
            assertThat(fault).hasValueSatisfying(why -> assertThat(why).startsWith(expected).endsWith("."));
        }
    }
}
