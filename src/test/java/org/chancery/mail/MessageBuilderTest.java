package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What mails of our own look like.
class MessageBuilderTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static MessageBuilder builder() {
        return MessageBuilder.at(NOON, new Random(1)).field(HeaderField.unstructured("Subject", "x"));
    }

    private static String written(Message message) {
        return new String(message.toByteArray(), StandardCharsets.UTF_8);
    }

    private static void assertIsSendable(Message message) {
        assertThat(message.root().defects()).isEmpty();
        for (String line : written(message).split("\r\n", -1)) {
            assertThat(line).doesNotContain("\r", "\n");
            assertThat(line.length()).isLessThanOrEqualTo(998);
        }
    }

    @Test
    void plain_text_is_one_readable_part() {
        assertThat(written(builder().text("hello\nworld\n").build()))
                .isEqualTo("Date: Sun, 22 Nov 2026 12:00:00 +0000\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
                        + "hello\r\nworld\r\n");
    }

    @Test
    void any_text_comes_back_as_it_was_with_line_ends_of_mail() {
        Random random = new Random(7);
        String alphabet = "ab \t=é漢\r\n.From -";
        for (int i = 0; i < 1_000; i++) {
            var text = new StringBuilder(i % 3 == 0 ? "From " : "");
            int length = random.nextInt(i % 50 == 0 ? 4000 : 200);
            for (int n = 0; n < length; n++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Message message = builder().text(text.toString()).build();
            assertIsSendable(message);
            assertThat(message.root().text()).isEqualTo(text.toString().replaceAll("\r\n|\r|\n", "\r\n"));
        }
    }

    @Test
    void a_message_is_enclosed_byte_for_byte() throws IOException {
        byte[] received = "Subject: y\r\nX:  odd \r\n\r\nbody  \r\n".getBytes(StandardCharsets.US_ASCII);
        Message message = builder().text("see below").message(Message.parse(received.clone()).orThrow()).build();
        assertIsSendable(message);
        Part enclosed = message.root().parts().get(1);
        assertThat(enclosed.type()).hasToString("message/rfc822");
        assertThat(enclosed.parts()).hasSize(1);
        assertThat(enclosed.decoded().readAllBytes()).isEqualTo(received);
    }

    @Test
    void an_enclosed_header_in_utf_8_is_said_to_be_one() {
        Message utf8 = Message.parse("Subject: é\r\n\r\nx".getBytes(StandardCharsets.UTF_8)).orThrow();
        Message message = builder().text("x").message(utf8).build();
        assertThat(message.root().parts().get(1).type()).hasToString("message/global");
        assertThat(message.headers().first("Content-Transfer-Encoding").orElseThrow().value()).isEqualTo("8bit");
    }

    @Test
    void an_attachment_keeps_its_name_and_its_octets() throws IOException {
        byte[] content = new byte[1000];
        new Random(3).nextBytes(content);
        for (String name : new String[] {"key.asc", "a \"b\" c.txt", "größe 漢字 ".repeat(12) + ".pdf", "../../x", "a\r\nX: y"}) {
            Message message = builder()
                    .text("x")
                    .attachment(ContentType.parse("application/octet-stream").orThrow(), name, content)
                    .build();
            assertIsSendable(message);
            Part part = message.root().parts().get(1);
            assertThat(part.filename()).contains(PlainText.harmless(name));
            assertThat(part.isAttachment()).isTrue();
            assertThat(part.decoded().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void a_boundary_that_an_enclosed_message_already_has_is_not_used_again() {
        Message inner = MessageBuilder.at(NOON, new Random(1)).text("a").text("b").build();
        Message outer = MessageBuilder.at(NOON, new Random(1)).text("a").message(inner).build();
        assertThat(outer.root().parts()).hasSize(2);
        assertThat(outer.root().parts().get(1).parts().getFirst().parts()).hasSize(2);
    }

    @Test
    void a_report_says_what_kind_it_is() {
        Message message = builder()
                .multipart("report; report-type=delivery-status")
                .text("failed")
                .part("Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n".getBytes(StandardCharsets.US_ASCII))
                .build();
        assertThat(message.root().type().parameter("report-type")).contains("delivery-status");
        assertThat(message.root().parts()).hasSize(2);
    }

    @Test
    void a_message_without_body_is_refused() {
        assertThatThrownBy(() -> builder().build()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void message_ids_are_long_random_and_of_the_domain() {
        RandomGenerator random = new Random(5);
        String id = MessageId.create(Domain.of("lists.example.org"), random);
        assertThat(id).matches("<[0-9a-f]{32}@lists\\.example\\.org>");
        assertThat(MessageId.create(Domain.of("lists.example.org"), random)).isNotEqualTo(id);
    }
}
