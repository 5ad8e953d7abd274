package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.audit.Act;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.sender.Grant;
import org.chancery.sender.Invitations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The page behind the question whether an address wants to post with a key of its own.
class SenderPagesTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern NONCE = Pattern.compile("name=\"nonce\" value=\"([a-z2-7]+)\"");
    private static final Address ANN = Address.of("ann@example.net");
    private final TestSite site = TestSite.delivering();
    private final MailingList news = site.list("news", "");
    private String mail = "";

    @AfterEach
    void close() {
        site.close();
    }

    private Invitations.Outcome ask() {
        return site.senders.inviting().invite(
                news, new Grant.Target.OfList(news.id()), ANN, Optional.empty(), new Act(site.now, "owner@example.org", "cli", "grant.ask", "news", ""));
    }

    private String asked() {
        assertThat(ask()).isEqualTo(Invitations.Outcome.MAILED);
        mail = site.store.queue().claimChunks(10, site.now).stream().map(claim -> site.store.receipts().notice(claim.chunk().posting()).orElseThrow())
                .map(notice -> Message.parse(notice.message()).orThrow().root().text()).findFirst().orElseThrow();
        Matcher path = Pattern.compile("/c/[a-z2-7]{34}").matcher(mail);
        assertThat(path.find()).isTrue();
        return path.group();
    }

    private HttpResponse<String> press(String path, String decision) {
        Matcher nonce = NONCE.matcher(site.get(path).body());
        assertThat(nonce.find()).isTrue();
        return site.post(path, FORM, "nonce=" + nonce.group(1) + "&decision=" + decision);
    }

    private boolean isGranted() {
        return site.store.senders().grants().permits(news.id(), ANN, site.now).isPresent();
    }

    @Test
    void only_the_button_makes_the_sender_and_the_mail_says_nothing_of_who_asks() {
        String path = asked();
        for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "PUT")) {
            site.ask(method, path);
        }
        assertThat(isGranted()).isFalse();
        assertThat(mail).doesNotContain("owner@example.org").contains("news@lists.example.org");
        press(path, "confirm");
        assertThat(isGranted()).isTrue();
    }

    @Test
    void who_agreed_makes_a_key_that_is_shown_once_and_works() {
        String path = asked();
        assertThat(site.post(path, FORM, "decision=key").statusCode()).isEqualTo(400);
        press(path, "confirm");
        HttpResponse<String> page = press(path, "key");
        Matcher key = Pattern.compile("chs1\\.[a-z2-7]{12}\\.[a-z2-7]{26}\\.[a-z2-7]{4}").matcher(page.body());
        assertThat(key.find()).isTrue();
        assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(site.store.senders().credentials().find(key.group().substring(5, 17))).isPresent();
        assertThat(site.get(path).body()).doesNotContain(key.group());
        assertThat(press(path, "key").statusCode()).isEqualTo(200);
        assertThat(press(path, "key").statusCode()).isEqualTo(404);
    }

    @Test
    void who_wants_no_question_gets_none_again() {
        String path = asked();
        press(path, "never");
        assertThat(isGranted()).isFalse();
        assertThat(site.get(path).statusCode()).isEqualTo(404);
        site.now = site.now.plus(Duration.ofDays(100));
        assertThat(ask()).isEqualTo(Invitations.Outcome.NOT_NOW);
    }

    @Test
    void a_wrong_link_and_one_behind_its_time_are_not_found() {
        String path = asked();
        assertThat(site.get(path.substring(0, path.length() - 1) + (path.endsWith("a") ? "e" : "a")).statusCode()).isEqualTo(404);
        site.now = site.now.plus(Invitations.VALID);
        assertThat(site.get(path).statusCode()).isEqualTo(404);
    }
}
