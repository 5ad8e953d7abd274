package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.chancery.account.Account;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.posting.Order;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mail to the people behind a list, bounces, and recipients that are nobody.
class PeopleTest {
    private static final String POSTER = "poster@example.net";
    private static Site site;
    private static MailingList list;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
        list = site.openList("talk", "member@example.net");
        site.add(list, "owner@example.net", Role.OWNER);
        site.openList("orphan", "orphan@example.net");
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    @Test
    void mail_to_the_people_behind_a_list_reaches_its_owners_with_a_null_sender() throws IOException {
        String to = "talk-owner@lists.example.org";
        Site.receipt(site.post(POSTER, to, Site.message(POSTER, to, "To the owners")));
        site.settle();

        List<SmtpSink.Message> letters = site.sink().messages().stream().filter(letter -> subject(letter).equals("To the owners")).toList();

        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst().recipients()).containsExactly("owner@example.net");
        assertThat(letters.getFirst().mailFrom()).isEmpty();
    }

    private static String subject(SmtpSink.Message letter) {
        return Site.read(letter).headers().first("Subject").orElseThrow().text();
    }

    @Test
    void a_letter_to_the_owners_that_comes_back_is_stopped() throws IOException {
        Site.receipt(site.post(POSTER, "talk-owner@lists.example.org", Site.message(POSTER, "talk-owner@lists.example.org", "Circle")));
        Site.await(() -> site.sink().messages().stream().anyMatch(letter -> subject(letter).equals("Circle")));
        Message letter = site.sink().messages().stream().filter(one -> subject(one).equals("Circle")).map(Site::read).findFirst().orElseThrow();

        assertThat(site.post("", "talk-owner@lists.example.org", letter.toByteArray())).startsWith("550 5.4.6 ");
    }

    @Test
    void a_return_path_takes_reports_only_and_none_with_a_changed_token() throws IOException {
        Site.receipt(site.post(POSTER, "talk@lists.example.org", Site.message(POSTER, "talk@lists.example.org", "For bounces")));
        String path = site.copies("member@example.net", 1).getFirst().mailFrom();

        String reply = site.post("", path, Site.message("mailer-daemon@example.net", path, "Undeliverable"));
        assertThat(site.onList(reply).post().state()).isEqualTo(Order.State.DISCARDED);
        assertThat(site.administration().members().show(list, "member@example.net")).as("membership stays").hasSize(1);
        assertThat(site.post(POSTER, path, Site.message(POSTER, path, "Hi"))).startsWith("550 5.7.1 ");
        assertThat(site.post("", changed(path), Site.message(POSTER, path, "Hi"))).startsWith("550 5.1.1 ");
        assertThat(site.post("", path.replace("talk-", "orphan-"), Site.message(POSTER, path, "Hi"))).startsWith("550 5.1.1 ");
    }

    private static String changed(String path) {
        int at = path.indexOf('@') - 3;
        return path.substring(0, at) + (path.charAt(at) == 'a' ? 'b' : 'a') + path.substring(at + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody@lists.example.org", "closed@lists.example.org", "nobody-owner@lists.example.org", "talk-bounces+short@lists.example.org"})
    void an_unknown_and_a_closed_list_get_the_same_answer(String recipient) throws IOException {
        if (site.administration().lists().all().stream().noneMatch(one -> one.address().localPart().equals("closed"))) {
            site.administration().lists().close(Site.CALLER, site.openList("closed", "closed@example.net"));
        }
        assertThat(site.post(POSTER, recipient, Site.message(POSTER, recipient, "Hi"))).isEqualTo("550 5.1.1 No such list here; check the address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna@example.net", "talk@lists.example.net", "talk%example.net@elsewhere.example.org", "talk@[127.0.0.1]"})
    void nothing_is_relayed(String recipient) throws IOException {
        assertThat(site.post(POSTER, recipient, Site.message(POSTER, recipient, "Hi"))).startsWith("550 5.7.1 ");
    }

    @Test
    void lists_and_people_want_separate_transactions() throws IOException {
        try (Talk talk = site.mx()) {
            talk.ask("MAIL FROM:<" + POSTER + ">");
            assertThat(talk.ask("RCPT TO:<talk@lists.example.org>")).startsWith("250 ");
            assertThat(talk.ask("RCPT TO:<talk-owner@lists.example.org>")).startsWith("452 4.5.3 ");
            talk.ask("DATA");
            Site.receipt(talk.content(Site.message(POSTER, "talk@lists.example.org", "First line")));
        }
    }

    @Test
    void a_list_that_vanished_between_rcpt_and_data_is_not_answered_250() throws IOException {
        MailingList gone = site.openList("gone", "gone@example.net");
        try (Talk talk = site.mx()) {
            talk.ask("MAIL FROM:<" + POSTER + ">");
            talk.ask("RCPT TO:<talk@lists.example.org>");
            talk.ask("RCPT TO:<gone@lists.example.org>");
            site.administration().lists().delete(Site.CALLER, gone);
            talk.ask("DATA");
            assertThat(talk.content(Site.message(POSTER, "talk@lists.example.org", "Vanished"))).startsWith("451 4.3.0 ");
        }
    }

    @Test
    void a_list_that_was_closed_between_rcpt_and_data_takes_nothing() throws IOException {
        MailingList closing = site.openList("closing", "closing@example.net");
        try (Talk talk = site.mx()) {
            talk.ask("MAIL FROM:<" + POSTER + ">");
            talk.ask("RCPT TO:<closing@lists.example.org>");
            site.administration().lists().close(Site.CALLER, closing);
            talk.ask("DATA");
            assertThat(talk.content(Site.message(POSTER, "closing@lists.example.org", "Closed"))).startsWith("451 4.3.0 ");
        }
    }

    @Test
    void administrators_get_what_goes_to_postmaster_and_to_the_owners_of_a_list_that_has_none() throws IOException {
        assertThat(site.post(POSTER, "orphan-owner@lists.example.org", Site.message(POSTER, "orphan-owner@lists.example.org", "Hello?"))).startsWith("550 5.1.1 ");
        assertThat(site.post(POSTER, "postmaster@lists.example.org", Site.message(POSTER, "postmaster@lists.example.org", "Hi"))).startsWith("550 5.1.1 ");
        site.account("admin@example.net");
        site.administration().accounts().grant(Site.CALLER, site.administration().accounts().require("admin@example.net"), "site-admin", Optional.empty());
        Site.receipt(site.post(POSTER, "Postmaster@lists.example.org", Site.message(POSTER, "postmaster@lists.example.org", "Help us")));

        assertThat(new String(site.copies("admin@example.net", 1).getFirst().content(), UTF_8)).contains("Subject: Help us");
        Site.receipt(site.post(POSTER, "orphan-owner@lists.example.org", Site.message(POSTER, "orphan-owner@lists.example.org", "Hello?")));
        assertThat(new String(site.copies("admin@example.net", 2).getLast().content(), UTF_8)).contains("Subject: Hello?");

        Account account = site.administration().accounts().require("admin@example.net");
        site.administration().accounts().addAddress(Site.CALLER, account, "preferred@example.net");
        site.administration().accounts().preferAddress(Site.CALLER, account, "preferred@example.net");
        Site.receipt(site.post(POSTER, "postmaster@lists.example.org", Site.message(POSTER, "postmaster@lists.example.org", "Elsewhere")));
        assertThat(new String(site.copies("preferred@example.net", 1).getFirst().content(), UTF_8)).contains("Subject: Elsewhere");
        site.settle();
        assertThat(site.copies("admin@example.net", 2)).hasSize(2);
    }
}
