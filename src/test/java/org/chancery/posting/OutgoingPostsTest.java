package org.chancery.posting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.delivery.CopyContent;
import org.chancery.delivery.PreparedPost;
import org.chancery.keyring.MemberCiphers;
import org.chancery.kit.TestKeyring;
import org.chancery.list.MailingList;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Envelope;
import org.chancery.mail.Envelope.MailFrom;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.posting.sealing.SealedPosts;
import org.chancery.posting.signing.KeyCabinet;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.token.BounceTokens;
import org.chancery.token.LoopTokens;
import org.chancery.token.OneClickTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What couriers get of a post: what all copies share, and what each has of its own.
class OutgoingPostsTest {
    private static final Address ANN = Address.of("ann@example.net");
    private static final OptionalLong MEMBERSHIP = OptionalLong.of(4711);
    private static final SiteTokens TOKENS = new SiteTokens(new BounceTokens(new byte[32]), new OneClickTokens(new byte[32]), new LoopTokens(new byte[32]));

    private static final ContentMac MACS = new ContentMac(new byte[32]);

    @TempDir
    private Path data;

    private final Random random = new Random(7);
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private Store store = opened();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T opened() {
        return null;
    }

    @BeforeEach
    void open() {
        store = Stores.open(new Stores.Site("sqlite", data, OptionalLong.of(0), Duration.ofSeconds(30)), new AuditChain(new byte[32]), () -> now, () -> {});
        store.lists().addDomain(Domain.of("lists.example.org"), act());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Act act() {
        return new Act(now, "test", "cli", "test", "-", "");
    }

    private MailingList list(String name) {
        return store.lists().create(Address.of(name + "@lists.example.org"), "discussion", Settings.DEFAULTS, "otherwise accept.", act()).orElseThrow();
    }

    private OutgoingPosts outgoing(Optional<String> web) {
        SecureRandom secure = new SecureRandom();
        return new OutgoingPosts(
                store.receipts(), store.lists(), TOKENS, new KeyCabinet(store.signingKeys(), new SealedBox(Secret.of(new byte[32]), secure), secure),
                new SealedPosts(TestKeyring.of(store).keyrings(), TestKeyring.of(store).autocrypt(store), new MemberCiphers(store.keys().members(), () -> now), new OpeningBudget(64 << 20), () -> now, secure), MACS, new Site("lists.example.org", web, () -> now, random));
    }

    private ReceiptId accept(MailingList list, boolean smtpUtf8, String text, Notice... notices) {
        MailFrom from = new MailFrom(Optional.of(ANN), Optional.empty(), smtpUtf8, true, Optional.empty(), Optional.empty());
        Receipt receipt = new Receipt(
                ReceiptId.create(now, random), now, Map.of(), new Envelope(from, List.of(Envelope.Recipient.of(list.address()))), Optional.of("1@example.net"),
                new byte[] {1}, text.length());
        Order.Judged judged = new Order.Judged("accept", "policy", 1, "otherwise accept.", "because", 1, 0, Map.of(), "");
        store.receipts().commit(
                receipt, text.getBytes(UTF_8), List.of(new Order(list.id(), Order.State.ACCEPTED, Optional.of(ANN), judged)), List.of(notices), () -> true);
        return receipt.id();
    }

    private PreparedPost prepared(Optional<String> web, boolean smtpUtf8, String text) {
        return outgoing(web).prepare(store.receipts().posts(accept(list("talk"), smtpUtf8, text)).getFirst().id()).orElseThrow();
    }

    private static final String POST = "From: ann@example.net\r\nTo: talk@lists.example.org\r\nSubject: Tea\r\nMessage-ID: <1@example.net>\r\n\r\nx\r\n";

    private static Message copy(PreparedPost post, OptionalLong membership) {
        byte[] own = fields(post, membership);
        byte[] shared = post.shared();
        byte[] whole = new byte[own.length + shared.length];
        System.arraycopy(own, 0, whole, 0, own.length);
        System.arraycopy(shared, 0, whole, own.length, shared.length);
        return Message.parse(whole).orThrow();
    }

    private static byte[] fields(PreparedPost post, OptionalLong membership) {
        return ((CopyContent.Shared) post.contentFor(membership, ANN)).fields();
    }

    private static String local(PreparedPost post, OptionalLong membership) {
        return post.returnPath(membership).path().orElseThrow().localPart();
    }

    @Test
    void a_post_whose_header_or_body_is_not_what_was_received_waits_for_an_administrator_whatever_the_list() {
        MailingList list = list("talk");
        for (int octet = 0; octet < POST.length(); octet++) {
            byte[] stored = POST.getBytes(UTF_8);
            stored[octet] ^= 1;
            PreparedPost post = outgoing(Optional.empty()).prepare(store.receipts().posts(acceptAs(list, stored)).getFirst().id()).orElseThrow();
            assertThat(post.shared()).isEmpty();
            assertThat(post.contentFor(MEMBERSHIP, ANN)).isInstanceOfSatisfying(CopyContent.NotYet.class, why -> assertThat(why.reason()).contains("not what was received"));
        }
        assertThat(fields(outgoing(Optional.empty()).prepare(store.receipts().posts(acceptAs(list, POST.getBytes(UTF_8))).getFirst().id()).orElseThrow(), MEMBERSHIP)).isNotNull();
    }

    /// What stands in the store after [POST] was received.
    private ReceiptId acceptAs(MailingList list, byte[] stored) {
        Envelope envelope = new Envelope(MailFrom.of(ANN), List.of(Envelope.Recipient.of(list.address())));
        byte[] received = POST.getBytes(UTF_8);
        Receipt receipt = new Receipt(
                ReceiptId.create(now, random), now, Map.of(), envelope, Optional.empty(), MACS.of(Message.parse(received).orThrow()), MACS.whole(received), received.length);
        Order.Judged judged = new Order.Judged("accept", "policy", 1, "otherwise accept.", "because", 1, 0, Map.of(), "");
        store.receipts().commit(receipt, stored, List.of(new Order(list.id(), Order.State.ACCEPTED, Optional.of(ANN), judged)), List.of(), () -> true);
        return receipt.id();
    }

    @Test
    void a_return_path_names_the_membership_and_is_the_same_when_the_copy_is_sent_again_days_later() {
        PreparedPost post = prepared(Optional.empty(), false, POST);
        String path = local(post, MEMBERSHIP);
        assertThat(path).startsWith("talk-bounces+");
        assertThat(TOKENS.bounces().read(path.substring("talk-bounces+".length()), now)).contains(4711L);
        now = now.plus(Duration.ofDays(3));
        PreparedPost again = outgoing(Optional.empty()).prepare(store.receipts().posts(store.receipts().byMessageId("1@example.net").getFirst().id()).getFirst().id())
                .orElseThrow();
        assertThat(local(again, MEMBERSHIP)).isEqualTo(path);
    }

    @Test
    void a_local_part_stays_within_64_octets_for_the_longest_list_name() {
        MailingList longest = list("a".repeat(48));
        PreparedPost post = outgoing(Optional.empty()).prepare(store.receipts().posts(accept(longest, false, POST)).getFirst().id()).orElseThrow();
        assertThat(local(post, OptionalLong.of(Long.MAX_VALUE >> 16)).length()).isLessThanOrEqualTo(64);
    }

    @Test
    void who_is_no_member_has_a_return_path_without_a_token_and_no_link_of_his_own() {
        PreparedPost post = prepared(Optional.of("https://lists.example.org"), false, POST);
        assertThat(local(post, OptionalLong.empty())).isEqualTo("talk-bounces");
        assertThat(copy(post, OptionalLong.empty()).headers().count("List-Unsubscribe-Post")).isZero();
    }

    @Test
    void one_click_needs_pages_and_names_the_membership_only() {
        PreparedPost post = prepared(Optional.of("https://lists.example.org"), false, POST);
        Message copy = copy(post, MEMBERSHIP);
        String link = copy.headers().first("List-Unsubscribe").orElseThrow().value();
        assertThat(link).startsWith("<https://lists.example.org/leave/").doesNotContain("ann").doesNotContain("4711");
        String token = link.substring(link.lastIndexOf('/') + 1, link.lastIndexOf('>'));
        assertThat(TOKENS.oneClicks().read(token)).contains(4711L);
        assertThat(copy.headers().first("List-Unsubscribe-Post").orElseThrow().value().strip()).isEqualTo("List-Unsubscribe=One-Click");
        assertThat(copy.headers().count("List-Unsubscribe")).isEqualTo(1);
    }

    @Test
    void without_pages_the_copies_differ_in_nothing_but_the_return_path() {
        PreparedPost post = prepared(Optional.empty(), false, POST);
        assertThat(fields(post, MEMBERSHIP)).isEmpty();
        assertThat(copy(post, MEMBERSHIP).headers().count("List-Unsubscribe-Post")).isZero();
    }

    @Test
    void a_raw_utf_8_header_asks_for_smtputf8_only_if_the_author_s_side_did() {
        String raw = POST.replace("Tea", "Té");
        assertThat(prepared(Optional.empty(), false, raw).returnPath(MEMBERSHIP)).satisfies(path -> {
            assertThat(path.smtpUtf8()).isFalse();
            assertThat(path.eightBit()).isTrue();
        });
        store.lists().delete(store.lists().find(Address.of("talk@lists.example.org")).orElseThrow().id(), act());
        assertThat(prepared(Optional.empty(), true, raw).returnPath(MEMBERSHIP).smtpUtf8()).isTrue();
    }

    @Test
    void a_notice_goes_out_as_it_was_stored() {
        byte[] words = "From: talk-owner@lists.example.org\r\n\r\nwords\r\n".getBytes(UTF_8);
        ReceiptId receipt = accept(list("talk"), false, POST, new Notice("hold", Optional.empty(), List.of(ANN), words));
        PreparedPost notice = outgoing(Optional.empty())
                .prepare(store.receipts().posts(receipt).stream().filter(post -> post.list().isEmpty()).findFirst().orElseThrow().id()).orElseThrow();
        assertThat(notice.shared()).isEqualTo(words);
        assertThat(fields(notice, OptionalLong.empty())).isEmpty();
        assertThat(notice.returnPath(OptionalLong.empty()).path()).isEmpty();
    }

    @Test
    void of_a_deleted_list_nothing_goes_out() {
        MailingList list = list("talk");
        var posting = store.receipts().posts(accept(list, false, POST)).getFirst().id();
        store.lists().delete(list.id(), act());
        assertThat(outgoing(Optional.empty()).prepare(posting)).isEmpty();
    }
}
