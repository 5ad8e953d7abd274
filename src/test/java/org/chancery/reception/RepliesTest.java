package org.chancery.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.notice.AutomaticMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What answers to our mails are: `src/test/data/replies`.
class RepliesTest {
    static final Path FOLDER = Path.of("src/test/data/replies");
    private static final Address MO = Address.of("mo@example.net");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".eml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void an_answer_is_read_as_its_file_says(Path file) throws IOException {
        Path expected = file.resolveSibling(file.getFileName().toString().replace(".eml", ".expected"));
        assertThat(read(Files.readAllBytes(file))).isEqualTo(Files.readString(expected));
    }

    static String read(byte[] octets) {
        Message message = Message.parse(octets).orThrow();
        String automatic = AutomaticMail.reason(message, Optional.of(MO)).or(() -> Responses.reason(message)).orElse("no");
        return "automatic: " + automatic + "\nfirst: " + Responses.firstLine(message) + "\nfinal: " + (FailureReports.isFinal(message) ? "yes" : "no") + "\n";
    }

    @Test
    void the_corpus_was_read() throws IOException {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(18);
    }
}
