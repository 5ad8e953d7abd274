package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.chancery.delivery.Outcome;
import org.chancery.delivery.PostingId;
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
        List<RetryClaim> claims = new ArrayList<>(database.writeRepeatable("claim", s -> s.list(
                "UPDATE recipient SET owner = ?, fence = fence + 1, lease_until = " + leases.end()
                        + " WHERE id IN (SELECT id FROM recipient WHERE state = 'deferred' AND next_at <= ? AND " + leases.isFree()
                        + " ORDER BY next_at, id LIMIT ?" + database.dialect().skipLocked + ")"
                        + " RETURNING posting, id, fence, place, membership, address, attempts, since",
                RetryWork::claim, owner, now, max)));
        claims.sort(Comparator.comparingLong(RetryClaim::row));
        return claims;
    }

    private static RetryClaim claim(ResultSet row) throws SQLException {
        long membership = row.getLong(5);
        Target target = new Target(
                row.getInt(4), row.wasNull() ? OptionalLong.empty() : OptionalLong.of(membership), Address.of(row.getString(6)));
        return new RetryClaim(
                new PostingId(row.getLong(1)), row.getLong(2), row.getLong(3), target, row.getInt(7), Instant.ofEpochMilli(row.getLong(8)));
    }

    /// False when the lease was lost or the list is gone.
    boolean settle(RetryClaim claim, Outcome outcome) {
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
