package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.chancery.audit.Act;
import org.chancery.delivery.Expanding;
import org.chancery.delivery.PostingId;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.moderation.Forwarding;
import org.chancery.moderation.HeldPosts.Decision;
import org.chancery.moderation.HeldPosts.Forward;
import org.chancery.moderation.Ruling;
import org.chancery.moderation.Verb;
import org.chancery.notice.Notice;
import org.chancery.posting.Order;
import org.chancery.posting.Receipt;
import org.chancery.posting.Receipts.Post;
import org.chancery.posting.Waiting;
import org.junit.jupiter.api.Test;

class HeldPostsContractTest extends ContractTest {
    private static final Address MODERATOR = Address.of("mod@example.org");
    private static final Address AUTHOR = Address.of("ann@example.com");

    private PostingId hold(MailingList list, int approvals, Waiting waiting) {
        Receipt receipt = receipt();
        Order.Judged judged = new Order.Judged("hold", "policy", 1, "hold.", "because", 1, approvals, Map.of(), "");
        store.receipts().commit(receipt, OCTETS, List.of(new Order(list.id(), Order.State.HELD, Optional.of(AUTHOR), judged).with(waiting)), List.of(), () -> true);
        return store.receipts().posts(receipt.id()).getFirst().id();
    }

    private PostingId hold(MailingList list, int approvals) {
        return hold(list, approvals, new Waiting(Optional.empty(), false, List.of(), List.of()));
    }

    private Ruling decide(Store by, PostingId id, Verb verb, String approver) {
        return by.heldPosts().decide(new Decision(id, verb, approver, "fine", List.of(), new Act(now, approver, "mail", verb.act(), id.toString(), "fine")), () -> true);
    }

    private Ruling decide(PostingId id, Verb verb, String approver) {
        return decide(store, id, verb, approver);
    }

    private Post post(PostingId id) {
        return store.receipts().post(id).orElseThrow();
    }

    private static Notice notice(String kind) {
        return notice(kind, MODERATOR);
    }

