package org.chancery.moderation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Envelope;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.ContentMac;
import org.chancery.posting.FactCollector;
import org.chancery.posting.Order;
import org.chancery.posting.Answering;
import org.chancery.posting.Authentication;
import org.chancery.posting.Posting;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Received;
import org.chancery.posting.Session;
import org.chancery.posting.Site;
import org.chancery.posting.SiteTokens;
import org.chancery.posting.Telling;
import org.chancery.kit.TestKeyring;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.token.BounceTokens;
import org.chancery.token.ConfirmTokens;
import org.chancery.token.LoopTokens;
import org.chancery.token.OneClickTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of held posts when nobody comes, with a clock that is moved by hand.
class TimeTest {
    private static final Address MODERATOR = Address.of("mod@example.org");
    private static final Address MEMBER = Address.of("member@example.net");
    private static final Address STRANGER = Address.of("stranger@example.net");
    private static final Duration DAY = Duration.ofDays(1);
    private final Random random = new Random(7);
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final InstantSource clock = () -> now;

    @TempDir
    Path data = Path.of(".");

    private Store store = unset();
    private Moderation moderation = unset();
    private Posting posting = unset();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T unset() {
        return null;
    }

    @BeforeEach
    void open() throws java.io.IOException {
        Files.createDirectories(data);
        store = Stores.open(new Stores.Site("sqlite", data), new AuditChain(new byte[32]), clock, () -> {});
        Site site = new Site("lists.example.org", Optional.of("https://lists.example.org"), clock, random);
        moderation = Moderation.over(
                new Moderation.Ports(store.lists(), store.members(), store.receipts(), store.heldPosts(), store.answers(), store.outbox()),
                new Moderation.Surroundings(
                        List::of, new NoticeWriter(new Texts(), "lists.example.org", clock, random), new ConfirmTokens("k".repeat(32).getBytes(UTF_8)), site::webUrl,
                        Authentication.ofSessions(), clock, random, () -> {}));
        byte[] key = new byte[32];
        SiteTokens tokens = new SiteTokens(new BounceTokens(key), new OneClickTokens(key), new LoopTokens(key));
        posting = new Posting(
                TestKeyring.of(store).stations(Authentication.ofSessions(), new FactCollector(store.members(), store.lists(), store.receipts(), (_, _) -> false, tokens)),
                store.receipts(), new ContentMac(key), site,
                new Telling(moderation.holdMail(), moderation.outcomeMail(), moderation.ownerCopies(), Answering.NONE), () -> {});
        store.lists().addDomain(Domain.of("example.org"), act());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Act act() {
        return new Act(now, "test", "cli", "test", "x", "");
    }

    private MailingList list(String name, Settings settings) {
        MailingList list = store.lists().create(Address.of(name + "@example.org"), "discussion", settings, "otherwise hold for moderators.", act()).orElseThrow();
        store.members().add(new NewMember(list.id(), MODERATOR, "", Role.MODERATOR, Preferences.DEFAULT), act());
        store.members().add(new NewMember(list.id(), MEMBER, "", Role.MEMBER, Preferences.DEFAULT), act());
        return list;
    }

    private MailingList list(String name) {
        return list(name, Settings.DEFAULTS);
    }

    private PostingId post(MailingList list, Address author) {
        byte[] octets = ("From: " + author + "\r\nTo: " + list.address() + "\r\nSubject: Hello\r\nMessage-ID: <" + random.nextInt(1 << 30) + "@x>\r\n\r\nHello.\r\n").getBytes(UTF_8);
        ReceiptId id = ReceiptId.create(now, random);
        Session session = new Session(Session.Door.MX, "192.0.2.1", "x", Optional.empty(), Optional.of(author).filter(MEMBER::equals).map(Address::key), false, false);
        Envelope envelope = new Envelope(Envelope.MailFrom.of(author), List.of(Envelope.Recipient.of(list.address())));
        posting.receive(new Received(id, now, session, envelope, octets), List.of(list), () -> true);
        return store.receipts().posts(id).getFirst().id();
    }

    private Order.State state(PostingId id) {
        return store.receipts().post(id).orElseThrow().state();
    }

    /// Everything that was queued since it was last asked.
    private List<Notice> mails() {
        List<Notice> mails = new ArrayList<>();
        List<ChunkClaim> claims = store.queue().claimChunks(100, now);
        claims.forEach(claim -> mails.add(store.receipts().notice(claim.chunk().posting()).orElseThrow()));
        return mails;
    }

    private static String text(Notice mail) {
        return new String(mail.message(), UTF_8);
    }

    // ---- expiry

    @Test
    void a_held_post_expires_after_its_time_and_only_a_proved_author_is_told() {
        MailingList talk = list("talk");
        PostingId ofMember = post(talk, MEMBER);
        PostingId ofStranger = post(talk, STRANGER);
        mails();
        now = now.plus(DAY.multipliedBy(30)).minusMillis(1);
        assertThat(moderation.desk().expire(10)).isZero();

        now = now.plusMillis(1);
        assertThat(moderation.desk().expire(10)).isEqualTo(2);
        assertThat(moderation.desk().expire(10)).isZero();

        assertThat(List.of(state(ofMember), state(ofStranger))).containsOnly(Order.State.EXPIRED);
        assertThat(mails()).singleElement().satisfies(mail -> {
            assertThat(mail.recipients()).containsExactly(MEMBER);
            assertThat(text(mail)).contains("30 days", "Hello");
        });
        assertThat(store.audit().last(1).getFirst().act().action()).isEqualTo("held.expire");
    }

    @Test
    void a_list_may_let_posts_wait_for_ever() {
        PostingId id = post(list("talk", Settings.DEFAULTS.with(Setting.HELD_EXPIRY, "0")), STRANGER);
        now = now.plus(DAY.multipliedBy(400));
        assertThat(moderation.desk().expire(10)).isZero();
        assertThat(state(id)).isEqualTo(Order.State.HELD);
    }

    @Test
    void a_token_ends_with_the_waiting_even_when_nothing_was_swept() {
        post(list("talk"), STRANGER);
        String token = token(mails().getFirst());
        assertThat(moderation.keys().read(token)).isPresent();
        now = now.plus(DAY.multipliedBy(30));
        assertThat(moderation.keys().read(token)).isEmpty();
    }

    private static String token(Notice mail) {
        String replyTo = Message.parse(mail.message()).orThrow().headers().first("Reply-To").orElseThrow().value();
        return replyTo.substring(replyTo.indexOf('+') + 1, replyTo.indexOf('@'));
    }

    // ---- reminders

    @Test
    void a_moderator_is_reminded_of_all_lists_in_one_mail_a_day() {
        post(list("talk"), STRANGER);
        post(list("news"), STRANGER);
        mails();
        assertThat(moderation.reminders().remind(now)).as("nothing has waited for a day").isZero();

        now = now.plus(DAY);
        assertThat(moderation.reminders().remind(now)).isEqualTo(1);
        assertThat(moderation.reminders().remind(now)).isZero();
        assertThat(mails()).singleElement().satisfies(mail -> {
            assertThat(mail.recipients()).containsExactly(MODERATOR);
            assertThat(text(mail)).contains("talk@example.org", "news@example.org", "https://lists.example.org/m/");
        });

        now = now.plus(DAY.minusMillis(1));
        assertThat(moderation.reminders().remind(now)).isZero();
        now = now.plusMillis(1);
        assertThat(moderation.reminders().remind(now)).isEqualTo(1);
    }

    @Test
    void a_reminder_has_tokens_that_hold_for_moderators_who_came_later_too() {
        MailingList talk = list("talk");
        PostingId id = post(talk, STRANGER);
        Address late = Address.of("late@example.org");
        store.members().add(new NewMember(talk.id(), late, "", Role.MODERATOR, Preferences.DEFAULT), act());
        mails();
        now = now.plus(DAY);
        moderation.reminders().remind(now);
        Notice mail = mails().stream().filter(found -> found.recipients().contains(late)).findFirst().orElseThrow();
        String text = text(mail);
        int at = text.indexOf("/m/") + 3;
        assertThat(moderation.keys().read(text.substring(at, at + ConfirmTokens.LENGTH)))
                .hasValueSatisfying(bearer -> assertThat(bearer).extracting(Bearer::address, Bearer::posting).containsExactly(late, id));
    }

    @Test
    void lists_without_single_mails_remind_at_once_and_lists_without_reminders_never() {
        post(list("quiet", Settings.DEFAULTS.with(Setting.MODERATOR_NOTICES, "false")), STRANGER);
        assertThat(mails()).isEmpty();
        assertThat(moderation.reminders().remind(now)).isEqualTo(1);

        now = now.plus(DAY.multipliedBy(2));
        ListId never = list("never", Settings.DEFAULTS.with(Setting.HELD_REMINDER, "false")).id();
        PostingId id = post(store.lists().find(never).orElseThrow(), STRANGER);
        mails();
        now = now.plus(DAY.multipliedBy(2));
        moderation.reminders().remind(now);
        assertThat(mails()).noneMatch(mail -> text(mail).contains("never@example.org"));
        assertThat(state(id)).isEqualTo(Order.State.HELD);
    }
}
