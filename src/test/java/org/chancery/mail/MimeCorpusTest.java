package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each message of `src/test/data/mime` against the tree of parts beside it.
class MimeCorpusTest {
    static List<Path> messages() {
        return Corpus.files("mime", ".eml");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void the_tree_of_parts_is_the_expected_one(Path file) {
        Message message = Message.parse(Corpus.bytes(file)).orThrow();
        assertThat(MimeTree.of(message)).isEqualTo(Corpus.beside(file, ".expected"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_is_not_changed_is_written_byte_for_byte(Path file) throws Exception {
        byte[] received = Corpus.bytes(file);
        Message message = Message.parse(received.clone()).orThrow();
        var out = new java.io.ByteArrayOutputStream();
        message.edit().build().writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(received);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void adding_and_removing_a_field_gives_the_received_bytes_again(Path file) {
        byte[] received = Corpus.bytes(file);
        Message message = Message.parse(received.clone()).orThrow();
        Message with = message.edit().prepend(HeaderField.unstructured("X-Added", "1")).build();
        assertThat(with.headers().count("X-Added")).isEqualTo(1);
        Message without = with.edit().removeAll("x-added").build();
        if (message.headers().size() > 0) {
            assertThat(without.toByteArray()).isEqualTo(received);
        } else {
            assertThat(new String(without.toByteArray(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .endsWith(new String(received, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void every_part_replaced_by_itself_gives_the_received_bytes(Path file) {
        byte[] received = Corpus.bytes(file);
        Message message = Message.parse(received.clone()).orThrow();
        for (Part part : message.root().parts()) {
            byte[] same = java.util.Arrays.copyOfRange(received, part.start(), part.end());
            byte[] written = message.edit().replacePart(part, same).build().toByteArray();
            assertThat(Message.parse(written).orThrow().root().parts()).hasSameSizeAs(message.root().parts());
            if (part.end() > part.headers().end()) {
                assertThat(written).isEqualTo(received);
            }
        }
    }
}
