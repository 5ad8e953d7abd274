package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.chancery.delivery.Outcome;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.delivery.Queue.ChunkRef;
import org.chancery.delivery.Queue.Lease;
import org.chancery.delivery.Queue.Progress;
import org.chancery.delivery.Queue.Row;
import org.chancery.delivery.Queue.Target;
import org.chancery.store.Leases.Held;
import org.jspecify.annotations.Nullable;

/// First tries, chunk by chunk: one UPDATE per chunk and settling, whatever the number of deliveries in it.
final class ChunkWork {
    private static final Comparator<ChunkClaim> OLDEST_FIRST = Comparator.comparing(ChunkClaim::since)
            .thenComparing(claim -> claim.chunk().posting().value())
            .thenComparing(claim -> claim.chunk().number());

    private final Database database;
    private final Leases leases;
    private final InstantSource time;

    ChunkWork(Database database, Leases leases, InstantSource time) {
        this.database = database;
        this.leases = leases;
        this.time = time;
    }

    List<ChunkClaim> claim(int max, Instant now) {
        long owner = leases.owner();
        long asked = System.nanoTime();
        return inHand(database.writeRepeatable("claim", s -> claim(s, max, now, owner)), asked);
    }

    /// A claim as it stands in its row.
    record Claimed(ChunkRef chunk, long fence, int attempts, Instant since, byte[] done) {
        private ChunkClaim of(String targets, Lease lease) {
            BitSet bits = BitSet.valueOf(done);
            return new ChunkClaim(chunk, fence, attempts, since, bits, Chunks.open(targets, bits), lease);
        }
    }

    /// In the transaction of the caller, who says [#inHand] once it is durable.
    List<Claimed> claim(Session session, int max, Instant now, long owner) throws SQLException {
        return session.list(
                // Materialised: PostgreSQL may otherwise run the subquery, with its locks and its LIMIT, more than once.
                "WITH due AS MATERIALIZED (SELECT posting, number FROM chunk WHERE state = 'open' AND next_at <= ? AND "
                        + leases.isFree() + " ORDER BY next_at, posting, number LIMIT ?" + database.dialect().skipLocked + ")"
                        + " UPDATE chunk SET owner = ?, fence = fence + 1, lease_until = " + leases.end()
                        + " WHERE (posting, number) IN (SELECT posting, number FROM due)"
                        + " RETURNING posting, number, fence, attempts, since, done",
                ChunkWork::claim, now, max, owner);
    }

    /// Oldest first. `asked`: when they were asked for, by [System#nanoTime].
    ///
    /// Recipients are read after the transaction: the writer has others to serve.
    List<ChunkClaim> inHand(List<Claimed> claims, long asked) {
        try {
            return claims.isEmpty() ? List.of() : database.read(s -> inHand(s, claims, asked));
        } catch (RuntimeException unreadable) { // nobody would give them back
            claims.forEach(claim -> leases.drop(held(claim.chunk(), claim.fence())));
            throw unreadable;
        }
    }

    private List<ChunkClaim> inHand(Session session, List<Claimed> claims, long asked) throws SQLException {
        List<ChunkClaim> inHand = new ArrayList<>();
        for (Claimed claim : claims) {
            // None: the post has gone meanwhile. Nothing is open then.
            String targets = session.first("SELECT targets FROM chunk_targets WHERE posting = ? AND number = ?", row -> row.getString(1),
                    claim.chunk().posting().value(), claim.chunk().number()).orElse("");
            inHand.add(claim.of(targets, leases.take(held(claim.chunk(), claim.fence()), asked)));
        }
        inHand.sort(OLDEST_FIRST);
        return inHand;
    }

    private static Held held(ChunkRef chunk, long fence) {
        return new Held.Chunk(chunk.posting().value(), chunk.number(), fence);
    }

    private static Claimed claim(ResultSet row) throws SQLException {
        return new Claimed(
                new ChunkRef(new PostingId(row.getLong(1)), row.getInt(2)), row.getLong(3), row.getInt(4),
                Instant.ofEpochMilli(row.getLong(5)), row.getBytes(6));
    }

