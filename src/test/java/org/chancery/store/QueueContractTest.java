package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import org.chancery.delivery.Expanding;
import org.chancery.delivery.Outcome;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.delivery.Queue.Progress;
import org.chancery.delivery.Queue.RetryClaim;
import org.chancery.delivery.Queue.Row;
import org.chancery.delivery.Queue.Taken;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.posting.Order.State;
import org.chancery.posting.Receipts.Post;
import org.junit.jupiter.api.Test;

class QueueContractTest extends ContractTest {

    private PostingId expanded(MailingList list) {
        post(list, State.ACCEPTED);
        PostingId id = Expanding.begin(store.queue()).orElseThrow();
        while (store.queue().expand(id, 1)) {}
        return id;
    }

    private static Progress delivered(ChunkClaim claim) {
        BitSet all = new BitSet();
        all.set(0, claim.open().getLast().index() + 1);
        return new Progress(claim.chunk(), claim.fence(), all, List.of());
    }

    private static Progress with(ChunkClaim claim, Outcome outcome) {
        BitSet first = new BitSet();
        first.set(0);
        return new Progress(claim.chunk(), claim.fence(), first, List.of(new Row(claim.open().getFirst(), outcome)));
    }

    private Post post(PostingId id) {
        return store.receipts().post(id).orElseThrow();
    }

    @Test
    void an_accepted_post_is_expanded_into_chunks_of_a_hundred_in_the_order_of_membership() {
        MailingList talk = list("talk");
        members(talk, 250);
        assertThat(store.queue().isIdle(now)).isTrue();
        PostingId id = expanded(talk);
        assertThat(post(id).state()).isEqualTo(State.DISTRIBUTED);
        assertThat(post(id).recipients()).isEqualTo(250);

        List<ChunkClaim> claims = store.queue().claimChunks(10, now);
        assertThat(claims).extracting(claim -> claim.open().size()).containsExactly(100, 100, 50);
        List<Long> numbers = new ArrayList<>();
        claims.forEach(claim -> claim.open().forEach(target -> numbers.add(target.membership().orElseThrow())));
        assertThat(numbers).hasSize(250).isSorted().doesNotHaveDuplicates();
        assertThat(Expanding.begin(store.queue())).isEmpty();
        assertThat(store.queue().claimChunks(10, now)).isEmpty();
    }

    @Test
    void only_members_with_delivery_on_at_the_time_of_acceptance_get_the_post() {
        MailingList talk = list("talk");
        members(talk, 2);
        store.members().add(
                new Members.NewMember(
                        talk.id(), Address.of("owner@example.org"), "", Role.OWNER, Member.Preferences.DEFAULT),
                act("member.add", "owner"));
        Member away = store.members().find(talk.id(), Address.of("m0@example.net"), Role.MEMBER).orElseThrow();
        store.members().setPreferences(
                away.number(), new Member.Preferences(false, Member.Digest.NONE, false, false), act("member.set", "m0"));
        post(talk, State.ACCEPTED);
        store.members().add(member(talk, "late@example.net"), act("member.add", "late"));

        PostingId id = Expanding.begin(store.queue()).orElseThrow();
        store.queue().expand(id, 10);
        assertThat(store.queue().claimChunks(1, now).getFirst().open())
                .extracting(target -> target.address().toString())
                .containsExactly("m1@example.net");
    }

    @Test
    void an_expansion_goes_on_where_it_stopped_in_an_earlier_process() {
        MailingList talk = list("talk");
        members(talk, 150);
        post(talk, State.ACCEPTED);
        site = new Stores.Site(site.url(), site.data(), site.reserve(), Duration.ofMillis(1));
        store.close();
        store = Engines.open(site, time);
        assertThat(store.queue().expand(Expanding.begin(store.queue()).orElseThrow(), 1)).isTrue();
        store.close();
        store = Engines.open(site, time);
        PostingId id = untilClaimed();
        assertThat(store.queue().expand(id, 1)).isFalse();
        assertThat(post(id).recipients()).isEqualTo(150);
    }

