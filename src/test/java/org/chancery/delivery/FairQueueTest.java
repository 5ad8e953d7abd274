package org.chancery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.mail.Address;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private final FairQueue queue = new FairQueue();

    private static Copy copy(long posting, int index) {
        var target = new Queue.Target(index, OptionalLong.of(index), Address.of("m" + index + "@example.org"));
        var ref = new Queue.ChunkRef(new PostingId(posting), 0);
        return new Copy(new ChunkWork(new Queue.ChunkClaim(ref, 1, 0, NOW, new BitSet(), List.of(target), new Queue.Lease())), target);
    }

    private List<Long> takeAll() {
        List<Long> order = new ArrayList<>();
        for (Optional<Copy> next = queue.poll(); next.isPresent(); next = queue.poll()) {
            order.add(next.get().work().posting().value());
        }
        return order;
    }

    @Test
    void a_small_post_waits_for_one_turn_of_a_big_one() {
        for (int i = 0; i < 1000; i++) {
            queue.add(copy(1, i), NOW);
        }
        queue.add(copy(2, 0), NOW);
        assertThat(queue.size()).isEqualTo(1001);
        List<Long> order = takeAll();
        assertThat(order).hasSize(1001);
        assertThat(order.indexOf(2L)).isEqualTo(FairQueue.TURN);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void what_waits_for_long_can_be_taken_out_and_the_rest_stays() {
        queue.add(copy(1, 0), NOW);
        queue.add(copy(2, 0), NOW.plusSeconds(10));
        queue.add(copy(1, 1), NOW.plusSeconds(20));
        assertThat(queue.drainOlderThan(NOW.plusSeconds(15))).hasSize(2);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(takeAll()).containsExactly(1L);
    }
}
