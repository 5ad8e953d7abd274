package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.posting.Order;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One message to several lists, in SMTP and in LMTP: nobody is left untold, nothing is bounced to a stranger.
class SeveralListsTest {
    private static final String NOBODY = "otherwise refuse \"Nobody posts here\".";
    private static final String POSTER = "poster@example.net";
    private static final String OPEN = "open@lists.example.org";
    private static final String SHUT = "shut@lists.example.org";
    private static final String SHUT_TOO = "shut-too@lists.example.org";
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start("trust.fronts=127.0.0.9,127.0.0.8", "trust.before_queue=127.0.0.8");
        site.openList("open", "in-open@example.net");
        site.list("open@" + Site.OTHER_DOMAIN, "discussion", Site.OPEN, "in-other@example.net");
        site.list(SHUT, "discussion", "refuse \"No\" when subject empty. " + NOBODY, "in-shut@example.net");
        site.list(SHUT_TOO, "discussion", NOBODY, "in-shut-too@example.net");
        site.list("mine@lists.example.org", "discussion", "accept when connection submission. " + NOBODY, "in-mine@example.net");
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String post(Talk talk, String subject, String... lists) throws IOException {
        return talk.post(POSTER, List.of(lists), Site.message(POSTER, lists[0], subject));
    }

    private static String post(String subject, String... lists) throws IOException {
        try (Talk talk = site.mx()) {
            return post(talk, subject, lists);
        }
    }

    private static long copies(String subject) {
        site.settle();
        return site.sink().messages().stream().filter(copy -> copy.text().contains("Subject: " + subject + "\r\n") && !copy.mailFrom().isEmpty()).count();
    }

    @Test
    void when_all_refuse_the_sender_hears_the_first_reason() throws IOException {
        assertThat(post("All refuse", SHUT, SHUT_TOO)).startsWith("550 5.7.1 Nobody posts here (rule ");
    }

    @Test
    void when_none_refuses_each_list_gets_it_under_one_receipt() throws IOException {
        String reply = post("None refuses", OPEN, "open@" + Site.OTHER_DOMAIN);

        assertThat(site.life(reply).posts()).extracting(on -> on.list()).containsExactlyInAnyOrder(OPEN, "open@" + Site.OTHER_DOMAIN);
        assertThat(copies("None refuses")).isEqualTo(2);
        assertThat(site.sink().messages()).filteredOn(copy -> copy.text().contains("Subject: None refuses"))
                .extracting(copy -> copy.recipients().getFirst() + " " + Site.read(copy).headers().first("List-Id").orElseThrow().value().strip())
                .containsExactlyInAnyOrder("in-open@example.net <open.lists.example.org>", "in-other@example.net <open.lists.example.com>");
    }

    @Test
    void a_list_named_twice_in_whatever_case_gets_it_once() throws IOException {
        String reply = post("Twice", OPEN, "OPEN@lists.example.org", OPEN);

        assertThat(site.life(reply).posts()).hasSize(1);
        assertThat(copies("Twice")).isEqualTo(1);
    }

    @Test
    void when_some_refuse_an_unproved_sender_nothing_is_sent_and_he_hears_who_refused() throws IOException {
        String reply;
        try (Talk talk = Talk.from("127.0.0.7", site.address("smtp"))) {
            reply = post(talk, "Mixed unproved", OPEN, SHUT);
        }
        assertThat(reply).isEqualTo("550 5.7.1 " + SHUT + " refuses this (rule 2: Nobody posts here); nothing was sent to the others, send to them separately");
        assertThat(copies("Mixed unproved")).isZero();
    }

    @Test
    void a_sender_whom_spf_proves_gets_the_report_without_a_login() throws IOException {
        Site.receipt(post("Mixed by SPF", OPEN, SHUT));
        assertThat(copies("Mixed by SPF")).isEqualTo(1);
        Site.await(() -> site.copies(POSTER, 0).stream().anyMatch(report -> report.mailFrom().isEmpty() && report.text().contains(SHUT)));
    }

