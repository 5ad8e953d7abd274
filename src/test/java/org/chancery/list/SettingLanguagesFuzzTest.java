package org.chancery.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever an owner types: it is read or refused, and what is read matches any text without end or error.
class SettingLanguagesFuzzTest {
    static Stream<Arguments> seeds() throws IOException {
        List<Arguments> seeds = new ArrayList<>();
        for (Path file : Stream.concat(SettingLanguagesTest.headerPatterns(), SettingLanguagesTest.topics()).toList()) {
            seeds.add(Arguments.of((Object) Files.readAllBytes(file)));
        }
        return seeds.stream();
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_text_is_read_or_refused(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        HeaderPattern.parse(text).toOptional().ifPresent(patterns -> {
            assertThat(patterns).hasSizeLessThanOrEqualTo(HeaderPattern.MAX_LINES);
            patterns.forEach(pattern -> pattern.pattern().isIn(text));
        });
        Topic.parse(text).toOptional().ifPresent(topics -> topics.forEach(topic -> topic.pattern().isIn(text)));
        assertThat(SettingLanguagesTest.readTopics(text)).isNotNull();
    }
}
