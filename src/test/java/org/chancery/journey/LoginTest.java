package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.chancery.account.Account;
import org.chancery.dns.Fault;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.posting.Order;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who may post to a discussion list: whoever proves to be a member, and nobody who only says so.
class LoginTest {
    private static final String LIST = "talk@lists.example.org";
    private static final String MEMBER = "anna@example.net";
    private static Site site;
    private static MailingList list;
    private static String password;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start("trust.fronts=127.0.0.8", "trust.authserv=edge.example.org");
        list = site.list(LIST, "discussion", "", MEMBER, "bela@example.com");
        password = site.account(MEMBER);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    @Test
    void a_member_who_logged_in_is_accepted() throws IOException {
        try (Talk talk = site.submission(MEMBER, password)) {
            String reply = talk.post(MEMBER, List.of(LIST), Site.message("Anna <" + MEMBER + ">", LIST, "From Anna"));
            assertThat(site.onList(reply).post().judged().decision()).isEqualTo("accept");
        }
        assertThat(site.copies("bela@example.com", 1)).isNotEmpty();
    }

    @Test
    void a_member_whom_somebody_forged_is_refused_in_the_dialogue_and_nobody_gets_it() throws IOException {
        assertThat(site.forge(MEMBER, LIST, Site.message(MEMBER, LIST, "Forged")))
                .startsWith("550 5.7.23 This list requires an authenticated author: SPF failed for the sender's domain (rule ");
        assertThat(site.forge("bela@example.com", LIST, Site.message("bela@example.com", LIST, "Forged")))
                .startsWith("550 5.7.26 This list requires an authenticated author: SPF and DMARC failed for the From address (rule ");
        site.settle();
        assertThat(site.sink().messages()).noneMatch(copy -> copy.text().contains("Subject: Forged"));
    }

    @Test
    void a_stranger_is_refused_with_a_reason_in_the_dialogue() throws IOException {
        assertThat(site.forge("mallory@example.edu", LIST, Site.message("mallory@example.edu", LIST, "Buy")))
                .startsWith("550 5.7.26 Only members may post; join at http");
        assertThat(site.post("mallory@nowhere.example", LIST, Site.message("mallory@nowhere.example", LIST, "Buy")))
                .matches("550 5\\.7\\.1 Refused by the policy of this list \\(rule 7, http.*\\)");
    }

    @Test
    void a_stranger_whose_domain_vouches_waits_for_moderators_and_a_member_whose_domain_vouches_is_accepted() throws IOException {
        String stranger = site.post("mallory@example.edu", LIST, Site.message("mallory@example.edu", LIST, "May I"));
        assertThat(site.onList(stranger).post().state()).isEqualTo(Order.State.HELD);
        String member = site.post("bela@example.com", LIST, Site.message("bela@example.com", LIST, "From outside"));
        assertThat(site.onList(member).post().judged().ruleText()).isEqualTo("accept when from member and proof at least domain");
    }

    @Test
    void while_the_dns_is_silent_only_those_are_told_451_whose_fate_depends_on_it() throws IOException {
        site.dns().fault("_dmarc.silent.example", new Fault.ServFail());
        site.dns().fault("silent.example", new Fault.ServFail());
        String closed = site.list("silent@lists.example.org", "discussion", "", "member@silent.example").address().toString();
        assertThat(site.post("member@silent.example", closed, Site.message("member@silent.example", closed, "Later")))
                .startsWith("451 4.7.0 Please try again later");
        MailingList open = site.openList("for-all", MEMBER);
        Site.receipt(site.post("member@silent.example", open.address().toString(), Site.message("member@silent.example", open.address().toString(), "Now")));
    }

    @Test
    void a_person_posts_under_any_verified_address_of_hers_and_under_no_other() throws IOException {
        Account account = site.administration().accounts().require(MEMBER);
        site.administration().accounts().addAddress(Site.CALLER, account, "anna@work.example.net");
        try (Talk talk = site.submission(MEMBER, password)) {
            Site.receipt(talk.post("anna@work.example.net", List.of(LIST), Site.message("anna@work.example.net", LIST, "From work")));
            assertThat(talk.post("bela@example.com", List.of(LIST), Site.message("anna@work.example.net", LIST, "x"))).startsWith("553 5.7.1 ");
            talk.ask("RSET");
            assertThat(talk.post(MEMBER, List.of(LIST), Site.message("bela@example.com", LIST, "x"))).startsWith("550 5.7.1 ");
        }
    }

