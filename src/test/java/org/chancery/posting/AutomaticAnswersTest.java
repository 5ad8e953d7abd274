package org.chancery.posting;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Proofs;
import org.chancery.authentication.Result;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Envelope;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom a list answers by itself, how often, and whom never (I7).
class AutomaticAnswersTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Map<Setting, String> WORDS = Map.of(Setting.AUTO_POST, "Thank you.", Setting.AUTO_REQUEST, "We read this.", Setting.AUTO_OWNER, "Owners are people.", Setting.AUTO_GRACE, "3");
    private static final List<Setting> OCCASIONS = List.of(Setting.AUTO_POST, Setting.AUTO_REQUEST, Setting.AUTO_OWNER);
    private static final String PERSON = "ann@example.com";
    private static final Proofs PROVED = new Proofs(List.of(new Evidence.Spf(Result.PASS, Domain.of("example.com"), Evidence.Spf.Identity.MAIL_FROM, "")));

    @TempDir
    private Path data;

    private final Random random = new Random(7);
    private Instant now = NOON;
    private Store store = opened();
    private MailingList list = listed();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T opened() {
        return null;
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T listed() {
        return null;
    }

    @BeforeEach
    void open() {
        store = Stores.open(new Stores.Site("sqlite", data, OptionalLong.of(0), Duration.ofSeconds(30)), new AuditChain(new byte[32]), () -> now, () -> {});
        store.lists().addDomain(Domain.of("lists.example.org"), act());
        list = list("talk");
    }

    private Act act() {
        return new Act(now, "test", "cli", "test", "test", "");
    }

    private MailingList list(String name) {
        return store.lists().create(Address.of(name + "@lists.example.org"), "discussion", new Settings(WORDS), "accept.", act()).orElseThrow();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Optional<Notice> answer(String returnPath, String fields, MailingList of, Setting text) {
        return answer(returnPath, fields, of, text, PROVED);
    }

    private Optional<Notice> answer(String returnPath, String fields, MailingList of, Setting text, Proofs proofs) {
        String suffix = text == Setting.AUTO_POST ? "" : text == Setting.AUTO_OWNER ? "-owner" : "-request";
        String to = of.address().localPart() + suffix + "@" + of.domain();
        byte[] octets = ("From: Ann <ann@example.com>\r\nTo: " + to + "\r\nMessage-ID: <1@example.com>\r\n" + fields + "\r\nhello\r\n").getBytes(US_ASCII);
        Envelope.MailFrom from = returnPath.isEmpty() ? Envelope.MailFrom.nullSender() : Envelope.MailFrom.of(Address.of(returnPath));
        Session session = new Session(Session.Door.MX, "192.0.2.1", "mx.example.com", Optional.empty(), Optional.empty(), false, false);
        Received received = new Received(ReceiptId.create(now, random), now, session, new Envelope(from, List.of(Envelope.Recipient.of(Address.of(to)))), octets);
        NoticeWriter writer = new NoticeWriter(new Texts(store.texts()), "lists.example.org", () -> now, random);
        return new AutomaticAnswers(store.answers(), writer, store.lists()).answer(received, Message.parse(octets).orThrow(), of, text, () -> proofs);
    }

    @Test
    void the_answer_goes_to_the_return_path_with_the_null_sender_from_an_address_that_does_nothing() {
        Notice notice = answer("ann+lists@example.com", "", list, Setting.AUTO_POST).orElseThrow();
        Message mail = Message.parse(notice.message()).orThrow();
        assertThat(notice.recipients()).containsExactly(Address.of("ann+lists@example.com"));
        assertThat(notice.returnPath()).isEmpty();
        assertThat(field(mail, "From")).isEqualTo("talk-help@lists.example.org");
        assertThat(field(mail, "Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(field(mail, "In-Reply-To")).isEqualTo("<1@example.com>");
        assertThat(mail.headers().first("Reply-To")).isEmpty();
        assertThat(mail.root().text()).startsWith("Thank you.\r\n");
    }

    @Test
    void nobody_is_answered_at_a_return_path_that_nothing_proves() {
        for (Result result : Result.values()) {
            Proofs found = new Proofs(List.of(
                    new Evidence.Spf(result, Domain.of("example.com"), Evidence.Spf.Identity.MAIL_FROM, ""),
                    new Evidence.Spf(Result.PASS, Domain.of("example.com"), Evidence.Spf.Identity.HELO, ""),
                    new Evidence.Dkim(Result.PASS, Domain.of("example.com"), "s", true, "")));
            assertThat(answer(PERSON, "", list, Setting.AUTO_POST, found).isPresent()).as(result.word()).isEqualTo(result == Result.PASS);
        }
        assertThat(answer("ann@elsewhere.example", "", list, Setting.AUTO_POST, PROVED)).as("SPF of another domain").isEmpty();
    }

    private static String field(Message mail, String name) {
        return mail.headers().first(name).map(Header::value).orElse("");
    }

    @Test
    void an_address_is_answered_once_for_each_occasion_and_list_until_the_grace_is_over() {
        for (Setting occasion : OCCASIONS) {
            assertThat(answer(PERSON, "", list, occasion)).as(occasion.key()).isPresent();
            assertThat(answer("A.nn+x@EXAMPLE.com", "", list, occasion)).as(occasion.key()).isEmpty();
        }
        assertThat(answer(PERSON, "", list("other"), Setting.AUTO_POST)).isPresent();
        now = now.plus(Duration.ofDays(3)).minusMillis(1);
        assertThat(answer(PERSON, "", list, Setting.AUTO_POST)).isEmpty();
        now = now.plusMillis(1);
        assertThat(answer(PERSON, "", list, Setting.AUTO_POST)).isPresent();
    }

    @Test
    void the_tenth_answer_of_a_day_says_that_it_is_the_last_and_the_next_day_begins_anew() {
        int[] answered = {0};
        String[] last = {""};
        for (int i = 0; i < 15; i++) {
            answer(PERSON, "", list("l" + i), Setting.AUTO_POST).ifPresent(notice -> {
                answered[0]++;
                last[0] = notice.kind();
            });
        }
        assertThat(answered[0]).isEqualTo(10);
        assertThat(last[0]).isEqualTo("no-more-today");
        now = now.plus(Duration.ofDays(1));
        assertThat(answer(PERSON, "", list("next"), Setting.AUTO_POST)).hasValueSatisfying(notice -> assertThat(notice.kind()).isEqualTo("auto-answer"));
    }

    @Test
    void a_list_of_ours_a_post_that_names_the_list_nowhere_and_an_empty_setting_are_not_answered() {
        list("other");
        assertThat(answer("other@lists.example.org", "", list, Setting.AUTO_POST)).isEmpty();
        assertThat(answer("other-help@lists.example.org", "", list, Setting.AUTO_POST)).isEmpty();
        assertThat(answer("challenge-bounces+abc@lists.example.org", "", list, Setting.AUTO_POST)).isEmpty();
        MailingList silent = store.lists().create(Address.of("silent@lists.example.org"), "discussion", Settings.DEFAULTS, "accept.", act()).orElseThrow();
        assertThat(answer(PERSON, "", silent, Setting.AUTO_POST)).isEmpty();
        byte[] blind = "From: a@example.com\r\nTo: someone@example.net\r\n\r\nx\r\n".getBytes(US_ASCII);
        Received received = new Received(ReceiptId.create(now, random), now, new Session(Session.Door.MX, "192.0.2.1", "x", Optional.empty(), Optional.empty(), false, false),
                new Envelope(Envelope.MailFrom.of(Address.of("a@example.com")), List.of(Envelope.Recipient.of(list.address()))), blind);
        assertThat(new AutomaticAnswers(store.answers(), new NoticeWriter(new Texts(), "x.example", () -> now, random), store.lists())
                .answer(received, Message.parse(blind).orThrow(), list, Setting.AUTO_POST, () -> PROVED)).isEmpty();
    }

    /// Invariant I7: marks of machines, alone and together, in odd cases, beside harmless fields.
    @Test
    void of_ten_thousand_mails_with_marks_of_machines_none_is_answered() throws IOException {
        List<String> marks = List.of(
                "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated", "auto-submitted: AUTO-NOTIFIED; x=y", "Precedence: bulk", "PRECEDENCE: junk", "Precedence: list",
                "Precedence: auto_reply", "List-Id: <a.example>", "List-Unsubscribe: <mailto:x@example.net>", "List-Post: NO", "Mailing-List: x", "X-Loop: y", "X-Autoreply: yes",
                "X-Autorespond: x", "X-Auto-Response-Suppress: All", "X-Failed-Recipients: x@example.com", "Content-Type: multipart/report; boundary=b", "X-BeenThere: x@example.net",
                "Content-Type: message/delivery-status", "X-MS-Exchange-Inbox-Rules-Loop: x@example.com");
        List<String> machines = List.of("", "mailer-daemon@example.com", "MAILER-DAEMON@example.com", "postmaster@example.com", "x-owner@example.com", "owner-x@example.com",
                "x-request@example.com", "noreply@example.com", "no-reply+1@example.com", "x-bounces+1@example.com", "listserv@example.com");
        List<String> harmless = List.of("X-Mailer: x", "MIME-Version: 1.0", "Subject: help", "Subject: Re: join", "Cc: bob@example.net", "Sender: ann@example.com");
        int answers = 0;
        for (int i = 0; i < 10_000; i++) {
            boolean byAddress = i % 4 == 0;
            StringBuilder fields = new StringBuilder();
            int count = byAddress ? random.nextInt(2) : 1 + random.nextInt(3);
            for (int n = 0; n < count; n++) {
                fields.append(marks.get(random.nextInt(marks.size()))).append("\r\n");
            }
            fields.insert(0, harmless.get(random.nextInt(harmless.size())) + "\r\n");
            String from = byAddress ? machines.get(random.nextInt(machines.size())) : "person" + i + "@example.com";
            answers += answer(from, fields.toString(), list, OCCASIONS.get(random.nextInt(3))).isPresent() ? 1 : 0;
        }
        assertThat(answers).isZero();
        assertThat(answer("person@example.com", "Subject: help\r\n", list, Setting.AUTO_POST)).as("a person is answered").isPresent();
    }
}
