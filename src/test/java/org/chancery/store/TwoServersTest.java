package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chancery.delivery.Expanding;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.delivery.Queue.ChunkRef;
import org.chancery.delivery.Queue.Progress;
import org.chancery.list.MailingList;
import org.chancery.posting.Order.State;
import org.chancery.posting.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "{0}")
@EnumSource(value = Engines.class, names = "POSTGRESQL")
class TwoServersTest extends StoreTest {

    private void expanded(int recipients) {
        MailingList talk = list("talk");
        members(talk, recipients);
        post(talk, State.ACCEPTED);
        var id = Expanding.begin(store.queue()).orElseThrow();
        while (store.queue().expand(id, 10)) {}
    }

    private static Progress whole(ChunkClaim claim) {
        BitSet all = new BitSet();
        all.set(0, claim.open().size());
        return new Progress(claim.chunk(), claim.fence(), all, List.of());
    }

    private Store second(Duration lease) {
        return Engines.open(new Stores.Site(site.url(), site.data(), site.reserve(), lease), time);
    }

    @Test
    void two_servers_share_the_work_and_no_chunk_is_claimed_twice() throws InterruptedException {
        expanded(6_000);
        Queue<ChunkRef> claimed = new ConcurrentLinkedQueue<>();
        try (Store other = second(Duration.ofSeconds(30))) {
            Thread[] threads = new Thread[6];
            for (int i = 0; i < threads.length; i++) {
                Store mine = i % 2 == 0 ? store : other;
                threads[i] = Thread.startVirtualThread(() -> drain(mine, claimed));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(claimed).hasSize(60).doesNotHaveDuplicates();
        assertThat(store.queue().isIdle(now)).isTrue();
    }

    private void drain(Store mine, Queue<ChunkRef> claimed) {
        List<ChunkClaim> claims = mine.queue().claimChunks(3, now);
        while (!claims.isEmpty()) {
            claims.forEach(claim -> claimed.add(claim.chunk()));
            assertThat(mine.queue().settle(claims.stream().map(TwoServersTest::whole).toList())).isEmpty();
            claims = mine.queue().claimChunks(3, now);
        }
    }

    @Test
    void an_expired_lease_is_taken_over_and_the_old_owner_is_refused() {
        expanded(10);
        try (Store sleeper = second(Duration.ofMillis(1))) {
            ChunkClaim old = sleeper.queue().claimChunks(1, now).getFirst();
            List<ChunkClaim> taken = store.queue().claimChunks(1, now);
            while (taken.isEmpty()) {
                taken = store.queue().claimChunks(1, now);
            }
            assertThat(taken.getFirst().fence()).isGreaterThan(old.fence());
            assertThat(sleeper.queue().settle(List.of(whole(old)))).containsExactly(old.chunk());
            sleeper.queue().release(old.chunk(), old.fence(), now, 5, "late");
            sleeper.queue().heartbeat();
            assertThat(sleeper.queue().claimChunks(1, now)).isEmpty();
            assertThat(store.queue().settle(List.of(whole(taken.getFirst())))).isEmpty();
        }
    }

    @Test
    void a_heartbeat_tells_which_work_another_server_has_taken() throws SQLException {
        expanded(150);
        ChunkClaim lost = store.queue().claimChunks(1, now).getFirst();
        raw("UPDATE chunk SET lease_until = 0");
        try (Store other = second(Duration.ofSeconds(30))) {
            assertThat(other.queue().claimChunks(1, now)).hasSize(1);
            ChunkClaim kept = store.queue().claimChunks(1, now).getFirst();
            assertThat(lost.lease().isLost()).isFalse();
            store.queue().heartbeat();
            assertThat(lost.lease().isLost()).isTrue();
            assertThat(kept.lease().isLost()).isFalse();
        }
    }

    @Test
    void a_heartbeat_keeps_work_from_being_taken_over() throws SQLException {
        expanded(10);
        assertThat(store.queue().claimChunks(1, now)).hasSize(1);
        raw("UPDATE chunk SET lease_until = 0");
        store.queue().heartbeat();
        try (Store other = second(Duration.ofSeconds(30))) {
            assertThat(other.queue().claimChunks(1, now)).isEmpty();
            raw("UPDATE chunk SET lease_until = 0");
            assertThat(other.queue().claimChunks(1, now)).hasSize(1);
        }
    }

    @Test
    void receipts_told_as_durable_survive_cut_connections_and_nothing_is_stored_twice() throws InterruptedException, SQLException {
        MailingList talk = list("talk");
        Queue<Receipt> told = new ConcurrentLinkedQueue<>();
        AtomicBoolean stop = new AtomicBoolean();
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.startVirtualThread(() -> {
                while (!stop.get()) {
                    try {
                        told.add(post(talk, State.ACCEPTED));
                    } catch (StoreException e) {
                        assertThat(e.kind()).isEqualTo(StoreException.Kind.TEMPORARY);
                    }
                }
            });
        }
        for (int cut = 0; cut < 20; cut++) {
            raw("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chancery' AND datname = current_database()");
        }
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        told.add(post(talk, State.ACCEPTED));
        assertThat(told).allSatisfy(receipt -> {
            assertThat(store.receipts().message(receipt.id())).isPresent();
            assertThat(store.receipts().posts(receipt.id())).hasSize(1);
        });
    }

    @Test
    void a_change_by_the_other_server_is_seen_at_once() {
        MailingList talk = list("talk");
        try (Store other = second(Duration.ofSeconds(30))) {
            assertThat(other.lists().find(talk.address())).isPresent();
            store.lists().setState(talk.id(), MailingList.State.CLOSED, act("list.close", "talk"));
            assertThat(other.lists().find(talk.address()).map(MailingList::state)).isEqualTo(Optional.of(MailingList.State.CLOSED));
        }
    }

    private void raw(String sql) throws SQLException {
        try (Connection connection = Engines.raw(site);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
