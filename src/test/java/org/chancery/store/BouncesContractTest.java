package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.delivery.Expanding;
import org.chancery.delivery.Outcome;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.delivery.Queue.Progress;
import org.chancery.delivery.Queue.Row;
import org.chancery.delivery.bounce.Bounces;
import org.chancery.delivery.bounce.Bounces.Effect;
import org.chancery.delivery.bounce.Bounces.OwnFailure;
import org.chancery.delivery.bounce.Bounces.Step;
import org.chancery.delivery.bounce.FailedRecipient.Kind;
import org.chancery.delivery.bounce.Failure;
import org.chancery.delivery.bounce.ReportedCopy;
import org.chancery.delivery.bounce.Standing;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.MembershipNumber;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.posting.Order;
import org.junit.jupiter.api.Test;

class BouncesContractTest extends ContractTest {
    private static final Standing.Measure AT_ONCE = new Standing.Measure(1, Duration.ofDays(7));

    private Member ann() {
        return store.members().add(member(list("talk"), "ann@example.net"), act("member.add", "talk")).orElseThrow();
    }

    private Failure failure() {
        return new Failure(now, Kind.PERMANENT, "5.1.1", "no such user", "550 5.1.1 no such user", false);
    }

    private Standing counted(Member member) {
        store.bounces().count(member.number(), standing -> standing.after(failure(), AT_ONCE));
        return store.bounces().find(member.number()).orElseThrow();
    }

    private static Notice mail(String kind, Address to) {
        return new Notice(kind, Optional.empty(), List.of(to), OCTETS);
    }

    @Test
    void what_is_counted_is_read_back_and_due() {
        Standing standing = counted(ann());
        assertThat(standing.score()).isEqualTo(1);
        assertThat(standing.status()).isEqualTo("5.1.1");
        assertThat(standing.report()).isEqualTo("550 5.1.1 no such user");
        assertThat(store.bounces().due(now, 10)).containsExactly(standing);
        assertThat(store.bounces().due(now.minusMillis(1), 10)).isEmpty();
    }

    @Test
    void who_is_no_member_has_no_standing() {
        store.bounces().count(new MembershipNumber(4711), standing -> standing.after(failure(), AT_ONCE));
        assertThat(store.bounces().find(new MembershipNumber(4711))).isEmpty();
    }

    @Test
    void a_change_that_changes_nothing_leaves_no_row() {
        Member member = ann();
        store.bounces().count(member.number(), standing -> standing);
        assertThat(store.bounces().find(member.number())).isEmpty();
    }

    @Test
    void a_step_is_taken_once() {
        Member member = ann();
        Standing standing = counted(member);
        Step stop = new Step(standing, Optional.of(standing), Effect.STOP, List.of(mail("bounce-disabled", member.address())), act("bounce.stop", "talk"));
        assertThat(store.bounces().take(stop)).isTrue();
        assertThat(store.bounces().take(stop)).isFalse();
        assertThat(store.members().find(member.number()).orElseThrow().preferences().delivery()).isFalse();
        assertThat(store.queue().claimChunks(10, now)).hasSize(1);
        assertThat(store.audit().last(10)).filteredOn(entry -> entry.act().action().equals("bounce.stop")).hasSize(1);
    }

    @Test
    void a_removed_member_takes_the_standing_along() {
        Member member = ann();
        Standing standing = counted(member);
        assertThat(store.bounces().take(new Step(standing, Optional.empty(), Effect.REMOVE, List.of(), act("bounce.remove", "talk")))).isTrue();
        assertThat(store.members().find(member.number())).isEmpty();
        assertThat(store.bounces().due(now, 10)).isEmpty();
    }

    @Test
    void a_complaint_ends_a_membership_once() {
        Member member = ann();
        counted(member);
        assertThat(store.bounces().end(member.number(), List.of(mail("complaint-owner", member.address())), act("member.complaint", "talk"))).isTrue();
        assertThat(store.bounces().end(member.number(), List.of(), act("member.complaint", "talk"))).isFalse();
        assertThat(store.bounces().find(member.number())).isEmpty();
    }

    /// Gives up the only open copy.
    private void giveUp() {
        ChunkClaim claim = store.queue().claimChunks(10, now).getFirst();
        Row row = new Row(claim.open().getFirst(), new Outcome.Failed("5.1.1", "550 5.1.1 no"));
        var done = new java.util.BitSet();
        done.set(claim.open().getFirst().index());
        store.queue().settle(List.of(new Progress(claim.chunk(), claim.fence(), done, List.of(row))));
    }

    @Test
    void a_copy_that_our_delivery_gave_up_is_evidence_once() {
        Member member = ann();
        MailingList list = store.lists().find(member.list()).orElseThrow();
        post(list, Order.State.ACCEPTED);
        store.queue().expand(Expanding.begin(store.queue()).orElseThrow(), 10);
        giveUp();
        OwnFailure own = store.bounces().ownFailures(10).getFirst();
        assertThat(own.copy()).contains(new ReportedCopy(member.number(), false));
        assertThat(own.status()).isEqualTo("5.1.1");
        store.bounces().countOwn(own, standing -> standing.after(failure(), AT_ONCE));
        store.bounces().countOwn(own, standing -> { throw new AssertionError("counted twice"); });
        assertThat(store.bounces().find(member.number()).orElseThrow().score()).isEqualTo(1);
        assertThat(store.bounces().ownFailures(10)).isEmpty();
    }

    @Test
    void a_probe_that_our_delivery_gave_up_is_told_from_a_copy() {
        Member member = ann();
        Standing standing = counted(member);
        store.bounces().take(new Step(standing, Optional.of(standing), Bounces.Effect.PROBE, List.of(mail("bounce-probe", member.address())), act("bounce.probe", "talk")));
        giveUp();
        assertThat(store.bounces().ownFailures(10)).singleElement().extracting(OwnFailure::copy).isEqualTo(Optional.of(new ReportedCopy(member.number(), true)));
    }

    @Test
    void a_mail_of_ours_to_nobody_in_particular_is_looked_at_once() {
        store.outbox().send(mail("welcome", Address.of("ann@example.net")));
        giveUp();
        OwnFailure own = store.bounces().ownFailures(10).getFirst();
        assertThat(own.copy()).isEmpty();
        store.bounces().countOwn(own, standing -> standing);
        assertThat(store.bounces().ownFailures(10)).isEmpty();
    }
}
