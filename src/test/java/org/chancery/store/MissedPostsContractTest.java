package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.chancery.delivery.Expanding;
import org.chancery.delivery.Outcome;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.delivery.Queue.Progress;
import org.chancery.delivery.Queue.Row;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.chancery.notice.Notice;
import org.chancery.posting.Order.State;
import org.chancery.posting.sealing.MissedPosts;
import org.chancery.posting.sealing.MissedPosts.Missed;
import org.junit.jupiter.api.Test;

/// Copies that were withheld, and what their members were told of it.
class MissedPostsContractTest extends ContractTest {
    private static final Duration DAY = Duration.ofDays(1);

    /// One post, whose copy the first member did not get for this reason.
    private Member missed(MailingList list, String status, String reply) {
        post(list, State.ACCEPTED);
        store.queue().expand(Expanding.begin(store.queue()).orElseThrow(), 1);
        ChunkClaim claim = store.queue().claimChunks(10, now).stream().filter(chunk -> chunk.open().getFirst().membership().isPresent()).findFirst().orElseThrow();
        BitSet done = new BitSet();
        done.set(0, claim.open().size());
        store.queue().settle(List.of(new Progress(claim.chunk(), claim.fence(), done, List.of(new Row(claim.open().getFirst(), new Outcome.Failed(status, reply))))));
        return store.members().find(list.id(), claim.open().getFirst().address(), Role.MEMBER).orElseThrow();
    }

    private Member withheld(MailingList list) {
        return missed(list, MissedPosts.STATUS, MissedPosts.MARK + "no key");
    }

    private List<Missed> due() {
        return store.missedPosts().due(now.minus(DAY));
    }

    private boolean tell(Missed missed) {
        return store.missedPosts().tell(missed, notice(), now);
    }

    private static Notice notice() {
        return new Notice("missed", Optional.empty(), List.of(org.chancery.mail.Address.of("m0@example.net")), OCTETS);
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    @Test
    void a_member_is_due_once_a_day_with_the_number_of_posts_since_the_last_mail() {
        MailingList safe = list("safe");
        members(safe, 1);
        withheld(safe);
        Member member = withheld(safe);
        assertThat(due()).containsExactly(new Missed(safe.id(), member, 2));
        later(Duration.ofSeconds(20));
        assertThat(tell(due().getFirst())).isTrue();
        assertThat(due()).isEmpty();

        later(Duration.ofHours(1));
        withheld(safe);
        assertThat(due()).as("told today").isEmpty();
        later(DAY);
        assertThat(due()).containsExactly(new Missed(safe.id(), member, 1));
    }

    @Test
    void of_two_servers_one_tells() {
        MailingList safe = list("safe");
        members(safe, 1);
        withheld(safe);
        later(Duration.ofSeconds(20));
        Missed seen = due().getFirst();
        assertThat(tell(seen)).isTrue();
        assertThat(tell(seen)).isFalse();
    }

    @Test
    void copies_that_failed_for_other_reasons_are_not_missed() {
        MailingList safe = list("safe");
        members(safe, 1);
        missed(safe, "5.1.1", "550 5.1.1 no such user");
        missed(safe, MissedPosts.STATUS, "550 5.7.10 encryption needed, says a server");
        assertThat(due()).isEmpty();
    }

    @Test
    void who_stays_without_a_key_is_stopped_once_and_forgotten_with_one() {
        MailingList safe = list("safe");
        members(safe, 1);
        Member member = withheld(safe);
        later(Duration.ofSeconds(20));
        tell(due().getFirst());
        Instant since = now;
        later(Duration.ofDays(14));
        assertThat(store.missedPosts().without()).containsExactly(new MissedPosts.Without(safe.id(), member, since));
        assertThat(store.missedPosts().stop(member, notice(), act("member.no-key", "safe"))).isTrue();
        assertThat(store.missedPosts().stop(member, notice(), act("member.no-key", "safe"))).isFalse();
        assertThat(store.members().find(member.number()).map(found -> found.preferences().state())).isEqualTo(Optional.of(Member.Delivery.OFF_WITHOUT_KEY));
        store.missedPosts().hasKey(member, now);
        assertThat(store.missedPosts().without()).isEmpty();
        later(DAY.plusHours(1));
        assertThat(due()).as("what was missed before the key").isEmpty();

        store.members().setPreferences(member.number(), member.preferences().state(Member.Delivery.ON), act("member.key-back", "safe"));
        withheld(safe);
        later(Duration.ofSeconds(20));
        assertThat(tell(due().getFirst())).isTrue();
        assertThat(store.missedPosts().without()).as("lost the key again").containsExactly(
                new MissedPosts.Without(safe.id(), store.members().find(member.number()).orElseThrow(), now));
    }
}
