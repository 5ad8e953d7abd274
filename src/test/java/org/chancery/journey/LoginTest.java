package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.chancery.list.MailingList;
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
        site = Site.start();
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
    void a_member_whom_somebody_forged_is_held_and_nobody_gets_it() throws IOException {
        String reply = site.post(MEMBER, LIST, Site.message(MEMBER, LIST, "Forged"));

        assertThat(site.onList(reply).post().state()).isEqualTo(Order.State.HELD);
        site.settle();
        assertThat(site.sink().messages()).noneMatch(copy -> new String(copy.content(), java.nio.charset.StandardCharsets.UTF_8).contains("Subject: Forged"));
    }

    @Test
    void a_stranger_is_refused_with_a_reason_in_the_dialogue() throws IOException {
        assertThat(site.post("mallory@example.edu", LIST, Site.message("mallory@example.edu", LIST, "Buy"))).matches("550 5\\.7\\.1 .*(rule \\d+|member).*");
    }

    @Test
    void another_from_than_the_login_is_refused() throws IOException {
        try (Talk talk = site.submission(MEMBER, password)) {
            assertThat(talk.post(MEMBER, List.of(LIST), Site.message("bela@example.com", LIST, "Not me")))
                    .isEqualTo("550 5.7.1 The From field must be the address you logged in as");
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
        assertThat(site.administration().members().count(list, org.chancery.list.Role.MEMBER)).isEqualTo(2);
    }
}
