package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, the readers answer, and what they accept keeps its promises. Without a fuzzer the corpora are
/// replayed.
class MailFuzzTest {
    static Stream<byte[]> messages() {
        return Corpus.files("mime", ".eml").stream().map(Corpus::bytes);
    }

    static Stream<byte[]> headers() {
        return Corpus.files("header", ".eml").stream().map(Corpus::bytes);
    }

    static Stream<byte[]> addresses() {
        return Corpus.files("address", ".txt").stream()
                .map(file -> Corpus.fields(file).getOrDefault("address", "").getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> mailboxes() {
        return values(headers(), "From");
    }

    static Stream<byte[]> subjects() {
        return values(headers(), "Subject");
    }

    static Stream<byte[]> contentTypes() {
        return values(messages(), "Content-Type").limit(30);
    }

    private static Stream<byte[]> values(Stream<byte[]> messages, String name) {
        return messages.flatMap(bytes -> Message.parse(bytes).orThrow().headers().all(name).stream())
                .map(Header::value)
                .distinct()
                .map(value -> value.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("messages")
    @FuzzTest
    void a_message_is_answered_and_written_as_it_was(byte[] bytes) {
        byte[] given = bytes.clone();
        if (Message.parse(bytes) instanceof Parsed.Value<Message>(Message message)) {
            assertThat(message.toByteArray()).isEqualTo(given);
            assertPartIsInOrder(message.root(), 0, given.length);
            assertThat(Authors.of(message)).isNotNull();
            Message edited = message.edit()
                    .removeIf(header -> header.start() % 2 == 1)
                    .append(HeaderField.unstructured("X-Added", "1"))
                    .build();
            assertThat(edited.headers().count("X-Added")).isGreaterThanOrEqualTo(1);
        }
    }

    private static void assertPartIsInOrder(Part part, int from, int to) {
        assertThat(part.start()).isBetween(from, to);
        assertThat(part.bodyStart()).isBetween(part.start(), to);
        assertThat(part.end()).isBetween(part.bodyStart(), to);
        assertThat(part.decodedSize()).isBetween(0L, (long) part.end() - part.bodyStart());
        assertThat(part.text()).isNotNull();
        assertThat(part.filename()).isNotNull();
        int at = part.bodyStart();
        for (Part child : part.parts()) {
            assertPartIsInOrder(child, at, part.end());
            at = child.end();
        }
    }

    @MethodSource("headers")
    @FuzzTest
    void a_header_block_is_answered_and_its_fields_follow_each_other(byte[] bytes) {
        if (Message.parse(bytes) instanceof Parsed.Value<Message>(Message message)) {
            int at = 0;
            for (Header header : message.headers().all()) {
                assertThat(header.start()).isGreaterThanOrEqualTo(at);
                assertThat(header.end()).isGreaterThan(header.start());
                at = header.end();
                assertThat(header.name()).isNotEmpty();
                assertThat(HeaderField.unstructured("X", header.text()).bytes()).endsWith('\r', '\n');
            }
            assertThat(at).isLessThanOrEqualTo(message.bodyStart());
        }
    }

    @MethodSource("addresses")
    @FuzzTest
    void an_address_that_is_accepted_is_one_line_and_reads_the_same_again(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (Address.parse(text) instanceof Parsed.Value<Address>(Address address)) {
            assertThat(address.toString()).doesNotContainPattern("[\\r\\n\\x00]");
            assertThat(Address.of(address.toString())).isEqualTo(address);
            assertThat(address.domain().ascii()).isEqualTo(Domain.of(address.domain().ascii()).ascii());
        }
    }

    @MethodSource("mailboxes")
    @FuzzTest
    void a_list_of_mailboxes_that_is_accepted_can_be_written_and_read_again(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        MailboxList.parse(text).toOptional().filter(boxes -> !boxes.isEmpty()).ifPresent(boxes -> {
            byte[] written = HeaderField.addresses("To", boxes).bytes();
            String value = Message.parse(written).orThrow().headers().all().getFirst().value();
            assertThat(MailboxList.parse(value).orThrow())
                    .extracting(Mailbox::address)
                    .isEqualTo(boxes.stream().map(Mailbox::address).toList());
        });
    }

    @MethodSource("contentTypes")
    @FuzzTest
    void a_content_type_is_answered(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (ContentType.parse(text) instanceof Parsed.Value<ContentType>(ContentType type)) {
            assertThat(ContentType.parse(type.toString()).orThrow()).hasToString(type.toString());
        }
    }

    @MethodSource("subjects")
    @FuzzTest
    void an_encoded_word_is_answered_and_what_we_encode_is_decoded_again(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThat(EncodedWord.decode(text)).isNotNull();
        assertThat(EncodedWord.decode(EncodedWord.encode(text))).isEqualTo(text);
    }
}
