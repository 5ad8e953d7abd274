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
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", value = {
        "ann@example.com | Subject: Hello                                        | false",
        "null            | Subject: Hello                                        | true",
        "ann@example.com | Auto-Submitted: no                                    | false",
        "ann@example.com | Auto-Submitted: auto-generated                        | false",
        "ann@example.com | Auto-Submitted: Auto-Replied; owner-email=a@b.example | true",
        "ann@example.com | Auto-Submitted: auto-notified                         | true",
        "ann@example.com | Content-Type: multipart/report; boundary=b            | true",
        "ann@example.com | X-Loop: talk@lists.example.org                        | false",
        "ann@example.com | List-Id: <parent.lists.example.org>                   | false",
        "ann@example.com | Precedence: bulk                                      | false"})
    void what_comes_back_is_told_from_what_a_machine_or_a_list_sends_by_itself(String path, String field, boolean isEcho) {
        Message message = Message.parse((field + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII)).orThrow();
        assertThat(AutomaticMail.isEcho(message, Optional.ofNullable(path).map(Address::of))).isEqualTo(isEcho);
    }

    @Test
    void a_notice_of_a_list_comes_back_wherever_it_was_sent() {
        byte[] ours = "Auto-Submitted: auto-generated\r\nX-Loop: other@lists.example.org\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(AutomaticMail.isEcho(Message.parse(ours).orThrow(), Optional.of(Address.of("other-bounces@lists.example.org")))).isTrue();
    }

    @Test
    void every_mail_that_we_write_ourselves_is_known_as_automatic() {
        byte[] ours = "Return-Path: <talk-help@lists.example.org>\r\nFrom: talk-help@lists.example.org\r\nAuto-Submitted: auto-replied\r\n\r\nx\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(reason(ours)).contains("Auto-Submitted");
    }
}
