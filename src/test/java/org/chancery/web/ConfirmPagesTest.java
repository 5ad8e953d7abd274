package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.subscription.Asker;
import org.chancery.subscription.Ban;
import org.chancery.subscription.Door;
import org.chancery.subscription.Wish;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The form of a list, and the page behind a confirmation.
class ConfirmPagesTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern NONCE = Pattern.compile("name=\"nonce\" value=\"([a-z2-7]+)\"");
    private static final Address ANN = Address.of("ann@example.net");
    private final TestSite site = TestSite.delivering();
    private final MailingList talk = site.list("talk", "All about talk");

    @AfterEach
    void close() {
        site.close();
    }

    private static String nonce(HttpResponse<String> page) {
        Matcher matcher = NONCE.matcher(page.body());
        assertThat(matcher.find()).as(page.body()).isTrue();
        return matcher.group(1);
    }

    private boolean isMember(MailingList list) {
        return site.store.members().find(list.id(), ANN, Role.MEMBER).isPresent();
    }

    private List<String> mails() {
        List<ChunkClaim> claims = site.store.queue().claimChunks(100, site.now);
        return claims.stream().map(claim -> site.store.receipts().notice(claim.chunk().posting()).orElseThrow())
                .map(notice -> Message.parse(notice.message()).orThrow().root().text()).toList();
    }

    /// The path of the page that the one waiting mail names.
    private String asked(MailingList list) {
        site.enrolment.subscriptions().join(Wish.of(list, ANN, Door.MAIL, Asker.ANYBODY));
        Matcher matcher = Pattern.compile("/c/[a-z2-7]{34}").matcher(mails().getFirst());
        assertThat(matcher.find()).isTrue();
        return matcher.group();
    }

    @Test
    void opening_the_link_in_any_way_but_its_button_changes_nothing() {
        String path = asked(talk);
        assertThat(site.get(path).headers().firstValue("X-Robots-Tag")).contains("noindex");
        assertThat(site.get("/").headers().firstValue("X-Robots-Tag")).isEmpty();
        for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE")) {
            site.ask(method, path);
        }
        assertThat(site.post(path, FORM, "decision=confirm").statusCode()).isEqualTo(400);
        assertThat(isMember(talk)).isFalse();
        assertThat(site.get(path).body()).contains("ann@example.net becomes a member of talk@lists.example.org.");
    }

    @Test
    void the_button_confirms_once_and_says_the_same_again() {
        String path = asked(talk);
        String form = "nonce=" + nonce(site.get(path)) + "&decision=confirm";
        HttpResponse<String> first = site.post(path, FORM, form);
        assertThat(isMember(talk)).isTrue();
        assertThat(site.post(path, FORM, form).body()).isEqualTo(first.body());
        assertThat(site.get(path).body()).contains("nothing is left to do");
    }

    @Test
    void a_value_of_another_page_or_of_an_hour_ago_presses_no_button() {
        String path = asked(talk);
        String nonce = nonce(site.get(path));
        String other = nonce(site.get("/lists/talk@lists.example.org/join"));
        assertThat(site.post(path, FORM, "nonce=" + other + "&decision=confirm").statusCode()).isEqualTo(400);
        site.now = site.now.plus(Duration.ofHours(1));
        assertThat(site.post(path, FORM, "nonce=" + nonce + "&decision=confirm").statusCode()).isEqualTo(400);
        assertThat(isMember(talk)).isFalse();
    }

    @Test
    void who_did_not_ask_throws_the_request_away() {
        String path = asked(talk);
        site.post(path, FORM, "nonce=" + nonce(site.get(path)) + "&decision=decline");
        assertThat(site.get(path).statusCode()).isEqualTo(404);
        assertThat(isMember(talk)).isFalse();
    }

    @Test
    void a_link_that_is_wrong_or_over_is_not_found_in_the_same_words() {
        String path = asked(talk);
        String wrong = path.substring(0, path.length() - 1) + (path.endsWith("a") ? "e" : "a");
        HttpResponse<String> refused = site.get(wrong);
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(site.get("/c/" + "a".repeat(34)).body()).isEqualTo(refused.body());
        site.now = site.now.plus(Duration.ofDays(3));
        assertThat(site.get(path).body()).isEqualTo(refused.body());
    }

    @Test
    void what_else_waits_for_the_address_stands_on_the_page_with_a_box_of_its_own() {
        MailingList other = site.list("other", "");
        MailingList third = site.list("third", "");
        String path = asked(talk);
        site.enrolment.subscriptions().join(Wish.of(other, ANN, Door.FORM, Asker.ANYBODY));
        site.enrolment.subscriptions().join(Wish.of(third, ANN, Door.FORM, Asker.ANYBODY));
        HttpResponse<String> page = site.get(path);
        assertThat(page.body()).contains("other@lists.example.org", "third@lists.example.org").doesNotContain("checked");
        Matcher box = Pattern.compile("value=\"([a-z2-7]{13})\"> ann@example.net becomes a member of other@").matcher(page.body());
        assertThat(box.find()).isTrue();
        site.post(path, FORM, "nonce=" + nonce(page) + "&decision=confirm&also=" + box.group(1));
        assertThat(isMember(talk)).isTrue();
        assertThat(isMember(other)).isTrue();
        assertThat(isMember(third)).isFalse();
    }

    @Test
    void the_form_says_the_same_to_member_stranger_and_banned_and_mails_once_a_day() {
        site.join(talk, "member@example.net", Role.MEMBER);
        site.enrolment.bans().add(new Ban(Optional.empty(), Ban.parse("banned@example.net").orThrow()), new org.chancery.audit.Act(site.now, "t", "cli", "ban", "-", ""));
        String path = "/lists/talk@lists.example.org/join";
        String nonce = nonce(site.get(path));
        List<String> bodies = List.of("member@example.net", "stranger@example.net", "banned@example.net", "stranger@example.net").stream()
                .map(address -> site.post(path, FORM, "nonce=" + nonce + "&wish=join&name=&address=" + URLEncoder.encode(address, StandardCharsets.UTF_8)))
                .map(answer -> answer.statusCode() + answer.body()).distinct().toList();
        assertThat(bodies).hasSize(1);
        assertThat(mails()).hasSize(2);
    }

    @Test
    void a_form_without_its_value_asks_nobody() {
        assertThat(site.post("/lists/talk@lists.example.org/join", FORM, "wish=join&address=ann%40example.net").statusCode()).isEqualTo(400);
        assertThat(site.get("/lists/talk@lists.example.org/join?wish=join&address=ann@example.net").statusCode()).isEqualTo(200);
        assertThat(mails()).isEmpty();
    }
}
