package org.chancery.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers as mail programs write them: `src/test/data/desk-replies/NN-name.eml`, and beside each what it says.
class ReplyCorpusTest {
    private static final Path FOLDER = Path.of("src/test/data/desk-replies");

    static List<Path> replies() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    void an_answer_says_what_its_author_meant(Path file) throws IOException {
        String expected = Files.readString(file.resolveSibling(file.getFileName().toString().replace(".eml", ".expected"))).strip();
        String read = ReplyReader.read(Message.parse(Files.readAllBytes(file)).orThrow())
                .map(ReplyCorpusTest::words)
                .orElse("unclear");
        assertThat(read).isEqualTo(expected);
    }

    private static String words(Reply reply) {
        return switch (reply) {
            case Reply.Decision(Verb verb, String reason) -> (verb + " " + reason.replace("\n", " / ")).strip();
            case Reply.Forward(List<Address> to, String note) -> ("FORWARD " + to + " " + note.replace("\n", " / ")).strip();
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "Forward:", "weiterleiten", "transférer", "transferer", "reenviar", "転送", "転送する"})
    void each_language_has_its_word_for_forwarding(String word) {
        assertThat(ReplyReader.read(word + " a@example.org\n")).contains(new Reply.Forward(List.of(Address.of("a@example.org")), ""));
    }

    @Test
    void the_corpus_is_there() throws IOException {
        assertThat(replies()).hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @CsvSource({"accept,ACCEPT", "ACCEPT.,ACCEPT", "*accept*,ACCEPT", "annehmen,ACCEPT", "accepter,ACCEPT", "aceptar,ACCEPT", "承認,ACCEPT",
            "discard,DISCARD", "verwerfen,DISCARD", "jeter,DISCARD", "descartar,DISCARD", "破棄,DISCARD",
            "always,ALWAYS", "immer,ALWAYS", "toujours,ALWAYS", "siempre,ALWAYS", "常に,ALWAYS",
            "reject,REJECT", "ablehnen,REJECT", "rejeter,REJECT", "rechazar,REJECT", "却下,REJECT",
            "withdraw,WITHDRAW", "zurückziehen,WITHDRAW", "ZURU\u0308CKZIEHEN,WITHDRAW", "retirer,WITHDRAW", "retirar,WITHDRAW", "取り下げ,WITHDRAW"})
    void each_language_has_its_words(String line, Verb verb) {
        assertThat(ReplyReader.read(line + "\n")).contains(new Reply.Decision(verb, ""));
    }
}
