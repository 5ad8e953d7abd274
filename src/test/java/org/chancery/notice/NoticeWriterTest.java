package org.chancery.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the mails of our own look like on the wire.
class NoticeWriterTest {
    private static final Address ANN = Address.of("ann@example.com");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static MailingList list(String language) {
        return new MailingList(new ListId(7), Address.of("talk@lists.example.org"), "discussion", MailingList.State.OPEN,
                new Settings(Map.of(Setting.LANGUAGE, language, Setting.DESCRIPTION, "Tee und Kuchen, 日本")), new MailingList.PolicyText(1, "otherwise accept."), Instant.EPOCH);
    }

    private static Draft draft(TextId id, String language) {
        return Draft.of(id, list(language), Mailbox.of(Address.of("talk-help@lists.example.org")), ANN);
    }

    private static Notice written(Draft draft) {
        return new NoticeWriter(new Texts(), "lists.example.org", () -> NOON, new Random(1)).write(draft);
    }

    private static Message message(Draft draft) {
        return Message.parse(written(draft).message()).orThrow();
    }

    private static String field(Message message, String name) {
        return message.headers().first(name).map(Header::value).orElse("");
    }

    static Stream<Arguments> each() {
        return Arrays.stream(TextId.values()).flatMap(id -> Arrays.stream(Language.values()).map(language -> Arguments.of(id, language)));
    }

    @ParameterizedTest
    @MethodSource("each")
    void a_link_stands_whole_on_a_line_of_the_raw_mail_in_every_language(TextId id, Language language) {
        String link = "https://lists.example.org/c/" + "k7q2".repeat(16) + "?a=b&c=d";
        Draft draft = draft(id, language.tag());
        for (String name : id.placeholders()) {
            draft = draft.with(name, link);
        }
        String raw = new String(written(draft).message(), StandardCharsets.UTF_8);
        String body = raw.substring(raw.indexOf("\r\n\r\n"));
        assertThat(raw.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(998));
        assertThat(Message.parse(written(draft).message()).orThrow().root().defects()).isEmpty();
        if (!id.placeholders().isEmpty() && new Texts().text(id, Optional.empty(), language, Map.of()).body().length() > 1) {
            assertThat(body.lines().map(String::strip).filter(line -> line.contains("https://lists.example.org/c/")))
                    .allSatisfy(line -> assertThat(line).contains(link));
        }
    }

    @Test
    void each_says_that_a_machine_wrote_it_and_is_no_post() {
        Message mail = message(draft(TextId.WELCOME, "de").with("address", "ann@example.com"));
        assertThat(field(mail, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(field(mail, "X-Auto-Response-Suppress")).isEqualTo("All");
        assertThat(mail.headers().first("List-Id")).isEmpty();
        assertThat(mail.headers().first("Subject").orElseThrow().text()).isEqualTo("Willkommen bei talk@lists.example.org");
        assertThat(mail.root().text()).contains("\r\nTee und Kuchen, 日本\r\n");
        assertThat(AutomaticMail.reason(mail, Optional.of(ANN))).isPresent();
    }

    @Test
    void an_answer_points_to_what_it_answers_only_by_a_plain_message_id() {
        Message plain = Message.parse("Message-ID: <a.b-1@example.com>\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)).orThrow();
        Message answer = message(draft(TextId.HELP, "en").with("commands", "help").answering(plain));
        assertThat(field(answer, "In-Reply-To")).isEqualTo("<a.b-1@example.com>");
        assertThat(field(answer, "Auto-Submitted")).isEqualTo("auto-replied");
        for (String odd : List.of("<a b@example.com>", "<a\"@example.com>", "no brackets", "<" + "x".repeat(250) + "@example.com>")) {
            Message strange = Message.parse(("Message-ID: " + odd + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII)).orThrow();
            assertThat(message(draft(TextId.HELP, "en").with("commands", "help").answering(strange)).headers().first("In-Reply-To")).as(odd).isEmpty();
        }
    }

    @Test
    void a_long_message_id_stays_whole_on_its_line() {
        String id = "<" + "a".repeat(180) + "@example.com>";
        Message asked = Message.parse(("Message-ID:\r\n " + id + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII)).orThrow();
        String raw = new String(written(draft(TextId.HELP, "en").with("commands", "help").answering(asked)).message(), StandardCharsets.UTF_8);
        assertThat(raw.lines()).contains("In-Reply-To: " + id, "References: " + id);
    }

    @Test
    void a_value_never_becomes_a_header_field() {
        Message mail = message(draft(TextId.LIST_REFUSED, "en").with("address", "x\r\nBcc: victim@example.com\r\n\r\nbody").with("reason", "no"));
        assertThat(mail.headers().first("Bcc")).isEmpty();
        assertThat(mail.headers().first("Subject").orElseThrow().text()).contains("x Bcc: victim@example.com");
    }
}
