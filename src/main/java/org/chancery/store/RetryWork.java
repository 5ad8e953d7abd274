package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.chancery.delivery.Outcome;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.Lease;
import org.chancery.delivery.Queue.RetryClaim;
import org.chancery.delivery.Queue.Target;
import org.chancery.mail.Address;

/// Later tries, recipient by recipient. One that is delivered at last loses its row: its bit in the chunk tells the rest.
final class RetryWork {
    private final Database database;
    private final Leases leases;
    private final InstantSource time;

    RetryWork(Database database, Leases leases, InstantSource time) {
        this.database = database;
        this.leases = leases;
        this.time = time;
    }

    List<RetryClaim> claim(int max, Instant now) {
        long owner = leases.owner();
        long asked = System.nanoTime();
        List<Claimed> claims = database.writeRepeatable("claim", s -> s.list(
                "WITH due AS MATERIALIZED (SELECT id FROM recipient WHERE state = 'deferred' AND next_at <= ? AND " + leases.isFree()
                        + " ORDER BY next_at, id LIMIT ?" + database.dialect().skipLocked + ")"
                        + " UPDATE recipient SET owner = ?, fence = fence + 1, lease_until = " + leases.end()
                        + " WHERE id IN (SELECT id FROM due)"
                        + " RETURNING posting, id, fence, place, membership, address, attempts, since",
                RetryWork::claim, now, max, owner));
        return claims.stream()
                .sorted(Comparator.comparingLong(Claimed::row))
                .map(claim -> claim.under(leases.take(new Leases.Held.Recipient(claim.row(), claim.fence()), asked)))
                .toList();
    }

    private record Claimed(PostingId posting, long row, long fence, Target target, int attempts, Instant since) {
        RetryClaim under(Lease lease) {
            return new RetryClaim(posting, row, fence, target, attempts, since, lease);
        }
    }

    private static Claimed claim(ResultSet row) throws SQLException {
        long membership = row.getLong(5);
        Target target = new Target(
                row.getInt(4), row.wasNull() ? OptionalLong.empty() : OptionalLong.of(membership), Address.of(row.getString(6)));
        return new Claimed(
                new PostingId(row.getLong(1)), row.getLong(2), row.getLong(3), target, row.getInt(7), Instant.ofEpochMilli(row.getLong(8)));
    }

    /// False when the lease was lost or the list is gone. When it is unknown whether the outcome was stored, the recipient
    /// is freed with the next heartbeat and tried again: rather twice than never.
    boolean settle(RetryClaim claim, Outcome outcome) {
        Leases.Held held = new Leases.Held.Recipient(claim.row(), claim.fence());
        try {
            boolean stored = store(claim, outcome);
            leases.end(held);
            return stored;
        } catch (StoreException e) {
            leases.drop(held);
            throw e;
        }
    }

    private boolean store(RetryClaim claim, Outcome outcome) {
        long owner = leases.owner();
        return database.writeRepeatable("retry", s -> switch (outcome) {
            case Outcome.Delivered _ ->
                s.update("DELETE FROM recipient WHERE id = ? AND fence = ? AND owner = ?", claim.row(), claim.fence(), owner) > 0;
            case Outcome.Deferred(Instant until, String status, String reply) ->
                update(s, claim, owner, "attempts = attempts + 1, next_at = ?", until, status, reply);
            case Outcome.Failed(String status, String reply) ->
                update(s, claim, owner, "attempts = attempts + 1, state = 'failed', next_at = ?", time.instant(), status, reply);
        });
    }

    private boolean update(Session session, RetryClaim claim, long owner, String change, Instant next, String status, String reply)
            throws SQLException {
        return session.update(
                        "UPDATE recipient SET " + change + ", status = ?, reply = ?, changed = ?, owner = NULL, lease_until = NULL"
                                + " WHERE id = ? AND fence = ? AND owner = ?",
                        next, status, reply, time.instant(), claim.row(), claim.fence(), owner)
                > 0;
    }
}
