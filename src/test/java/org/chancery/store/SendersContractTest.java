package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.notice.Notice;
import org.chancery.sender.Credential;
import org.chancery.sender.Credentials;
import org.chancery.sender.Failures;
import org.chancery.sender.Grant;
import org.chancery.sender.Grants;
import org.chancery.sender.Invitation;
import org.chancery.sender.Invitations;
import org.chancery.sender.ListGroups;
import org.chancery.sender.Sender;
import org.chancery.sender.SenderId;
import org.chancery.sender.SenderLink;
import org.chancery.sender.SenderLinks;
import org.chancery.sender.Senders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendersContractTest extends ContractTest {
    private static final Address ANN = Address.of("Ann@example.net");
    private static final Address OFFICE = Address.of("office@example.net");
    private static final byte[] VERIFIER = {1, 2, 3};

    private Senders senders() {
        return store.senders().senders();
    }

    private Credentials credentials() {
        return store.senders().credentials();
    }

    private Grants grants() {
        return store.senders().grants();
    }

    private ListGroups groups() {
        return store.senders().groups();
    }

    private SenderId ann = new SenderId(new UUID(0, 0));

    @BeforeEach
    void ann() {
        ann = SenderId.create(now, random);
        assertThat(senders().create(ann, ANN, act("sender.add", "ann"))).isTrue();
    }

    private Grant onList(MailingList list) {
        return Grant.of(new Grant.Target.OfList(list.id()), ann, "admin", now);
    }

    private String key(Credential.Kind kind, int perDay) {
        String kid = "kid" + random.nextInt(1_000_000);
        Credential credential = Credential.of(kid, new Credential.Owner.OfSender(ann), kind, "laptop", now).limited(List.of(), Optional.empty(), perDay);
        assertThat(credentials().add(credential, VERIFIER, act("sender.key.new", kid))).isTrue();
        return kid;
    }

    private boolean use(String kid, byte[] digest, Instant at) {
        return credentials().use(kid, digest, at, act("sender.key.use", kid));
    }

    private static byte[] digest(int number) {
        return new byte[] {(byte) number};
    }

    @Test
    void a_sender_is_found_by_each_of_his_addresses_in_any_spelling() {
        senders().addAddress(ann, OFFICE, List.of(), act("sender.address.add", "ann"));
        Sender found = senders().of(Address.of("ANN@EXAMPLE.net")).orElseThrow();
        assertThat(found.id()).isEqualTo(ann);
        assertThat(found.primary().toString()).isEqualTo("Ann@example.net");
        assertThat(senders().of(OFFICE)).contains(found);
        assertThat(senders().all()).containsExactly(found);
    }

    @Test
    void an_address_belongs_to_one_sender() {
        assertThat(senders().create(SenderId.create(now, random), ANN, act("sender.add", "again"))).isFalse();
        SenderId bob = SenderId.create(now, random);
        senders().create(bob, OFFICE, act("sender.add", "bob"));
        assertThat(senders().addAddress(ann, OFFICE, List.of(), act("sender.address.add", "ann"))).isFalse();
        assertThat(senders().removeAddress(bob, OFFICE, List.of(), act("x", "x"))).as("the primary one stays").isFalse();
    }

    @Test
    void au22_another_address_changes_no_grant_and_no_list_learns_of_it() {
        MailingList news = list("news");
        grants().add(onList(news), act("grant.add", "ann"));
        List<Grant> before = grants().of(ann);
        senders().addAddress(ann, OFFICE, List.of(), act("sender.address.add", "ann"));
        senders().prefer(ann, OFFICE, List.of(), act("sender.address.prefer", "ann"));
        senders().removeAddress(ann, ANN, List.of(), act("sender.address.remove", "ann"));
        assertThat(grants().of(ann)).isEqualTo(before);
        assertThat(grants().permits(news.id(), OFFICE, now)).contains(ann);
        assertThat(grants().permits(news.id(), ANN, now)).isEmpty();
    }

    @Test
    void a_grant_that_wants_it_waits_for_approval_after_a_new_address() {
        MailingList news = list("news");
        grants().add(onList(news).reapproving(true), act("grant.add", "ann"));
        senders().addAddress(ann, OFFICE, List.of(), act("sender.address.add", "ann"));
        assertThat(grants().permits(news.id(), ANN, now)).isEmpty();
        assertThat(grants().resume(new Grant.Target.OfList(news.id()), ann, act("grant.approve", "ann"))).isTrue();
        assertThat(grants().permits(news.id(), ANN, now)).contains(ann);
    }

    @Test
    void au21_a_deleted_sender_with_500_grants_is_restored_with_all_of_them_in_one_statement_each() {
        for (int i = 0; i < 500; i++) {
            grants().add(onList(list("news" + i)), act("grant.add", "ann"));
        }
        List<Grant> before = grants().of(ann);
        assertThat(before).hasSize(500);
        long entries = store.audit().last(10_000).size();
        assertThat(senders().delete(ann, now.plus(Duration.ofDays(30)), act("sender.delete", "ann"))).isTrue();
        assertThat(senders().find(ann).orElseThrow().state()).isEqualTo(Sender.State.TOMBSTONE);
        assertThat(grants().permits(((Grant.Target.OfList) before.getFirst().target()).list(), ANN, now)).isEmpty();
        assertThat(senders().create(SenderId.create(now, random), ANN, act("x", "x"))).as("the address is reserved").isFalse();
        now = now.plus(Duration.ofDays(29));
        assertThat(senders().purge(now)).isEmpty();
        assertThat(senders().restore(ann, act("sender.restore", "ann"))).isTrue();
        assertThat(grants().of(ann)).isEqualTo(before);
        assertThat(grants().permits(((Grant.Target.OfList) before.getFirst().target()).list(), ANN, now)).contains(ann);
        assertThat(store.audit().last(10_000)).hasSize((int) entries + 2);
    }

    @Test
    void keys_end_with_the_deletion_and_work_again_only_within_an_hour() {
        String kid = key(Credential.Kind.KEY, 0);
        now = now.plusSeconds(1);
        senders().delete(ann, now.plus(Duration.ofDays(30)), act("sender.delete", "ann"));
        assertThat(credentials().find(kid).orElseThrow().credential().worksAt(now)).isFalse();
        assertThat(use(kid, digest(1), now)).isFalse();
        now = now.plus(Duration.ofMinutes(59));
        senders().restore(ann, act("sender.restore", "ann"));
        assertThat(credentials().find(kid).orElseThrow().credential().worksAt(now)).isTrue();
        senders().delete(ann, now.plus(Duration.ofDays(30)), act("sender.delete", "ann"));
        now = now.plus(Duration.ofHours(2));
        senders().restore(ann, act("sender.restore", "ann"));
        assertThat(credentials().find(kid).orElseThrow().credential().reason()).isEqualTo("sender deleted");
        assertThat(use(key(Credential.Kind.KEY, 0), digest(1), now)).isTrue();
    }

    @Test
    void when_the_time_is_over_a_deleted_sender_goes_with_his_grants_and_his_address_is_free() {
        MailingList news = list("news");
        grants().add(onList(news), act("grant.add", "ann"));
        key(Credential.Kind.KEY, 0);
        senders().delete(ann, now.plus(Duration.ofDays(1)), act("sender.delete", "ann"));
        now = now.plus(Duration.ofDays(1));
        assertThat(senders().purge(now)).singleElement().satisfies(purged -> {
            assertThat(purged.address()).isEqualTo(ANN);
            assertThat(purged.grants()).containsExactly(new Grant.Target.OfList(news.id()));
        });
        assertThat(senders().purge(now)).isEmpty();
        assertThat(senders().restore(ann, act("x", "x"))).isFalse();
        assertThat(senders().create(SenderId.create(now, random), ANN, act("sender.add", "ann"))).isTrue();
        assertThat(store.audit().verify()).isEmpty();
    }

    @Test
    void a_grant_on_a_group_holds_on_what_is_in_it_at_that_moment() {
        MailingList arts = list("arts");
        MailingList law = list("law");
        assertThat(groups().create("faculties", act("listgroup.create", "faculties"))).isTrue();
        assertThat(groups().create("faculties", act("listgroup.create", "faculties"))).isFalse();
        groups().put("faculties", arts.id(), act("listgroup.add", "faculties"));
        grants().add(Grant.of(new Grant.Target.OfGroup("faculties"), ann, "admin", now), act("grant.add", "ann"));
        assertThat(grants().permits(arts.id(), ANN, now)).contains(ann);
        assertThat(grants().permits(law.id(), ANN, now)).isEmpty();
        groups().put("faculties", law.id(), act("listgroup.add", "faculties"));
        assertThat(grants().permits(law.id(), ANN, now)).contains(ann);
        groups().take("faculties", arts.id(), act("listgroup.remove", "faculties"));
        assertThat(grants().permits(arts.id(), ANN, now)).isEmpty();
        assertThat(groups().lists("faculties")).contains(List.of(law.id()));
        assertThat(groups().remove("faculties", act("listgroup.remove", "faculties"))).isTrue();
        assertThat(grants().of(ann)).isEmpty();
    }

    @Test
    void a_grant_holds_for_the_addresses_it_names_and_until_its_end() {
        MailingList news = list("news");
        senders().addAddress(ann, OFFICE, List.of(), act("sender.address.add", "ann"));
        grants().add(onList(news).limitedTo(Set.of(OFFICE)).until(Optional.of(now.plusSeconds(60))), act("grant.add", "ann"));
        assertThat(grants().permits(news.id(), ANN, now)).isEmpty();
        assertThat(grants().permits(news.id(), OFFICE, now)).contains(ann);
        assertThat(grants().permits(news.id(), OFFICE, now.plusSeconds(60))).isEmpty();
        senders().suspend(ann, true, act("sender.suspend", "ann"));
        assertThat(grants().permits(news.id(), OFFICE, now)).isEmpty();
    }

    @Test
    void one_text_takes_one_use_however_often_it_comes_within_a_quarter_of_an_hour() {
        String kid = key(Credential.Kind.ONCE, 0);
        assertThat(use(kid, digest(1), now)).isTrue();
        assertThat(use(kid, digest(2), now)).isFalse();
        now = now.plus(Duration.ofMinutes(14));
        assertThat(use(kid, digest(1), now)).isTrue();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(use(kid, digest(1), now)).isFalse();
        assertThat(credentials().find(kid).orElseThrow().credential().uses()).isEqualTo(1);
    }

    @Test
    void a_daily_limit_counts_texts_of_a_day() {
        String kid = key(Credential.Kind.KEY, 2);
        assertThat(use(kid, digest(1), now)).isTrue();
        assertThat(use(kid, digest(2), now)).isTrue();
        assertThat(use(kid, digest(3), now)).isFalse();
        now = now.plus(Duration.ofDays(1)).plusSeconds(1);
        assertThat(use(kid, digest(3), now)).isTrue();
    }

    @Test
    void an_ended_key_never_works_again_and_keeps_its_reason() {
        String kid = key(Credential.Kind.KEY, 0);
        assertThat(credentials().end(kid, "revoked", act("sender.key.revoke", kid))).isTrue();
        assertThat(credentials().end(kid, "again", act("sender.key.revoke", kid))).isFalse();
        assertThat(use(kid, digest(1), now)).isFalse();
        assertThat(credentials().of(new Credential.Owner.OfSender(ann))).singleElement().satisfies(key -> assertThat(key.reason()).isEqualTo("revoked"));
    }

    // ---- invitations

    private Invitation invitation(int number, String address, MailingList list, String by) {
        return new Invitation(
                number, Address.of(address), list.id(), new Grant.Target.OfList(list.id()), Optional.empty(), by, Invitation.State.ASKED, now,
                now.plus(Invitations.VALID));
    }

    private Invitations.Outcome invite(Invitation invitation) {
        Notice mail = new Notice("sender-invitation", Optional.empty(), List.of(invitation.address()), ("Subject: " + invitation.id() + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII));
        return store.senders().invitations().invite(invitation, Domain.of("example.org"), mail, act("grant.ask", "x"));
    }

    @Test
    void a_sender_comes_into_being_when_the_address_agrees_and_once() {
        MailingList news = list("news");
        Invitation asked = invitation(1, "bob@example.net", news, "owner@example.org");
        assertThat(invite(asked)).isEqualTo(Invitations.Outcome.MAILED);
        assertThat(senders().of(asked.address())).isEmpty();
        SenderId bob = SenderId.create(now, random);
        assertThat(store.senders().invitations().agree(asked, bob, List.of(), now, act("sender.agree", "bob"))).isTrue();
        assertThat(store.senders().invitations().agree(asked, SenderId.create(now, random), List.of(), now, act("sender.agree", "bob"))).isFalse();
        assertThat(senders().of(asked.address()).orElseThrow().id()).isEqualTo(bob);
        assertThat(grants().permits(news.id(), asked.address(), now)).contains(bob);
    }

    @Test
    void au24_a_flood_of_invitations_stays_within_the_limits_of_person_domain_and_address() {
        MailingList news = list("news");
        int mailed = 0;
        for (int i = 0; i < 10_000; i++) {
            mailed += invite(invitation(i, "v" + i + "@example.net", news, "owner" + i / 30 + "@example.org")) == Invitations.Outcome.MAILED ? 1 : 0;
        }
        assertThat(mailed).isEqualTo(200);
        assertThat(store.queue().claimChunks(1_000, now)).hasSize(200);
        now = now.plus(Duration.ofDays(1)).plusSeconds(1);
        int toOne = 0;
        for (int i = 0; i < 10; i++) {
            if (invite(invitation(1_000 + i, "victim@example.net", news, "o" + i + "@example.org")) == Invitations.Outcome.MAILED) {
                toOne++;
                store.senders().invitations().decline(1_000 + i);
            }
        }
        assertThat(toOne).isEqualTo(3);
    }

    @Test
    void one_invitation_of_an_address_is_open_at_a_time_and_none_after_it_said_never() {
        MailingList news = list("news");
        assertThat(invite(invitation(1, "bob@example.net", news, "a"))).isEqualTo(Invitations.Outcome.MAILED);
        assertThat(invite(invitation(2, "bob@example.net", news, "b"))).isEqualTo(Invitations.Outcome.OPEN_ALREADY);
        store.senders().invitations().decline(1);
        store.senders().invitations().optOut(Address.of("bob@example.net"), now);
        now = now.plus(Duration.ofDays(300));
        assertThat(store.senders().invitations().purge(now)).isEqualTo(1);
        assertThat(invite(invitation(3, "bob@example.net", news, "a"))).isEqualTo(Invitations.Outcome.NOT_NOW);
    }

    @Test
    void a_sender_of_one_domain_is_permitted_on_its_lists_alone() {
        MailingList here = list("news");
        grants().add(onList(here), act("grant.add", "news"));
        assertThat(grants().permits(here.id(), ANN, now)).contains(ann);
        assertThat(senders().limit(ann, Optional.of(Domain.of("other.example.org")), act("sender.limit", "ann"))).isTrue();
        assertThat(grants().permits(here.id(), ANN, now)).isEmpty();
        assertThat(senders().find(ann).orElseThrow().scope()).contains(Domain.of("other.example.org"));
        assertThat(senders().limit(ann, Optional.of(here.domain()), act("sender.limit", "ann"))).isTrue();
        assertThat(grants().permits(here.id(), ANN, now)).contains(ann);
        assertThat(senders().limit(ann, Optional.empty(), act("sender.limit", "ann"))).isTrue();
        assertThat(senders().limit(ann, Optional.empty(), act("sender.limit", "ann"))).isFalse();
    }

    @Test
    void wrong_secrets_are_counted_by_all_servers_together_and_forgotten_after_their_window() {
        Duration hour = Duration.ofHours(1);
        for (int i = 0; i < 3; i++) {
            store.senders().failures().add("key|network 192.0.2", now.plusSeconds(i), hour);
        }
        Failures.Count count = store.senders().failures().of("key|network 192.0.2", now.plusSeconds(3), hour).orElseThrow();
        assertThat(count).isEqualTo(new Failures.Count(now, 3, now.plusSeconds(2)));
        assertThat(store.senders().failures().of("key|network 198.51.100", now, hour)).isEmpty();
        assertThat(store.senders().failures().of("key|network 192.0.2", now.plus(hour), hour)).isEmpty();
        store.senders().failures().add("key|network 192.0.2", now.plus(hour), hour);
        assertThat(store.senders().failures().of("key|network 192.0.2", now.plus(hour), hour).orElseThrow().wrong()).isEqualTo(1);
        store.senders().failures().add("key|other", now.plus(Duration.ofDays(3)), hour);
        assertThat(store.senders().failures().of("key|network 192.0.2", now.plus(hour), Duration.ofDays(30))).as("swept").isEmpty();
    }

    @Test
    void an_unanswered_invitation_leaves_no_row_after_seven_days() {
        Invitation asked = invitation(1, "bob@example.net", list("news"), "a");
        invite(asked);
        Instant late = now.plus(Invitations.VALID);
        assertThat(store.senders().invitations().agree(asked, SenderId.create(now, random), List.of(), late, act("x", "x"))).isFalse();
        assertThat(store.senders().invitations().purge(late)).isEqualTo(1);
        assertThat(store.senders().invitations().find(1)).isEmpty();
        assertThat(senders().of(asked.address())).isEmpty();
    }

    private SenderLinks links() {
        return store.senders().links();
    }

    private SenderLink.Mailed mailed(SenderLink.Purpose purpose, Address to, List<Address> before, Duration valid) {
        SenderLink link = new SenderLink(random.nextLong(), ann, to, purpose, before, now, now.plus(valid), false);
        return new SenderLink.Mailed(link, new Notice("x" + link.id(), Optional.empty(), List.of(to), ("Subject: x\r\n\r\n" + link.id() + "\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private SenderLink.Mailed undo(Address to, Address... before) {
        return mailed(SenderLink.Purpose.UNDO, to, List.of(before), Duration.ofHours(72));
    }

    private List<Address> addresses() {
        return senders().find(ann).orElseThrow().addresses();
    }

    private boolean takeBack(SenderLink.Mailed one) {
        SenderLink stored = links().find(one.link().id()).orElseThrow();
        return links().undo(stored, List.of(), now, act("sender.address.undo", "ann"));
    }

    @Test
    void a_change_of_addresses_is_taken_back_with_all_that_followed_it() {
        String old = key(Credential.Kind.KEY, 0);
        now = now.plusSeconds(1);
        SenderLink.Mailed first = undo(ANN, ANN);
        senders().addAddress(ann, OFFICE, List.of(first), act("sender.address.add", "ann"));
        now = now.plusSeconds(1);
        SenderLink.Mailed second = undo(ANN, ANN, OFFICE);
        senders().prefer(ann, OFFICE, List.of(second), act("sender.address.prefer", "ann"));
        SenderLink.Mailed third = undo(ANN, OFFICE, ANN);
        senders().removeAddress(ann, ANN, List.of(third), act("sender.address.remove", "ann"));
        String thief = key(Credential.Kind.KEY, 0);
        SenderLink.Mailed page = mailed(SenderLink.Purpose.PAGE, OFFICE, List.of(), Duration.ofDays(1));
        assertThat(links().send(page, act("sender.page", "ann"))).isTrue();
        assertThat(addresses()).containsExactly(OFFICE);
        assertThat(links().find(first.link().id()).orElseThrow()).isEqualTo(first.link());

        now = now.plus(Duration.ofHours(71));
        assertThat(takeBack(first)).isTrue();
        assertThat(addresses()).containsExactly(ANN);
        assertThat(senders().of(OFFICE)).isEmpty();
        assertThat(credentials().find(thief).orElseThrow().credential().ended()).isPresent();
        assertThat(credentials().find(old).orElseThrow().credential().ended()).isEmpty();
        for (SenderLink.Mailed over : List.of(first, second, third, page)) {
            assertThat(links().find(over.link().id()).orElseThrow().isOver()).isTrue();
            assertThat(takeBack(over)).isFalse();
        }
        assertThat(addresses()).containsExactly(ANN);
    }

    @Test
    void the_order_of_the_addresses_comes_back_too_and_one_that_somebody_else_has_by_now_stays_there() {
        senders().addAddress(ann, OFFICE, List.of(), act("sender.address.add", "ann"));
        SenderLink.Mailed prefer = undo(ANN, ANN, OFFICE);
        senders().prefer(ann, OFFICE, List.of(prefer), act("sender.address.prefer", "ann"));
        SenderLink.Mailed removal = undo(ANN, OFFICE, ANN);
        senders().removeAddress(ann, ANN, List.of(), act("sender.address.remove", "for good"));
        SenderId bob = SenderId.create(now, random);
        assertThat(senders().create(bob, ANN, act("sender.add", "bob"))).as("a removal for good reserves nothing").isTrue();
        assertThat(takeBack(prefer)).isTrue();
        assertThat(addresses()).containsExactly(OFFICE);
        assertThat(senders().of(ANN).orElseThrow().id()).isEqualTo(bob);
        assertThat(links().find(removal.link().id())).isEmpty();
    }

    @Test
    void an_address_that_was_given_up_is_nobody_elses_until_the_undo_is_over() {
        senders().addAddress(ann, OFFICE, List.of(), act("sender.address.add", "ann"));
        SenderLink.Mailed removal = undo(OFFICE, ANN, OFFICE);
        senders().removeAddress(ann, OFFICE, List.of(removal), act("sender.address.remove", "ann"));
        SenderId bob = SenderId.create(now, random);
        assertThat(senders().create(bob, OFFICE, act("sender.add", "bob"))).isFalse();
        assertThat(senders().find(bob)).isEmpty();
        assertThat(senders().addAddress(ann, OFFICE, List.of(), act("sender.address.add", "ann"))).as("his own").isTrue();
        senders().removeAddress(ann, OFFICE, List.of(undo(OFFICE, ANN, OFFICE)), act("sender.address.remove", "ann"));
        now = now.plus(Duration.ofHours(72));
        assertThat(takeBack(removal)).isFalse();
        assertThat(senders().create(bob, OFFICE, act("sender.add", "bob"))).isTrue();
        links().purge(now);
        assertThat(links().find(removal.link().id())).isEmpty();
        assertThat(store.audit().verify()).isEmpty();
    }

    @Test
    void an_address_gets_three_links_to_its_page_a_day_and_ten_wrong_tokens_end_one() {
        SenderLink.Mailed page = mailed(SenderLink.Purpose.PAGE, ANN, List.of(), Duration.ofDays(1));
        assertThat(links().send(page, act("sender.page", "ann"))).isTrue();
        for (int i = 1; i < SenderLinks.PER_ADDRESS; i++) {
            assertThat(links().send(mailed(SenderLink.Purpose.PAGE, ANN, List.of(), Duration.ofDays(1)), act("sender.page", "ann"))).isTrue();
        }
        assertThat(links().send(mailed(SenderLink.Purpose.PAGE, ANN, List.of(), Duration.ofDays(1)), act("sender.page", "ann"))).isFalse();
        for (int i = 0; i < 9; i++) {
            links().wrongToken(page.link().id());
        }
        assertThat(links().find(page.link().id()).orElseThrow().isOpenAt(now)).isTrue();
        links().wrongToken(page.link().id());
        assertThat(links().find(page.link().id()).orElseThrow().isOpenAt(now)).isFalse();
        now = now.plus(Duration.ofDays(1));
        assertThat(links().send(mailed(SenderLink.Purpose.PAGE, ANN, List.of(), Duration.ofDays(1)), act("sender.page", "ann"))).isTrue();
    }

    @Test
    void nothing_of_a_deleted_sender_is_taken_back() {
        SenderLink.Mailed added = undo(ANN, ANN);
        senders().addAddress(ann, OFFICE, List.of(added), act("sender.address.add", "ann"));
        senders().delete(ann, now.plus(Duration.ofDays(30)), act("sender.delete", "ann"));
        assertThat(takeBack(added)).isFalse();
        senders().restore(ann, act("sender.restore", "ann"));
        assertThat(takeBack(added)).isTrue();
    }
}
