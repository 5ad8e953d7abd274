package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.delivery.Outcome;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.delivery.Queue.ChunkRef;
import org.chancery.delivery.Queue.Progress;
import org.chancery.delivery.Queue.Row;
import org.chancery.delivery.Queue.Target;
import org.jspecify.annotations.Nullable;

/// First tries, chunk by chunk: one UPDATE per chunk and settling, whatever the number of deliveries in it.
final class ChunkWork {
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
        List<ChunkClaim> claims = database.writeRepeatable("claim", s -> s.list(
                "UPDATE chunk SET owner = ?, fence = fence + 1, lease_until = " + leases.end()
                        + " WHERE (posting, number) IN (SELECT posting, number FROM chunk WHERE state = 'open' AND next_at <= ? AND "
                        + leases.isFree() + " ORDER BY next_at, posting, number LIMIT ?" + database.dialect().skipLocked + ")"
                        + " RETURNING posting, number, fence, attempts, since, done, targets",
                ChunkWork::claim, owner, now, max));
        claims.sort((a, b) -> a.chunk().posting().equals(b.chunk().posting())
                ? Integer.compare(a.chunk().number(), b.chunk().number())
                : Long.compare(a.chunk().posting().value(), b.chunk().posting().value()));
        return claims;
    }

    private static ChunkClaim claim(ResultSet row) throws SQLException {
        BitSet done = BitSet.valueOf(row.getBytes(6));
        return new ChunkClaim(
                new ChunkRef(new PostingId(row.getLong(1)), row.getInt(2)), row.getLong(3), row.getInt(4),
                Instant.ofEpochMilli(row.getLong(5)), done, Chunks.open(row.getString(7), done));
    }

    List<ChunkRef> settle(List<Progress> progress) {
        long owner = leases.owner();
        return database.writeRepeatable("settle", s -> {
            List<ChunkRef> lost = new ArrayList<>();
            for (Progress one : progress) {
                if (!settle(s, one, owner)) {
                    lost.add(one.chunk());
                }
            }
            return lost;
        });
    }

    private record Held(BitSet done, int size, long since) {}

    /// False when the lease was lost or the list is gone. Bits are joined with those stored: two settlings of one chunk may
    /// overtake each other among several writers, and a bit never goes back.
    private boolean settle(Session session, Progress progress, long owner) throws SQLException {
        long posting = progress.chunk().posting().value();
        int number = progress.chunk().number();
        Optional<Held> held = session.first(
                "SELECT done, size, since FROM chunk WHERE posting = ? AND number = ? AND fence = ? AND owner = ?"
                        + database.dialect().forUpdate,
                row -> new Held(BitSet.valueOf(row.getBytes(1)), row.getInt(2), row.getLong(3)), posting, number, progress.fence(), owner);
        if (held.isEmpty()) {
            return false;
        }
        BitSet done = held.get().done();
        done.or(progress.done());
        boolean finished = done.cardinality() >= held.get().size();
        session.update(
                "UPDATE chunk SET done = ?, done_count = ?, changed = ?"
                        + (finished ? ", state = 'done', owner = NULL, lease_until = NULL" : "") + " WHERE posting = ? AND number = ?",
                done.toByteArray(), done.cardinality(), time.instant(), posting, number);
        for (Row row : progress.rows()) {
            insert(session, progress.chunk(), row, held.get().since());
        }
        return true;
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
        } catch (StoreException e) {
            leases.drop(chunk, fence);
            throw e;
        }
    }
}