    @Test
    void az20_a_results_field_with_our_name_is_taken_out_and_ours_says_what_was_found() throws IOException {
        String forged = "Authentication-Results: Lists.Example.ORG; dmarc=pass header.from=bank.example\r\n"
                + "Authentication-Results: (seen by) lists.example.org (us) 1; dmarc=pass header.from=bank.example\r\n"
                + "Authentication-Results: \"lists.example.org\"; dmarc=pass header.from=bank.example\r\n"
                + "Authentication-Results: lists.example.org; dmarc=pass (never ends\r\n"
                + "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=example.com\r\n";
        String reply = site.post("bela@example.com", LIST, Site.message("bela@example.com", LIST, "Results", forged, "Hello.\r\n"));
        Site.receipt(reply);
        Site.await(() -> site.copies(MEMBER, 0).stream().map(Site::read).anyMatch(copy -> site.header(copy, "Subject").orElse("").equals("Results")));
        Message copy = site.copies(MEMBER, 0).stream().map(Site::read).filter(read -> site.header(read, "Subject").orElse("").equals("Results")).findFirst().orElseThrow();
        assertThat(copy.headers().all("Authentication-Results")).extracting(field -> field.value().strip()).containsExactly(
                "lists.example.org; spf=pass smtp.mailfrom=example.com; spf=none smtp.helo=client.example.net; dmarc=pass header.from=example.com; iprev=permerror policy.iprev=127.0.0.1",
                "mx.example.net; spf=pass smtp.mailfrom=example.com");
        assertThat(site.life(reply).receipt().session()).containsEntry("author-policy", "reject");
        assertThat(site.header(copy, "From")).as("example.com wants what fails DMARC refused").contains("bela via talk <talk@lists.example.org>");
        assertThat(site.header(copy, "X-Original-From")).contains("bela@example.com");
    }

    @Test
    void the_word_of_a_named_front_is_believed_and_nothing_is_concluded_from_its_address() throws IOException {
        String word = "Authentication-Results: edge.example.org; spf=pass smtp.mailfrom=bela@example.com\r\n";
        assertThat(behindFront(word)).isEqualTo("accept when from member and proof at least domain");
        assertThat(behindFront("")).isEqualTo("ask sender to confirm when from member");
        assertThat(behindFront(word.replace("edge.", "other."))).isEqualTo("ask sender to confirm when from member");
        assertThat(behindFront(word.replace("bela@example.com", "bela@example.net"))).isEqualTo("ask sender to confirm when from member");
    }

    private static String behindFront(String fields) throws IOException {
        try (Talk talk = Talk.from("127.0.0.8", site.address("smtp"))) {
            String reply = talk.post("bela@example.com", List.of(LIST), Site.message("bela@example.com", LIST, "Handed on", fields, "Hello.\r\n"));
            return site.onList(reply).post().judged().ruleText();
        }
    }

    @Test
    void another_from_than_the_login_is_refused() throws IOException {
        try (Talk talk = site.submission(MEMBER, password)) {
            assertThat(talk.post(MEMBER, List.of(LIST), Site.message("bela@example.com", LIST, "Not me")))
                    .isEqualTo("550 5.7.1 The From field must be the address you logged in as, or another one of yours");
        }
    }

    @Test
    void two_addresses_in_from_are_refused_after_a_login() throws IOException {
        try (Talk talk = site.submission(MEMBER, password)) {
            assertThat(talk.post(MEMBER, List.of(LIST), Site.message(MEMBER + ", bela@example.com", LIST, "Both"))).startsWith("550 5.7.1 ");
        }
    }

    @Test
    void another_return_path_than_the_login_is_refused() throws IOException {
        try (Talk talk = site.submission(MEMBER, password)) {
            assertThat(talk.ask("MAIL FROM:<bela@example.com>")).startsWith("553 5.7.1 ");
        }
    }

    @Test
    void auth_before_tls_and_mail_before_auth_are_refused() throws IOException {
        try (Talk talk = Talk.to(site.address("submission"))) {
            assertThat(talk.logIn(MEMBER, password)).startsWith("504 ");
        }
        try (Talk talk = site.submissionWithTls()) {
            assertThat(talk.ask("MAIL FROM:<" + MEMBER + ">")).startsWith("530 5.7.0 ");
        }
    }

    @Test
    void a_wrong_password_and_an_unknown_account_get_the_same_answer() throws IOException {
        String wrong;
        String unknown;
        try (Talk talk = site.submissionWithTls()) {
            wrong = talk.logIn("bela@example.com", "wrong");
        }
        try (Talk talk = site.submissionWithTls()) {
            unknown = talk.logIn("nobody@example.com", "wrong");
        }
        assertThat(wrong).startsWith("535 5.7.8 ").isEqualTo(unknown);
    }

    @Test
    void the_case_of_login_and_from_does_not_matter() throws IOException {
        try (Talk talk = site.submission("ANNA@Example.net", password)) {
            Site.receipt(talk.post("Anna@example.net", List.of(LIST), Site.message("aNNa@example.net", LIST, "Case")));
        }
        assertThat(site.administration().members().count(list, Role.MEMBER)).isEqualTo(2);
    }
}
