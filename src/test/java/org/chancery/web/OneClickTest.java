package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.chancery.audit.Act;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OneClickTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SIGNAL = "List-Unsubscribe=One-Click";
    private static final TestSite SITE = TestSite.delivering();
    private static int lists;
    private MailingList list;
    private Member ann;

    @BeforeEach
    void a_list_with_a_member() {
        list = SITE.list("talk" + lists++, "All about <talk>");
        ann = SITE.join(list, "Ann@example.net", Role.MEMBER);
    }

    @AfterAll
    static void stop() {
        SITE.close();
    }

    @Test
    void a_form_post_ends_exactly_the_membership_of_the_token() {
        Member bob = SITE.join(list, "bob@example.net", Role.MEMBER);
        Member annAsOwner = SITE.join(list, "ann@example.net", Role.OWNER);
        Member annElsewhere = SITE.join(SITE.list("other" + lists++, ""), "ann@example.net", Role.MEMBER);
        assertThat(SITE.post(SITE.link(ann), FORM, SIGNAL).statusCode()).isEqualTo(200);
        assertThat(SITE.holds(ann)).isFalse();
        assertThat(List.of(bob, annAsOwner, annElsewhere)).allMatch(SITE::holds);
    }

    @Test
    void a_multipart_post_ends_the_membership_as_well() {
        String body = "--AaB03x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--AaB03x--\r\n";
        assertThat(SITE.post(SITE.link(ann), "multipart/form-data; boundary=AaB03x", body).statusCode()).isEqualTo(200);
        assertThat(SITE.holds(ann)).isFalse();
    }

    @Test
    void the_same_post_again_gets_the_same_answer() {
        HttpResponse<String> first = SITE.post(SITE.link(ann), FORM, SIGNAL);
        HttpResponse<String> second = SITE.post(SITE.link(ann), FORM, SIGNAL);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body()).contains("unsubscribed");
    }

    @Test
    void a_token_of_before_does_not_end_the_membership_of_who_came_back() {
        SITE.post(SITE.link(ann), FORM, SIGNAL);
        Member again = SITE.join(list, "ann@example.net", Role.MEMBER);
        SITE.post(SITE.link(ann), FORM, SIGNAL);
        assertThat(SITE.holds(again)).isTrue();
    }

    @Test
    void the_answer_is_no_redirect_and_sets_no_cookie() {
        HttpResponse<String> answer = SITE.post(SITE.link(ann), FORM, SIGNAL);
        assertThat(answer.headers().map()).doesNotContainKeys("location", "set-cookie", "refresh");
    }

    @Test
    void who_left_where_and_how_stands_in_the_audit_log() {
        SITE.post(SITE.link(ann), FORM, SIGNAL);
        Act act = SITE.store.audit().last(1).getFirst().act();
        assertThat(act).isEqualTo(
                new Act(TestSite.NOW, "Ann@example.net", "web", "member.leave", list.address().key(), "one-click"));
    }

    @Test
    void looking_at_the_link_ends_nothing_whatever_the_method() {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "QUERY", "PROPFIND")) {
            SITE.ask(method, SITE.link(ann) + "?" + SIGNAL);
            assertThat(SITE.holds(ann)).as(method).isTrue();
        }
    }

    @Test
    void the_page_names_the_list_and_says_that_the_link_can_only_unsubscribe() {
        HttpResponse<String> page = SITE.get(SITE.link(ann));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains(list.address().toString(), "can only unsubscribe", "<form method=\"post\">")
                .doesNotContain("nn@example.net");
    }

    @Test
    void the_button_of_the_page_sends_the_signal() {
        assertThat(SITE.get(SITE.link(ann)).body()).contains("name=\"List-Unsubscribe\" value=\"One-Click\"").containsOnlyOnce("<button>");
    }

    @Test
    void a_post_without_the_signal_ends_nothing() {
        String link = SITE.link(ann);
        assertThat(SITE.ask("POST", link).statusCode()).isEqualTo(400);
        assertThat(SITE.ask("POST", link + "?" + SIGNAL).statusCode()).isEqualTo(400);
        assertThat(SITE.post(link + "?" + SIGNAL, FORM, "a=b").statusCode()).isEqualTo(400);
        assertThat(SITE.post(link, FORM, "List-Unsubscribe=Two-Clicks").statusCode()).isEqualTo(400);
        assertThat(SITE.post(link, "application/json", "{\"List-Unsubscribe\":\"One-Click\"}").statusCode()).isEqualTo(400);
        assertThat(SITE.post(link, "text/plain", SIGNAL).statusCode()).isEqualTo(400);
        assertThat(SITE.holds(ann)).isTrue();
    }

    @Test
    void a_broken_form_is_refused_and_ends_nothing() {
        String link = SITE.link(ann);
        String half = "--AaB03x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Cl";
        assertThat(SITE.post(link, "multipart/form-data", half).statusCode()).isEqualTo(400);
        assertThat(SITE.post(link, "multipart/form-data; boundary=AaB03x", half).statusCode()).isEqualTo(400);
        assertThat(SITE.post(link, FORM, "%zz=%&List-Unsubscribe=%E0").statusCode()).isEqualTo(400);
        assertThat(SITE.holds(ann)).isTrue();
    }

    @Test
    void more_than_64_kilobytes_are_refused_in_both_forms() {
        String link = SITE.link(ann);
        String filler = "x".repeat(70_000);
        String parts = "--AaB03x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n"
                + "--AaB03x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n" + filler + "\r\n--AaB03x--\r\n";
        assertThat(SITE.post(link, FORM, SIGNAL + "&f=" + filler).statusCode()).isEqualTo(413);
        assertThat(SITE.post(link, "multipart/form-data; boundary=AaB03x", parts).statusCode()).isEqualTo(413);
        assertThat(SITE.holds(ann)).isTrue();
    }

    @Test
    void a_token_that_we_did_not_make_is_not_found() {
        String token = SITE.link(ann);
        char last = token.charAt(token.length() - 3);
        String forged = token.substring(0, token.length() - 3) + (last == 'a' ? 'b' : 'a') + token.substring(token.length() - 2);
        for (String link : List.of(forged, "/leave/x", "/leave/" + "a".repeat(5_000), "/leave/%00", token + "a")) {
            assertThat(SITE.get(link).statusCode()).as(link).isBetween(400, 404);
            assertThat(SITE.post(link, FORM, SIGNAL).statusCode()).as(link).isBetween(400, 404);
        }
        assertThat(SITE.get(forged).statusCode()).isEqualTo(404);
        assertThat(SITE.holds(ann)).isTrue();
    }

    @Test
    void the_page_of_an_ended_membership_is_not_found() {
        SITE.post(SITE.link(ann), FORM, SIGNAL);
        assertThat(SITE.get(SITE.link(ann)).statusCode()).isEqualTo(404);
    }

    @Test
    void the_roles_that_receive_no_posts_cannot_be_ended_by_a_link() {
        Member owner = SITE.join(list, "olga@example.net", Role.OWNER);
        assertThat(SITE.get(SITE.link(owner)).statusCode()).isEqualTo(404);
        SITE.post(SITE.link(owner), FORM, SIGNAL);
        assertThat(SITE.holds(owner)).isTrue();
    }
}
