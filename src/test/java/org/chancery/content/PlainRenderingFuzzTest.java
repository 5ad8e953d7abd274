package org.chancery.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, there is a text, and it is harmless.
class PlainRenderingFuzzTest {
    static Stream<byte[]> messages() {
        return Samples.all();
    }

    @MethodSource("messages")
    @FuzzTest
    void every_message_has_a_harmless_text(byte[] bytes) {
        if (Message.parse(bytes) instanceof Parsed.Value<Message>(Message message)) {
            String text = PlainRendering.of(message);
            assertThat(text).hasSizeLessThan(PlainRendering.MAX_CHARACTERS + 100);
            assertThat(text.chars().filter(c -> Character.isISOControl(c) && c != '\n' && c != '\t')).isEmpty();
            assertThat(text.isEmpty() || text.endsWith("\n")).isTrue();
        }
    }
}