    CompletableFuture<List<ChunkRef>> settle(List<Progress> progress) {
        long owner = leases.owner();
        List<Progress> inOrder = progress.stream().sorted(Comparator.comparing(one -> held(one.chunk(), one.fence()), Leases.IN_ORDER)).toList();
        return database.writeRepeatableLater("settle", s -> {
            Ended ended = new Ended(new ArrayList<>(), new ArrayList<>());
            for (Progress one : inOrder) {
                switch (settle(s, one, owner)) {
                    case LOST -> ended.lost().add(one);
                    case OPEN -> {}
                    case FINISHED -> ended.finished().add(one);
                }
            }
            return ended;
        }).thenApply(this::endLeases);
    }

    private record Ended(List<Progress> lost, List<Progress> finished) {}

    private List<ChunkRef> endLeases(Ended ended) {
        Stream.concat(ended.lost().stream(), ended.finished().stream()).forEach(one -> leases.end(held(one.chunk(), one.fence())));
        return ended.lost().stream().map(Progress::chunk).toList();
    }

    private record Stored(BitSet done, int size, long since) {}

    private enum Settled {
        /// The lease was lost, or the list is gone.
        LOST,
        OPEN,
        FINISHED
    }

    /// Bits are joined with those stored: two settlings of one chunk may overtake each other among several writers.
    private Settled settle(Session session, Progress progress, long owner) throws SQLException {
        long posting = progress.chunk().posting().value();
        int number = progress.chunk().number();
        Optional<Stored> stored = session.first(
                "SELECT done, size, since FROM chunk WHERE posting = ? AND number = ? AND fence = ? AND owner = ?"
                        + database.dialect().forUpdate,
                row -> new Stored(BitSet.valueOf(row.getBytes(1)), row.getInt(2), row.getLong(3)), posting, number, progress.fence(), owner);
        if (stored.isEmpty()) {
            return Settled.LOST;
        }
        BitSet done = stored.get().done();
        done.or(progress.done());
        boolean finished = done.cardinality() >= stored.get().size();
        session.update(
                "UPDATE chunk SET done = ?, done_count = ?, changed = ?"
                        + (finished ? ", state = 'done', owner = NULL, lease_until = NULL" : "") + " WHERE posting = ? AND number = ?",
                done.toByteArray(), done.cardinality(), time.instant(), posting, number);
        for (Row row : progress.rows()) {
            insert(session, progress.chunk(), row, stored.get().since());
        }
        return finished ? Settled.FINISHED : Settled.OPEN;
    }

    private void insert(Session session, ChunkRef chunk, Row row, long since) throws SQLException {
        switch (row.outcome()) {
            case Outcome.Delivered _ -> throw new IllegalArgumentException("a delivered recipient has no row: " + row.target().address());
            case Outcome.Deferred(Instant until, String status, String reply) ->
                insert(session, chunk, row.target(), "deferred", since, until, status, reply);
            case Outcome.Failed(String status, String reply) ->
                insert(session, chunk, row.target(), "failed", since, time.instant(), status, reply);
        }
    }

    private void insert(
            Session session, ChunkRef chunk, Target target, String state, long since, Instant next, String status, String reply)
            throws SQLException {
        session.update(
                """
                INSERT INTO recipient (posting, chunk, place, membership, address, state, since, changed, next_at, attempts, status, reply, fence)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, 0) ON CONFLICT (posting, chunk, place) DO NOTHING
                """,
                chunk.posting().value(), chunk.number(), target.index(), orNull(target.membership()), target.address().toString(), state,
                since, time.instant(), next, status, reply);
    }

    static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    void release(ChunkRef chunk, long fence, Instant again, int attempts, String reason) {
        long owner = leases.owner();
        try {
            database.writeRepeatable("release", s -> s.update(
                    """
                    UPDATE chunk SET owner = NULL, lease_until = NULL, next_at = ?, attempts = ?, reason = ?, changed = ?
                    WHERE posting = ? AND number = ? AND fence = ? AND owner = ?
                    """,
                    again, attempts, reason, time.instant(), chunk.posting().value(), chunk.number(), fence, owner));
            leases.end(held(chunk, fence));
        } catch (StoreException e) {
            leases.drop(held(chunk, fence));
            throw e;
        }
    }
}
