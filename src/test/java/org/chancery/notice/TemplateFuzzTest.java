package org.chancery.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the words: they are refused, or they make a mail whose subject is one line.
class TemplateFuzzTest {
    static Stream<Arguments> seeds() throws IOException {
        return TemplateTest.files().map(file -> {
            try {
                return Arguments.of((Object) Files.readAllBytes(file));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_text_is_refused_or_makes_a_mail(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        if (Texts.fault(TextId.GOODBYE, text).isEmpty()) {
            Text filled = Template.parse(text).filled(Map.of("address", text));
            assertThat(filled.subject()).doesNotContain("\n", "\r");
            assertThat(filled.body()).endsWith("\n");
        }
    }
}
