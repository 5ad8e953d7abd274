package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the single writer of header lines promises.
class HeaderFieldTest {
    private static String written(HeaderField field) {
        return new String(field.bytes(), StandardCharsets.UTF_8);
    }

    /// As a receiver reads it.
    private static Header read(HeaderField field) {
        return Message.parse(field.bytes()).orThrow().headers().all().getFirst();
    }

    @Test
    void plain_text_is_written_as_it_is() {
        assertThat(written(HeaderField.unstructured("Subject", "[talk] hello"))).isEqualTo("Subject: [talk] hello\r\n");
    }

    @Test
    void only_the_words_that_need_it_are_encoded() {
        assertThat(written(HeaderField.unstructured("Subject", "[talk] café noir")))
                .isEqualTo("Subject: [talk] =?utf-8?Q?caf=C3=A9?= noir\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "a\r\nBcc: b@c"})
    void a_line_end_or_nul_in_a_value_is_refused(String text) {
        assertThatThrownBy(() -> HeaderField.unstructured("Subject", text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeaderField.structured("List-Id", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "é", "a\r\n", "a\t"})
    void a_bad_name_is_refused(String name) {
        assertThatThrownBy(() -> HeaderField.unstructured(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_structured_value_is_ascii_or_refused() {
        assertThatThrownBy(() -> HeaderField.structured("List-Id", "é")).isInstanceOf(IllegalArgumentException.class);
        assertThat(written(HeaderField.structuredUtf8("To", "é@example.org"))).isEqualTo("To: é@example.org\r\n");
    }

    @Test
    void a_word_too_long_to_fold_is_encoded_in_text_and_refused_in_structure() {
        String word = "x".repeat(2000);
        assertThat(read(HeaderField.unstructured("Subject", word)).text()).isEqualTo(word);
        assertThatThrownBy(() -> HeaderField.structured("List-Id", word)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_long_value_is_folded_but_never_before_its_first_word() {
        String id = "<" + "x".repeat(100) + "@example.org>";
        assertThat(written(HeaderField.structured("Message-ID", id))).isEqualTo("Message-ID: " + id + "\r\n");
        assertThat(written(HeaderField.structured("References", id + " " + id)))
                .isEqualTo("References: " + id + "\r\n " + id + "\r\n");
    }

    @Test
    void addresses_are_quoted_encoded_and_folded_between_each_other() {
        Address ann = Address.of("ann@example.org");
        HeaderField field = HeaderField.addresses(
                "To",
                List.of(
                        Mailbox.of(ann),
                        new Mailbox("Ann O'Nym", ann),
                        new Mailbox("Nym, \"Ann\"", ann),
                        new Mailbox("Ann  Nym", ann),
                        new Mailbox("Änn", ann)));
        assertThat(field.value())
                .isEqualTo("ann@example.org, Ann O'Nym <ann@example.org>, \"Nym, \\\"Ann\\\"\" <ann@example.org>,"
                        + " \"Ann  Nym\" <ann@example.org>, =?utf-8?Q?=C3=84nn?= <ann@example.org>");
        assertThat(MailboxList.parse(read(field).value()).orThrow())
                .extracting(Mailbox::displayName)
                .containsExactly("", "Ann O'Nym", "Nym, \"Ann\"", "Ann  Nym", "Änn");
    }

    @Test
    void a_display_name_can_smuggle_nothing() {
        Mailbox box = new Mailbox("a\r\nBcc: b@c", Address.of("a@example.org"));
        assertThat(written(HeaderField.addresses("From", List.of(box))))
                .isEqualTo("From: \"a Bcc: b@c\" <a@example.org>\r\n");
    }

    @Test
    void an_encoded_line_end_in_a_subject_never_reaches_a_written_header() {
        String subject = "x=?utf-8?q?=0D=0ABcc:_all@example.org=0D=0A=0D=0Abody?=";
        Message post = Message.parse(("Subject: " + subject + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)).orThrow();
        String text = post.headers().first("Subject").orElseThrow().text();
        Message edited = post.edit()
                .replaceFirst("Subject", HeaderField.unstructured("Subject", "[talk] " + text))
                .build();
        assertThat(edited.headers().all()).hasSize(1);
        assertThat(edited.headers().first("Subject").orElseThrow().text())
                .isEqualTo("[talk] x Bcc: all@example.org  body");
    }

    @Test
    void any_text_whatever_is_written_safely_read_back_and_written_the_same_again() {
        Random random = new Random(20261122);
        for (int i = 0; i < 3_000; i++) {
            String text = PlainText.harmless(randomText(random));
            HeaderField field = HeaderField.unstructured("Subject", text);
            assertLinesAreSafe(field, text);
            String read = read(field).text();
            assertThat(read).as(text).isEqualTo(Lines.trimmed(text));
            assertThat(HeaderField.unstructured("Subject", read).bytes()).isEqualTo(field.bytes());
        }
    }

    private static void assertLinesAreSafe(HeaderField field, String text) {
        String written = written(field);
        assertThat(written).endsWith("\r\n").doesNotContain("\0");
        for (String line : written.substring(0, written.length() - 2).split("\r\n", -1)) {
            assertThat(line).as(text).doesNotContain("\r", "\n").isNotBlank();
            assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(998);
        }
        assertThat(Message.parse(field.bytes()).orThrow().headers().all()).hasSize(1);
    }

    private static String randomText(Random random) {
        String alphabet = "ab  \t=?_éß漢😀\r\n\0\u202E\uD800\"<>@:,utf-8?q?b?=";
        var text = new StringBuilder();
        int length = random.nextInt(random.nextInt(10) == 0 ? 3000 : 60);
        boolean monotone = random.nextInt(20) == 0;
        char only = alphabet.charAt(random.nextInt(alphabet.length()));
        for (int i = 0; i < length; i++) {
            text.append(monotone ? only : alphabet.charAt(random.nextInt(alphabet.length())));
        }
        // Half a surrogate pair has no UTF-8 form.
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