    @Test
    void many_small_posts_are_expanded_and_claimed_in_one_commit() {
        MailingList talk = list("talk");
        members(talk, 3);
        for (int i = 0; i < 10; i++) {
            post(talk, State.ACCEPTED);
        }
        store.queue().claimChunks(1, now); // the number of this server is a commit of its own, once
        long before = store.engine().commits();
        Taken taken = store.queue().take(16, 20, 100, now);
        assertThat(store.engine().commits() - before).isEqualTo(1);
        assertThat(taken.posts()).isEqualTo(10);
        assertThat(taken.unfinished()).isEmpty();
        assertThat(taken.claims()).hasSize(10).allMatch(claim -> claim.open().size() == 3);
        assertThat(store.queue().take(16, 20, 100, now)).isEqualTo(new Taken(0, List.of(), List.of()));
    }

    @Test
    void what_a_take_writes_it_claims_though_the_clock_went_on_meanwhile() {
        MailingList talk = list("talk");
        members(talk, 3);
        post(talk, State.ACCEPTED);
        assertThat(store.queue().take(16, 20, 100, now.minusMillis(20)).claims()).hasSize(1);
    }

    @Test
    void a_roster_that_goes_on_belongs_to_who_took_it_and_older_chunks_are_claimed_before_its_own() {
        MailingList talk = list("talk");
        members(talk, 250);
        PostingId first = expanded(talk);
        post(talk, State.ACCEPTED);
        Taken taken = store.queue().take(1, 2, 4, now);
        PostingId second = taken.unfinished().getFirst();
        assertThat(taken.claims()).extracting(claim -> claim.chunk().posting()).containsExactly(first, first, first, second);
        assertThat(store.queue().take(1, 2, 0, now).posts()).isZero();
        assertThat(store.queue().expand(second, 2)).isFalse();
        assertThat(post(second).recipients()).isEqualTo(250);
    }

