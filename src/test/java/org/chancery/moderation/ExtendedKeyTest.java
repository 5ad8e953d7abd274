package org.chancery.moderation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.delivery.PostingId;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.Slot;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.Authentication;
import org.chancery.posting.Order;
import org.chancery.posting.SecondLook;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.KeyCare;
import org.chancery.token.ConfirmTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// encrypted-lists.md 1.5, row 13: a post waits because the key of its author is over, and then the key is extended.
class ExtendedKeyTest {
    private static final Map<Setting, String> SIGNED = Map.of(Setting.GPG_POST_SIGN, "yes", Setting.GPG_POST_ENCRYPT, "yes", Setting.GPG_DISTRIB_ENCRYPT, "yes");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();
    @TempDir
    Path folder = Path.of(".");

    private EncryptedLists lists = unset();
    private Desk desk = unset();
    private SecondLook look = unset();
    private Author old = unset();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before each test
    private static <T> T unset() {
        return null;
    }

    @BeforeEach
    void open() throws IOException {
        lists = EncryptedLists.in(folder);
        old = lists.author(Author.expired(folder, lists.openssl(), "old@example.net"));
        var store = lists.store();
        desk = Moderation.over(
                new Moderation.Ports(store.lists(), store.members(), store.receipts(), store.heldPosts(), store.answers(), store.outbox()),
                new Moderation.Surroundings(
                        List::of, new NoticeWriter(new Texts(), EncryptedLists.DOMAIN, CLOCK, RANDOM), new ConfirmTokens("k".repeat(32).getBytes(UTF_8)), Optional::empty,
                        Authentication.ofSessions(), CLOCK, RANDOM, () -> {})).desk();
        look = new SecondLook(store.receipts(), store.lists(), store.keys().members(), lists.keyring().keyrings());
    }

    @AfterEach
    void close() {
        lists.close();
    }

    private PostingId held(MailingList list) {
        lists.member(list, old.address(), Technology.OPENPGP);
        lists.post(list, old.address(), old.message(list.address().toString(), "x", old.signed(Technology.OPENPGP, "Hello\r\n")));
        return lists.store().receipts().held(Optional.of(list.id())).getFirst().id();
    }

    /// As it is merged when the member hands it in, or others have it.
    private void extend(MailingList list, Instant when) {
        Address address = Address.of(old.address());
        List<MemberKey> before = lists.store().keys().members().of(list.id(), address);
        byte[] longer = KeyCare.of(old.key(), old.key().certificate(), when, RANDOM).orElseThrow().extended(Duration.ofDays(700)).certificate().encoded();
        List<MemberKey> after = before.stream().map(key -> key.renewed(longer, Optional.empty(), when)).toList();
        assertThat(lists.store().keys().members().replace(list.id(), address, Slot.OPENPGP, before, after, List.of(new Act(when, "x", "mail", "key.merge", "x", "")), List.of())).isTrue();
    }

    private Order.State state(PostingId post) {
        return lists.store().receipts().post(post).orElseThrow().state();
    }

    @Test
    void a_post_that_waits_for_the_key_of_its_author_goes_out_when_the_key_is_extended() {
        MailingList list = lists.list(SIGNED);
        PostingId post = held(list);
        assertThat(desk.reconsider(look)).isZero();
        assertThat(state(post)).isEqualTo(Order.State.HELD);
        extend(list, CLOCK.instant());
        assertThat(desk.reconsider(look)).isEqualTo(1);
        assertThat(state(post)).isEqualTo(Order.State.ACCEPTED);
        assertThat(desk.reconsider(look)).isZero();
        assertThat(lists.store().audit().last(1)).singleElement().satisfies(entry -> {
            assertThat(entry.act().actor()).isEqualTo("server");
            assertThat(entry.act().door()).isEqualTo("key extended");
        });
    }

    @Test
    void what_something_else_holds_too_waits_on() {
        MailingList list = lists.list(SIGNED, "hold for moderators when from anyone. otherwise refuse.");
        PostingId post = held(list);
        extend(list, CLOCK.instant());
        assertThat(desk.reconsider(look)).isZero();
        assertThat(state(post)).isEqualTo(Order.State.HELD);
    }

    @Test
    void a_post_is_looked_at_after_the_change_of_the_key_and_not_days_later() {
        MailingList list = lists.list(SIGNED);
        held(list);
        Instant now = CLOCK.instant();
        extend(list, now);
        assertThat(look.acceptable(now.plusSeconds(60))).hasSize(1);
        assertThat(look.acceptable(now.plus(Duration.ofHours(2)))).isEmpty();
    }

    @Test
    void a_post_of_an_expired_key_that_another_one_replaces_waits_on() {
        MailingList list = lists.list(SIGNED);
        PostingId post = held(list);
        lists.author(Author.in(folder, lists.openssl(), old.address()));
        Address address = Address.of(old.address());
        List<MemberKey> before = lists.store().keys().members().of(list.id(), address);
        lists.store().keys().members().replace(list.id(), address, Slot.OPENPGP, before, List.of(), List.of(new Act(CLOCK.instant(), "x", "mail", "key.drop", "x", "")), List.of());
        lists.keys(list, old.address(), Technology.OPENPGP);
        assertThat(desk.reconsider(look)).isZero();
        assertThat(state(post)).isEqualTo(Order.State.HELD);
    }
}
