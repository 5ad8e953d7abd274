package org.chancery.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.authentication.ProofLevel;
import org.chancery.delivery.PostingId;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.mail.Message;
import org.chancery.policy.Facts;
import org.chancery.posting.HeldPost;
import org.chancery.posting.Order;
import org.chancery.posting.Receipt;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Received;
import org.chancery.posting.Session;
import org.chancery.posting.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The page behind a mail about a held post: opening it shows, pressing a button acts.
class DeskPagesTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Address AUTHOR = Address.of("ann@example.net");
    private static final Pattern NONCE = Pattern.compile("name=\"nonce\" value=\"([a-z2-7]+)\"");
    private static final Pattern PAGE = Pattern.compile("https://[^/]+(/m/[a-z2-7]{34})");
    private final Random random = new Random(3);
    private TestSite site = TestSite.delivering();
    private MailingList list = site.list("talk", Settings.DEFAULTS);

    @BeforeEach
    void open() {
        site.join(list, "mod@example.org", Role.MODERATOR);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private record Held(PostingId id, String moderatorPage, String authorPage) {}

    /// As the line would hold it, from an author who logged in.
    private Held hold(int approvals, String body) {
        byte[] octets = ("From: ann@example.net\r\nSubject: <b>Buy</b>\r\n\r\n" + body + "\r\n").getBytes(UTF_8);
        ReceiptId id = ReceiptId.create(site.now, random);
        Envelope envelope = new Envelope(Envelope.MailFrom.of(AUTHOR), List.of(Envelope.Recipient.of(list.address())));
        Session session = new Session(Session.Door.SUBMISSION, "192.0.2.1", "x", Optional.empty(), Optional.of(AUTHOR.key()), false, false);
        Order.Judged judged = new Order.Judged("hold", "policy", 1, "hold.", "because", 1, approvals, Facts.builder().proof(ProofLevel.ACCOUNT).build().toMap(), "");
        HeldPost post = new HeldPost(
                new Received(id, site.now, session, envelope, octets), Message.parse(octets).orThrow(), list, Optional.of(AUTHOR), judged, false, Optional.empty());
        Waiting waiting = site.moderation.holdMail().of(post);
        Receipt receipt = new Receipt(id, site.now, session.toMap(), envelope, Optional.empty(), new byte[0], octets.length);
        site.store.receipts().commit(
                receipt, octets, List.of(new Order(list.id(), Order.State.HELD, Optional.of(AUTHOR), judged).with(waiting)), List.of(), () -> true);
        return new Held(site.store.receipts().posts(id).getFirst().id(), page(waiting, 0), page(waiting, 1));
    }

    private static String page(Waiting waiting, int mail) {
        Matcher matcher = PAGE.matcher(new String(waiting.notices().get(mail).message(), UTF_8));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private Order.State state(Held held) {
        return site.store.receipts().post(held.id()).orElseThrow().state();
    }

    private String nonce(String page) {
        Matcher matcher = NONCE.matcher(site.get(page).body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private int press(String page, String nonce, String button) {
        return site.post(page, FORM, "nonce=" + nonce + "&decision=" + button + "&reason=off+topic").statusCode();
    }

    @Test
    void opening_the_links_of_both_mails_by_any_method_changes_nothing() {
        Held held = hold(1, "Hello.");
        for (String page : List.of(held.moderatorPage(), held.authorPage())) {
            for (String method : List.of("GET", "HEAD", "OPTIONS")) {
                site.ask(method, page);
            }
            assertThat(press(page, "", "accept")).isEqualTo(400);
            assertThat(press(page, "a".repeat(39), "accept")).isEqualTo(400);
        }
        assertThat(state(held)).isEqualTo(Order.State.HELD);
    }

    @Test
    void a_page_shows_the_post_as_text() {
        String page = site.get(hold(1, "<script>x</script>").moderatorPage()).body();
        assertThat(page).contains("ann@example.net", "&lt;b&gt;Buy&lt;/b&gt;", "&lt;script&gt;", "because", "mod@example.org").doesNotContain("<script>", "<b>");
    }

    @Test
    void nothing_of_an_encrypted_post_is_shown() {
        String page = site.get(hold(1, "-----BEGIN PGP MESSAGE-----\r\n\r\nCANARY").moderatorPage()).body();
        assertThat(page).doesNotContain("CANARY").contains("Nothing of its content");
    }

    @Test
    void a_moderator_rejects_by_a_button_and_a_second_press_changes_nothing() {
        Held held = hold(1, "Hello.");
        String nonce = nonce(held.moderatorPage());
        assertThat(press(held.moderatorPage(), nonce, "reject")).isEqualTo(200);
        assertThat(state(held)).isEqualTo(Order.State.REJECTED);
        assertThat(site.store.receipts().post(held.id()).orElseThrow().deskReason()).isEqualTo("off topic");
        assertThat(press(held.moderatorPage(), nonce, "accept")).isEqualTo(200);
        assertThat(state(held)).isEqualTo(Order.State.REJECTED);
        assertThat(site.get(held.moderatorPage()).body()).contains("rejected").doesNotContain("<form");
        assertThat(site.store.audit().last(1).getFirst().act()).satisfies(act -> {
            assertThat(act.actor()).isEqualTo("mod@example.org");
            assertThat(act.door()).isEqualTo("web");
        });
    }

    @Test
    void an_author_takes_the_own_post_back_and_can_do_nothing_else() {
        Held held = hold(1, "Hello.");
        String nonce = nonce(held.authorPage());
        assertThat(press(held.authorPage(), nonce, "accept")).isEqualTo(400);
        assertThat(press(held.moderatorPage(), nonce, "accept")).as("the value of another page").isEqualTo(400);
        assertThat(state(held)).isEqualTo(Order.State.HELD);
        assertThat(press(held.authorPage(), nonce, "withdraw")).isEqualTo(200);
        assertThat(state(held)).isEqualTo(Order.State.DISCARDED);
    }

    @Test
    void a_page_that_is_too_old_or_a_link_whose_time_is_over_acts_no_more() {
        Held held = hold(2, "Hello.");
        String nonce = nonce(held.moderatorPage());
        site.now = site.now.plusSeconds(11 * 60);
        assertThat(press(held.moderatorPage(), nonce, "accept")).isEqualTo(400);
        site.now = site.now.plusSeconds(31L * 86_400);
        assertThat(site.get(held.moderatorPage()).statusCode()).isEqualTo(404);
        assertThat(site.get("/m/" + "a".repeat(34)).statusCode()).isEqualTo(404);
        assertThat(state(held)).isEqualTo(Order.State.HELD);
    }

    private HttpResponse<String> forward(String page, String to) {
        return site.post(page, FORM, "nonce=" + nonce(page) + "&decision=forward&to=" + to + "&note=Is+this+true%3F&reason=");
    }

    @Test
    void a_moderator_forwards_a_post_by_a_form_of_its_own_and_it_still_waits() {
        Held held = hold(1, "Hello.");
        assertThat(site.get(held.moderatorPage()).body().split("<form", -1)).as("Enter in its field must not accept the post").hasSize(3);
        assertThat(site.get(held.authorPage()).body()).doesNotContain("name=\"to\"");

        assertThat(forward(held.moderatorPage(), "expert%40example.org%2C+ann%40example.com").body()).contains("expert@example.org, ann@example.com", "still waits");
        assertThat(state(held)).isEqualTo(Order.State.HELD);
        assertThat(site.moderation.desk().forwardedTo(held.id())).extracting(Address::toString).containsExactlyInAnyOrder("expert@example.org", "ann@example.com");
        assertThat(site.store.audit().last(1).getFirst().act()).satisfies(act -> {
            assertThat(act.actor()).isEqualTo("mod@example.org");
            assertThat(act.door()).isEqualTo("web");
            assertThat(act.action()).isEqualTo("held.forward");
        });
        assertThat(forward(held.moderatorPage(), "no+address").statusCode()).isEqualTo(400);
        assertThat(forward(held.authorPage(), "expert%40example.org").statusCode()).isEqualTo(400);
        assertThat(press(held.moderatorPage(), "", "forward")).isEqualTo(400);
    }

    @Test
    void an_encrypted_post_is_forwarded_to_nobody_by_the_page() {
        Held held = hold(1, "-----BEGIN PGP MESSAGE-----\r\n\r\nCANARY");
        assertThat(forward(held.moderatorPage(), "expert%40example.org").body()).contains("came encrypted");
        assertThat(site.moderation.desk().forwardedTo(held.id())).isEmpty();
    }

    @Test
    void several_approvals_are_counted_on_the_page() {
        Held held = hold(2, "Hello.");
        assertThat(site.post(held.moderatorPage(), FORM, "nonce=" + nonce(held.moderatorPage()) + "&decision=accept").body()).contains("1 of 2");
        assertThat(site.get(held.moderatorPage()).body()).contains("<dd>1 / 2</dd>");
        assertThat(state(held)).isEqualTo(Order.State.HELD);
    }
}