    private static Notice notice(String kind, Address to) {
        return new Notice(kind, Optional.empty(), List.of(to), ("Subject: " + kind + "\r\n\r\nx\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void a_held_post_is_decided_once_with_an_audit_entry() {
        PostingId id = hold(list("talk"), 1);
        int before = store.audit().last(100).size();

        assertThat(decide(id, Verb.ACCEPT, "mod@example.org")).isEqualTo(new Ruling.Done(Order.State.ACCEPTED));
        assertThat(decide(id, Verb.REJECT, "mod@example.org")).isEqualTo(new Ruling.NotHeld(Order.State.ACCEPTED));

        assertThat(store.receipts().held(Optional.empty())).isEmpty();
        assertThat(post(id).state()).isEqualTo(Order.State.ACCEPTED);
        assertThat(post(id).deskReason()).isEqualTo("fine");
        assertThat(store.audit().last(100)).hasSize(before + 1);
        assertThat(Expanding.begin(store.queue())).contains(id);
    }

    @Test
    void the_mails_about_a_held_post_are_queued_in_its_commit_and_those_of_a_decision_in_the_commit_of_the_decision() {
        PostingId id = hold(list("talk"), 1, new Waiting(Optional.empty(), false, List.of(), List.of(notice("held-moderators"))));
        assertThat(store.queue().claimChunks(10, now)).hasSize(1);

        Decision rejection = new Decision(id, Verb.REJECT, "mod@example.org", "no", List.of(notice("rejected-poster")), act("held.reject", "x"));
        store.heldPosts().decide(rejection, () -> true);
        assertThat(store.queue().claimChunks(10, now)).hasSize(1);
        store.heldPosts().decide(rejection, () -> true);
        assertThat(store.queue().claimChunks(10, now)).as("the second decision tells nobody").isEmpty();
    }

    @Test
    void a_decision_whose_session_was_answered_already_changes_nothing() {
        PostingId id = hold(list("talk"), 1);
        int before = store.audit().last(100).size();
        Decision decision = new Decision(id, Verb.ACCEPT, "mod@example.org", "", List.of(notice("x")), act("held.accept", "x"));

        assertThat(store.heldPosts().decide(decision, () -> false)).isEqualTo(new Ruling.TooLate());

        assertThat(post(id).state()).isEqualTo(Order.State.HELD);
        assertThat(store.queue().claimChunks(10, now)).isEmpty();
        assertThat(store.audit().last(100)).hasSize(before);
    }

    @Test
    void a_key_is_found_with_its_post_and_counts_wrong_tokens() {
        MailingList talk = list("talk");
        Waiting.Key key = new Waiting.Key(-7, Waiting.Action.MODERATE, MODERATOR, Instant.ofEpochMilli(now.toEpochMilli() + 5));
        PostingId id = hold(talk, 1, new Waiting(Optional.empty(), false, List.of(key), List.of()));

        assertThat(store.heldPosts().key(-7)).hasValueSatisfying(found -> {
            assertThat(found.key()).isEqualTo(key);
            assertThat(found.posting()).isEqualTo(id);
            assertThat(found.list()).isEqualTo(talk.id());
            assertThat(found.receipt()).isEqualTo(post(id).receipt());
        });
        store.heldPosts().wrongToken(-7);
        assertThat(store.heldPosts().key(-7).orElseThrow().wrong()).isEqualTo(1);
        assertThat(store.heldPosts().key(8)).isEmpty();
    }

    @Test
    void a_post_for_the_owners_is_known_as_such_while_it_waits() {
        MailingList talk = list("talk");
        PostingId id = hold(talk, 1, new Waiting(Optional.empty(), true, List.of(), List.of()));
        hold(talk, 1);
        assertThat(store.heldPosts().forOwners()).containsExactly(id);
        decide(id, Verb.ACCEPT, "owner@example.org");
        assertThat(store.heldPosts().forOwners()).isEmpty();
    }

    @Test
    void each_bearer_has_one_key_for_a_post() {
        PostingId id = hold(list("talk"), 1);
        Waiting.Key first = new Waiting.Key(1, Waiting.Action.MODERATE, MODERATOR, now);
        assertThat(store.heldPosts().keyOf(id, first)).isEqualTo(first);
        assertThat(store.heldPosts().keyOf(id, new Waiting.Key(2, Waiting.Action.MODERATE, MODERATOR, now.plusSeconds(9)))).isEqualTo(first);
    }

    @Test
    void the_nth_approval_by_different_people_releases_the_post_and_the_authors_own_never_counts() {
        PostingId id = hold(list("talk"), 2);

        assertThat(decide(id, Verb.ACCEPT, AUTHOR.key())).isEqualTo(new Ruling.OwnPost());
        assertThat(decide(id, Verb.ACCEPT, "one@example.org")).isEqualTo(new Ruling.Counted(1, 2, true));
        assertThat(decide(id, Verb.ACCEPT, "one@example.org")).isEqualTo(new Ruling.Counted(1, 2, false));
        assertThat(post(id).state()).isEqualTo(Order.State.HELD);
        assertThat(decide(id, Verb.ACCEPT, "local:root")).isEqualTo(new Ruling.Done(Order.State.ACCEPTED));
        assertThat(store.heldPosts().approvers(id)).containsExactly("local:root", "one@example.org");
        assertThat(store.audit().last(100)).extracting(entry -> entry.act().action()).contains("held.approve", "held.accept");
    }

    @Test
    void two_addresses_of_one_person_are_one_approval_and_the_authors_other_address_is_the_author() {
        Address moderator = Address.of("mod@example.org");
        Address privately = Address.of("mod@home.example.net");
        Address authorAtWork = Address.of("ann@work.example.net");
        account(moderator, privately);
        account(AUTHOR, authorAtWork);
        PostingId id = hold(list("talk"), 2);

        assertThat(decide(id, Verb.ACCEPT, authorAtWork.key())).isEqualTo(new Ruling.OwnPost());
        assertThat(decide(id, Verb.ACCEPT, privately.key())).isEqualTo(new Ruling.Counted(1, 2, true));
        assertThat(decide(id, Verb.ACCEPT, moderator.key())).isEqualTo(new Ruling.Counted(1, 2, false));
        assertThat(post(id).state()).isEqualTo(Order.State.HELD);
    }

    private void account(Address login, Address more) {
        store.accounts().add(login, act("account.add", login.key()));
        store.persons().add(login, more, act("account.address.add", more.key()));
    }

    @Test
    void of_many_decisions_at_once_one_wins_and_approvals_are_counted_exactly() throws InterruptedException {
        MailingList talk = list("talk");
        PostingId single = hold(talk, 1);
        PostingId several = hold(talk, 5);
        Queue<Ruling> singles = new ConcurrentLinkedQueue<>();
        Queue<Ruling> counted = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        try (Store other = engine == Engines.POSTGRESQL ? Engines.open(site, time) : store) {
            for (int i = 0; i < 12; i++) {
                Store by = i % 2 == 0 ? store : other;
                String who = "m" + i + "@example.org";
                Verb verb = i % 3 == 0 ? Verb.REJECT : Verb.ACCEPT;
                threads.add(Thread.startVirtualThread(() -> {
                    singles.add(decide(by, single, verb, who));
                    counted.add(decide(by, several, Verb.ACCEPT, who));
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(singles.stream().filter(Ruling.Done.class::isInstance)).hasSize(1);
            assertThat(singles.stream().filter(Ruling.NotHeld.class::isInstance)).hasSize(11);
            assertThat(counted.stream().filter(Ruling.Counted.class::isInstance)).hasSize(4);
            assertThat(counted.stream().filter(Ruling.Done.class::isInstance)).hasSize(1);
            assertThat(store.heldPosts().approvers(several)).hasSize(5);
        }
    }

    @Test
    void always_makes_a_stranger_an_allowed_poster_and_frees_a_moderated_member() {
        MailingList talk = list("talk");
        decide(hold(talk, 1), Verb.ALWAYS, "mod@example.org");
        assertThat(store.members().roles(talk.id(), AUTHOR)).containsExactly(Role.POSTER);

        MailingList other = list("other");
        store.members().add(new NewMember(other.id(), AUTHOR, "", Role.MEMBER, new Preferences(true, Preferences.DEFAULT.digest(), true, false)), act("member.add", "x"));
        decide(hold(other, 1), Verb.ALWAYS, "mod@example.org");
        assertThat(store.members().roles(other.id(), AUTHOR)).containsExactly(Role.MEMBER);
        assertThat(store.members().find(other.id(), AUTHOR, Role.MEMBER).orElseThrow().preferences().moderated()).isFalse();
    }

    /// Mails that wait to be delivered, taken one after the other.
    private int queued() {
        int mails = 0;
        for (int taken = store.queue().claimChunks(10, now).size(); taken > 0; taken = store.queue().claimChunks(10, now).size()) {
            mails += taken;
        }
        return mails;
    }

    private Forwarding forward(Store by, PostingId id, String... addresses) {
        List<Forward.Letter> letters = Stream.of(addresses).map(to -> new Forward.Letter(Address.of(to), notice("held-forward", Address.of(to)))).toList();
        return by.heldPosts().forward(new Forward(id, letters, act("held.forward", id.toString())), 5, () -> true);
    }

    @Test
    void a_forwarded_post_stays_held_and_each_address_gets_it_once() {
        PostingId id = hold(list("talk"), 1);
        assertThat(forward(store, id, "a@example.net", "b@example.net")).isEqualTo(new Forwarding.Sent(List.of(Address.of("a@example.net"), Address.of("b@example.net"))));
        assertThat(queued()).isEqualTo(2);
        assertThat(forward(store, id, "A@example.net", "c@example.net")).isEqualTo(new Forwarding.Sent(List.of(Address.of("c@example.net"))));
        assertThat(store.audit().last(1).getFirst().act().detail()).isEqualTo("to c@example.net");
        int acts = store.audit().last(100).size();
        assertThat(forward(store, id, "c@example.net")).isEqualTo(new Forwarding.Sent(List.of()));

        assertThat(store.audit().last(100)).hasSize(acts);
        assertThat(queued()).isEqualTo(1);
        assertThat(post(id).state()).isEqualTo(Order.State.HELD);
        assertThat(store.heldPosts().forwardedTo(id)).extracting(Address::toString).containsExactly("a@example.net", "b@example.net", "c@example.net");
    }

    @Test
    void where_more_than_the_limit_would_have_it_nobody_gets_it_however_many_ask_at_once() throws InterruptedException {
        PostingId id = hold(list("talk"), 1);
        assertThat(forward(store, id, "1@x.org", "2@x.org", "3@x.org", "4@x.org", "5@x.org", "6@x.org")).isEqualTo(new Forwarding.TooMany());
        assertThat(store.heldPosts().forwardedTo(id)).isEmpty();
        Queue<Forwarding> outcomes = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        try (Store other = engine == Engines.POSTGRESQL ? Engines.open(site, time) : store) {
            for (int i = 0; i < 12; i++) {
                Store by = i % 2 == 0 ? store : other;
                String to = "n" + i + "@example.org";
                threads.add(Thread.startVirtualThread(() -> outcomes.add(forward(by, id, to))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(outcomes.stream().filter(Forwarding.Sent.class::isInstance)).hasSize(5);
            assertThat(outcomes.stream().filter(Forwarding.TooMany.class::isInstance)).hasSize(7);
            assertThat(store.heldPosts().forwardedTo(id)).hasSize(5);
        }
    }

    @Test
    void a_post_that_waits_no_longer_is_forwarded_to_nobody_nor_is_one_whose_session_was_answered() {
        PostingId id = hold(list("talk"), 1);
        assertThat(store.heldPosts().forward(new Forward(id, List.of(new Forward.Letter(MODERATOR, notice("x"))), act("held.forward", "x")), 5, () -> false))
                .isEqualTo(new Forwarding.TooLate());
        assertThat(store.heldPosts().forwardedTo(id)).isEmpty();
        decide(id, Verb.REJECT, "mod@example.org");
        assertThat(forward(store, id, "a@example.net")).isEqualTo(new Forwarding.NotHeld(Order.State.REJECTED));
        assertThat(store.queue().claimChunks(10, now)).isEmpty();
    }

    @Test
    void an_overdue_post_cannot_be_decided_even_before_it_was_swept_and_expires_once() {
        PostingId id = hold(list("talk"), 1, new Waiting(Optional.of(now.plus(Duration.ofDays(1))), false, List.of(), List.of()));
        PostingId forEver = hold(list("other"), 1);
        assertThat(store.heldPosts().overdue(now, 10)).isEmpty();
        assertThat(store.heldPosts().expire(id, now, Optional.empty(), act("held.expire", "x"))).isFalse();

        now = now.plus(Duration.ofDays(1));
        assertThat(decide(id, Verb.ACCEPT, "mod@example.org")).isEqualTo(new Ruling.NotHeld(Order.State.EXPIRED));
        assertThat(store.heldPosts().overdue(now, 10)).containsExactly(id);
        assertThat(store.heldPosts().expire(id, now, Optional.of(notice("expired-poster")), act("held.expire", "x"))).isTrue();
        assertThat(store.heldPosts().expire(id, now, Optional.of(notice("expired-poster")), act("held.expire", "x"))).isFalse();

        assertThat(post(id).state()).isEqualTo(Order.State.EXPIRED);
        assertThat(post(forEver).state()).isEqualTo(Order.State.HELD);
        assertThat(store.queue().claimChunks(10, now)).hasSize(1);
    }

    @Test
    void a_moderator_is_reminded_once_until_the_next_time_has_come() {
        Instant next = now.plus(Duration.ofDays(1));
        assertThat(store.heldPosts().mayRemind(MODERATOR, now)).isTrue();
        assertThat(store.heldPosts().remind(MODERATOR, notice("held-reminder"), now, next)).isTrue();
        assertThat(store.heldPosts().mayRemind(MODERATOR, now)).isFalse();
        assertThat(store.heldPosts().remind(MODERATOR, notice("held-reminder"), now, next)).isFalse();
        assertThat(store.queue().claimChunks(10, now)).hasSize(1);
        now = next;
        assertThat(store.heldPosts().remind(MODERATOR, notice("held-reminder"), now, next.plusSeconds(1))).isTrue();
    }
}