    private PostingId untilClaimed() {
        while (true) {
            var claimed = Expanding.begin(store.queue());
            if (claimed.isPresent()) {
                return claimed.get();
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void delivered_recipients_are_bits_and_a_finished_chunk_is_not_claimed_again() {
        MailingList talk = list("talk");
        members(talk, 3);
        PostingId id = expanded(talk);
        ChunkClaim claim = store.queue().claimChunks(1, now).getFirst();
        assertThat(store.queue().settle(List.of(delivered(claim)))).isEmpty();

        assertThat(post(id).delivered()).isEqualTo(3);
        assertThat(store.queue().isIdle(now)).isTrue();
        assertThat(store.queue().entries(10)).isEmpty();
        assertThat(store.queue().settle(List.of(delivered(claim)))).as("the lease ended with the last bit").containsExactly(claim.chunk());
    }

    @Test
    void a_released_chunk_comes_back_later_with_its_attempts_and_without_the_recipients_that_are_done() {
        MailingList talk = list("talk");
        members(talk, 3);
        expanded(talk);
        ChunkClaim claim = store.queue().claimChunks(1, now).getFirst();
        store.queue().settle(List.of(with(claim, new Outcome.Failed("5.1.1", "no such user"))));
        store.queue().release(claim.chunk(), claim.fence(), now.plusSeconds(60), 1, "connection refused");

        assertThat(store.queue().claimChunks(1, now)).isEmpty();
        assertThat(store.queue().shape(now).chunksWaiting()).isEqualTo(1);
        assertThat(store.queue().entries(1).getFirst().lastReply()).isEqualTo("no such user");
        now = now.plusSeconds(60);
        ChunkClaim again = store.queue().claimChunks(1, now).getFirst();
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(again.fence()).isGreaterThan(claim.fence());
        assertThat(again.since()).isEqualTo(claim.since());
        assertThat(again.open()).extracting(target -> target.index()).containsExactly(1, 2);
    }

    @Test
    void a_write_under_an_old_fencing_number_changes_nothing() {
        MailingList talk = list("talk");
        members(talk, 2);
        PostingId id = expanded(talk);
        ChunkClaim old = store.queue().claimChunks(1, now).getFirst();
        store.queue().release(old.chunk(), old.fence(), now, 0, "");
        ChunkClaim fresh = store.queue().claimChunks(1, now).getFirst();

        assertThat(store.queue().settle(List.of(delivered(old)))).containsExactly(old.chunk());
        store.queue().release(old.chunk(), old.fence(), now, 9, "late");
        assertThat(store.queue().claimChunks(1, now)).isEmpty();
        assertThat(post(id).delivered()).isZero();
        assertThat(store.queue().settle(List.of(delivered(fresh)))).isEmpty();
        assertThat(post(id).delivered()).isEqualTo(2);
    }

    @Test
    void a_deferred_recipient_is_retried_when_due_and_then_delivered_or_failed() {
        MailingList talk = list("talk");
        members(talk, 2);
        PostingId id = expanded(talk);
        ChunkClaim claim = store.queue().claimChunks(1, now).getFirst();
        BitSet both = new BitSet();
        both.set(0, 2);
        Outcome later = new Outcome.Deferred(now.plusSeconds(30), "4.2.2", "over quota\0");
        store.queue().settle(List.of(new Progress(
                claim.chunk(), claim.fence(), both,
                List.of(new Row(claim.open().get(0), later), new Row(claim.open().get(1), later)))));
        assertThat(post(id).delivered()).isZero();
        assertThat(post(id).deferred()).hasSize(2);
        assertThat(store.queue().claimRetries(10, now)).isEmpty();
        assertThat(store.queue().shape(now).recipientsDeferred()).isEqualTo(2);

        now = now.plusSeconds(30);
        List<RetryClaim> retries = store.queue().claimRetries(10, now);
        assertThat(retries).extracting(RetryClaim::attempts).containsExactly(1, 1);
        assertThat(retries).extracting(RetryClaim::target).isEqualTo(claim.open());
        assertThat(store.queue().settle(retries.get(0), new Outcome.Delivered())).isTrue();
        assertThat(store.queue().settle(retries.get(1), new Outcome.Deferred(now.plusSeconds(60), "4.2.2", "still"))).isTrue();
        assertThat(store.queue().settle(retries.get(1), new Outcome.Delivered())).as("the lease has ended").isFalse();

        now = now.plusSeconds(60);
        RetryClaim last = store.queue().claimRetries(10, now).getFirst();
        assertThat(last.attempts()).isEqualTo(2);
        assertThat(store.queue().settle(last, new Outcome.Failed("5.2.2", "gave up"))).isTrue();
        Post post = post(id);
        assertThat(post.delivered()).isEqualTo(1);
        assertThat(post.deferred()).isEmpty();
        assertThat(post.failures()).extracting(failure -> failure.reply()).containsExactly("gave up");
        assertThat(store.queue().isIdle(now.plus(Duration.ofDays(9)))).isTrue();
    }

    @Test
    void held_posts_are_not_sent_until_they_are_resumed() {
        MailingList talk = list("talk");
        members(talk, 1);
        PostingId id = expanded(talk);
        assertThat(store.queue().setHeld(id, true, act("queue.hold", "1"))).isTrue();
        assertThat(store.queue().setHeld(id, true, act("queue.hold", "1"))).isFalse();
        assertThat(store.queue().claimChunks(1, now)).isEmpty();
        assertThat(store.queue().isIdle(now)).isTrue();
        assertThat(store.queue().entries(1).getFirst().state()).isEqualTo("held");
        assertThat(store.queue().setHeld(id, false, act("queue.resume", "1"))).isTrue();
        assertThat(store.queue().claimChunks(1, now)).hasSize(1);
    }

    @Test
    void while_delivery_is_stopped_nothing_can_be_claimed_and_both_acts_are_logged_once() {
        MailingList talk = list("talk");
        members(talk, 250);
        expanded(talk);
        ChunkClaim claim = store.queue().claimChunks(1, now).getFirst();
        assertThat(store.queue().setStopped(true, act("queue.hold", "all"))).isTrue();
        assertThat(store.queue().setStopped(true, act("queue.hold", "all"))).isFalse();
        assertThat(store.queue().stoppedSince()).contains(now);
        post(talk, State.ACCEPTED);
        assertThat(store.queue().take(5, 5, 5, now)).isEqualTo(new Taken(0, List.of(), List.of()));
        assertThat(store.queue().claimChunks(5, now)).isEmpty();
        store.queue().settle(List.of(with(claim, new Outcome.Deferred(now, "4.2.0", "later"))));
        assertThat(store.queue().claimRetries(5, now)).isEmpty();
        store.queue().release(claim.chunk(), claim.fence(), now, 0, "all delivery is stopped");
        assertThat(store.queue().claimChunks(5, now)).isEmpty();
        assertThat(store.queue().isIdle(now)).isTrue();

        assertThat(store.queue().setStopped(false, act("queue.release", "all"))).isTrue();
        assertThat(store.queue().setStopped(false, act("queue.release", "all"))).isFalse();
        assertThat(store.queue().stoppedSince()).isEmpty();
        assertThat(store.queue().claimRetries(5, now)).hasSize(1);
        assertThat(store.queue().claimChunks(5, now)).hasSize(3);
        assertThat(store.audit().last(2)).extracting(entry -> entry.act().action()).containsExactly("queue.hold", "queue.release");
    }

    @Test
    void retry_now_makes_waiting_work_due_and_counts_it() {
        MailingList talk = list("talk");
        members(talk, 1);
        PostingId id = expanded(talk);
        ChunkClaim claim = store.queue().claimChunks(1, now).getFirst();
        store.queue().release(claim.chunk(), claim.fence(), now.plus(Duration.ofHours(4)), 3, "timeout");
        assertThat(store.queue().retryNow(OptionalLong.of(id.value() + 1), now, act("queue.retry", "x"))).isZero();
        assertThat(store.queue().retryNow(OptionalLong.of(id.value()), now, act("queue.retry", "x"))).isEqualTo(1);
        assertThat(store.queue().claimChunks(1, now).getFirst().attempts()).isEqualTo(3);
    }

    @Test
    void a_dropped_post_records_each_open_recipient_as_failed_even_before_it_was_expanded() {
        MailingList talk = list("talk");
        members(talk, 120);
        post(talk, State.ACCEPTED);
        PostingId id = Expanding.begin(store.queue()).orElseThrow();
        store.queue().expand(id, 1);
        ChunkClaim claim = store.queue().claimChunks(1, now).getFirst();

        assertThat(store.queue().drop(id, act("queue.drop", "1"))).isTrue();
        assertThat(store.queue().drop(id, act("queue.drop", "1"))).isFalse();
        assertThat(post(id).failures()).hasSize(120);
        assertThat(post(id).delivered()).isZero();
        assertThat(store.queue().settle(List.of(delivered(claim)))).hasSize(1);
        assertThat(store.queue().isIdle(now)).isTrue();
    }

    @Test
    void the_work_of_a_deleted_list_disappears_quietly() {
        MailingList talk = list("talk");
        members(talk, 1);
        PostingId id = expanded(talk);
        ChunkClaim claim = store.queue().claimChunks(1, now).getFirst();
        post(talk, State.ACCEPTED);
        PostingId second = Expanding.begin(store.queue()).orElseThrow();
        assertThat(store.lists().delete(talk.id(), act("list.delete", "talk"))).isTrue();

        assertThat(store.queue().settle(List.of(delivered(claim)))).containsExactly(claim.chunk());
        store.queue().release(claim.chunk(), claim.fence(), now, 1, "");
        assertThat(store.queue().expand(second, 1)).isFalse();
        assertThat(store.receipts().post(id)).isEmpty();
        assertThat(store.queue().isIdle(now)).isTrue();
    }
}
