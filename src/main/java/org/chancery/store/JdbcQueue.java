package org.chancery.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.chancery.audit.Act;
import org.chancery.delivery.Outcome;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue;

/// Outgoing work in its tables: expansion, first tries, retries and the administrator's view, under one set of leases.
final class JdbcQueue implements Queue {
    private final Database database;
    private final InstantSource time;
    private final Leases leases;
    private final ClockSteps clockSteps;
    private final Expansion expansion;
    private final ChunkWork chunks;
    private final RetryWork retries;
    private final QueueDesk desk;

    JdbcQueue(Database database, AuditTrail audit, InstantSource time, Duration lease) {
        this.database = database;
        this.time = time;
        this.leases = new Leases(database, time, lease);
        this.expansion = new Expansion(database, leases, time);
        this.clockSteps = new ClockSteps(database, time);
        this.chunks = new ChunkWork(database, leases, time);
        this.retries = new RetryWork(database, leases, time);
        this.desk = new QueueDesk(database, audit, leases, expansion, time);
    }

    @Override
    public Taken take(int posts, int chunksOfEach, int room, Instant now) {
        long owner = leases.owner();
        long asked = System.nanoTime();
        Rows rows = database.writeRepeatable("expand", s -> {
            List<Expansion.Begun> begun = expansion.begin(s, posts, chunksOfEach, owner);
            return new Rows(begun, chunks.claim(s, room, latest(now), owner));
        });
        List<PostingId> unfinished = rows.begun().stream().filter(Expansion.Begun::more).map(Expansion.Begun::posting).toList();
        return new Taken(rows.begun().size(), unfinished, chunks.inHand(rows.claims(), asked));
    }

    /// The chunks that were just written are due as well: they are a moment younger than `now`.
    private Instant latest(Instant now) {
        Instant current = time.instant();
        return current.isAfter(now) ? current : now;
    }

    private record Rows(List<Expansion.Begun> begun, List<ChunkWork.Claimed> claims) {}

    @Override
    public boolean expand(PostingId posting, int count) {
        return expansion.expand(posting, count);
    }

    @Override
    public List<ChunkClaim> claimChunks(int max, Instant now) {
        return chunks.claim(max, now);
    }

    @Override
    public CompletableFuture<List<ChunkRef>> settleLater(List<Progress> progress) {
        return chunks.settle(progress);
    }

    @Override
    public void release(ChunkRef chunk, long fence, Instant again, int attempts, String reason) {
        chunks.release(chunk, fence, again, attempts, reason);
    }

    @Override
    public List<RetryClaim> claimRetries(int max, Instant now) {
        return retries.claim(max, now);
    }

    @Override
    public boolean settle(RetryClaim claim, Outcome outcome) {
        return retries.settle(claim, outcome);
    }

    @Override
    public void heartbeat() {
        leases.heartbeat();
        clockSteps.mend();
    }

    @Override
    public Optional<Duration> leaseLength() {
        return leases.length();
    }

    @Override
    public boolean isIdle(Instant now) {
        return desk.isIdle(now);
    }

    @Override
    public Shape shape(Instant now) {
        return desk.shape(now);
    }

    @Override
    public List<Entry> entries(int limit) {
        return desk.entries(limit);
    }

    @Override
    public long retryNow(OptionalLong posting, Instant now, Act act) {
        return desk.retryNow(posting, now, act);
    }

    @Override
    public boolean setHeld(PostingId posting, boolean held, Act act) {
        return desk.setHeld(posting, held, act);
    }

    @Override
    public boolean setStopped(boolean stopped, Act act) {
        return desk.setStopped(stopped, act);
    }

    @Override
    public Optional<Instant> stoppedSince() {
        return desk.stoppedSince();
    }

    @Override
    public boolean drop(PostingId posting, Act act) {
        return desk.drop(posting, act);
    }
}
