package org.chancery.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each message of `src/test/data/content` against the text beside it.
class PlainRenderingTest {
    static List<Path> messages() {
        return Samples.files("content");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_message_reads_as_expected(Path file) {
        String name = file.getFileName().toString().replace(".eml", ".expected");
        String expected = new String(Samples.bytes(file.resolveSibling(name)), StandardCharsets.UTF_8);
        assertThat(PlainRendering.of(Message.parse(Samples.bytes(file)).orThrow())).isEqualTo(expected);
    }

    @Test
    void a_text_past_the_limit_is_cut_and_says_so() {
        String text = PlainRendering.of(Samples.message("Subject: x\n\n" + "0123456789\n".repeat(60_000)));
        assertThat(text).hasSizeLessThan(PlainRendering.MAX_CHARACTERS + 100).endsWith("\n[the rest is left out]\n");
    }

    @Test
    void any_charset_gives_the_same_words() {
        for (String charset : List.of("utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "ibm850", "utf-16be", "x-MacRoman")) {
            byte[] head = ("Content-Type: text/plain; charset=" + charset + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            byte[] body = "Grüße, élan".getBytes(java.nio.charset.Charset.forName(charset));
            byte[] whole = java.util.Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, whole, head.length, body.length);
            assertThat(PlainRendering.of(Message.parse(whole).orThrow())).as(charset).isEqualTo("Grüße, élan\n");
        }
    }
}