    @Test
    void when_some_refuse_a_proved_sender_the_others_take_it_and_he_gets_one_report_that_names_each() throws IOException {
        String password = site.account(POSTER);
        String reply;
        try (Talk talk = site.submission(POSTER, password)) {
            reply = post(talk, "Mixed proved", "mine@lists.example.org", SHUT, SHUT_TOO);
        }
        Site.receipt(reply);
        assertThat(copies("Mixed proved")).isEqualTo(1);
        List<SmtpSink.Message> reports = site.copies(POSTER, 1);
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().mailFrom()).isEmpty();
        assertThat(reports.getFirst().text()).contains("multipart/report", "Final-Recipient: rfc822; " + SHUT, "rule 2: Nobody posts here",
                "Final-Recipient: rfc822; " + SHUT_TOO, "rule 1: Nobody posts here", "Auto-Submitted: auto-replied");
        assertThat(reports.getFirst().text()).doesNotContain("Hello.");
    }

    @Test
    void lmtp_answers_each_recipient_and_keeps_a_refusal_it_could_not_tell() throws IOException {
        try (Talk talk = Talk.lmtp(site.address("lmtp"))) {
            talk.ask("MAIL FROM:<" + POSTER + ">");
            talk.ask("RCPT TO:<" + OPEN + ">");
            assertThat(talk.ask("RCPT TO:<nobody@lists.example.org>")).startsWith("550 5.1.1 ");
            talk.ask("RCPT TO:<" + SHUT + ">");
            talk.ask("DATA");
            String first = talk.content(Site.message(POSTER, OPEN, "By LMTP"));
            String second = talk.reply();
            assertThat(Site.receipt(first)).isEqualTo(Site.receipt(second));
            site.settle();
            assertThat(site.life(first).posts()).extracting(on -> on.list() + " " + on.post().state())
                    .containsExactlyInAnyOrder(OPEN + " " + Order.State.DISTRIBUTED, SHUT + " " + Order.State.REFUSED_UNTOLD);
            assertThat(talk.ask("QUIT")).startsWith("221 ");
        }
        assertThat(copies("By LMTP")).isEqualTo(1);
        assertThat(site.copies(POSTER, 0)).noneMatch(copy -> copy.text().contains("By LMTP"));
    }

    @Test
    void lmtp_gives_two_replies_to_a_list_that_is_named_twice_and_one_copy() throws IOException {
        try (Talk talk = Talk.lmtp(site.address("lmtp"))) {
            talk.ask("MAIL FROM:<" + POSTER + ">");
            talk.ask("RCPT TO:<" + OPEN + ">");
            talk.ask("RCPT TO:<" + OPEN + ">");
            talk.ask("DATA");
            assertThat(talk.content(Site.message(POSTER, OPEN, "LMTP twice"))).isEqualTo(talk.reply()).startsWith("250 ");
        }
        assertThat(copies("LMTP twice")).isEqualTo(1);
    }

    @Test
    void a_front_that_queues_is_told_250_and_one_that_passes_our_reply_on_hears_550() throws IOException {
        try (Talk talk = Talk.from("127.0.0.9", site.address("smtp"))) {
            String reply = post(talk, "Behind a front", SHUT);
            assertThat(site.onList(reply).post().state()).isEqualTo(Order.State.REFUSED_UNTOLD);
        }
        try (Talk talk = Talk.from("127.0.0.8", site.address("smtp"))) {
            assertThat(post(talk, "Before the queue", SHUT)).startsWith("550 5.7.1 Nobody posts here (rule ");
        }
    }

    @Test
    void behind_a_front_the_lists_that_take_it_get_it() throws IOException {
        MailingList list = site.openList("behind", "in-behind@example.net");
        try (Talk talk = Talk.from("127.0.0.9", site.address("smtp"))) {
            Site.receipt(post(talk, "Behind, mixed", SHUT, list.address().toString()));
        }
        assertThat(copies("Behind, mixed")).isEqualTo(1);
    }
}
