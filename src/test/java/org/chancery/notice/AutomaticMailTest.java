package org.chancery.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who is answered, and who is not.
class AutomaticMailTest {
    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/data/automatic"))) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList().stream();
        }
    }

    /// The Return-Path field stands for the envelope sender.
    static Optional<String> reason(byte[] octets) {
        Message message = Message.parse(octets).orThrow();
        String path = message.headers().first("Return-Path").map(Header::value).orElse("<>");
        return AutomaticMail.reason(message, Address.parse(path.substring(1, path.length() - 1)).toOptional());
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_mail_of_the_corpus_is_told_for_what_it_is(Path file) throws IOException {
        String expected = Files.readString(Path.of(file.toString().replace(".eml", ".expected"))).strip();
        assertThat(reason(Files.readAllBytes(file)).orElse("person")).isEqualTo(expected);
    }

    @Test
    void the_corpus_holds_machines_and_people() throws IOException {
        List<Path> people = files().filter(file -> file.toString().contains("-person-")).toList();
        assertThat(people).hasSizeGreaterThanOrEqualTo(15);
        assertThat(files().count() - people.size()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void every_mail_that_we_write_ourselves_is_known_as_automatic() {
        byte[] ours = "Return-Path: <talk-help@lists.example.org>\r\nFrom: talk-help@lists.example.org\r\nAuto-Submitted: auto-replied\r\n\r\nx\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(reason(ours)).contains("Auto-Submitted");
    }
}
