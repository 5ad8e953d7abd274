package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each header of `src/test/data/header`: whom it names as author, and what people see.
class HeaderCorpusTest {
    static List<Path> messages() {
        return Corpus.files("header", ".eml");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void author_and_subject_are_read_as_expected(Path file) {
        Message message = Message.parse(Corpus.bytes(file)).orThrow();
        Map<String, String> expected =
                Corpus.fields(file.resolveSibling(file.getFileName().toString().replace(".eml", ".expected")));
        expected.forEach((what, value) -> {
            switch (what) {
                case "authors" -> assertThat(described(Authors.of(message))).startsWith(value);
                case "name" -> assertThat(((Authors.Single) Authors.of(message)).mailbox().displayName()).isEqualTo(value);
                case "subject" -> assertThat(message.headers().first("Subject").orElseThrow().text()).isEqualTo(value);
                default -> throw new IllegalArgumentException(what);
            }
        });
        assertThat(expected).isNotEmpty();
    }

    /// What was read can be written, and is then read as the same.
    @ParameterizedTest
    @MethodSource("messages")
    void a_mailbox_that_was_read_is_written_so_that_it_is_read_the_same(Path file) {
        Message message = Message.parse(Corpus.bytes(file)).orThrow();
        for (Header field : message.headers().all("From")) {
            MailboxList.parse(field.value()).toOptional().filter(boxes -> !boxes.isEmpty()).ifPresent(boxes -> {
                byte[] written = HeaderField.addresses("From", boxes).bytes();
                Header again = Message.parse(written).orThrow().headers().all().getFirst();
                assertThat(again.end()).isEqualTo(written.length);
                assertThat(MailboxList.parse(again.value()).orThrow()).isEqualTo(boxes);
            });
        }
    }

    private static String described(Authors authors) {
        return switch (authors) {
            case Authors.Single(Mailbox mailbox) -> "Single " + mailbox.address();
            case Authors.None() -> "None";
            case Authors.Several(List<Mailbox> boxes) ->
                "Several " + boxes.stream().map(box -> box.address().toString()).collect(Collectors.joining(" "));
            case Authors.Malformed(String why) -> "Malformed " + why;
        };
    }
}
