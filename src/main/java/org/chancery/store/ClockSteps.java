package org.chancery.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Makes due what only a clock that was set back keeps waiting. No try is planned further ahead than four hours and a fifth,
/// so a later time was written under another clock; without this its mail would wait for as long as the step.
final class ClockSteps {
    /// More than the longest wait of the retry schedule.
    private static final Duration FURTHEST = Duration.ofHours(6);

    private final Database database;
    private final InstantSource time;

    ClockSteps(Database database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    /// Cheap when there is nothing to do: two look-ups in the indexes of what is due.
    void mend() {
        Instant now = time.instant();
        Instant furthest = now.plus(FURTHEST);
        boolean stepped = database.read(s -> isBeyond(s, "chunk", "open", furthest) || isBeyond(s, "recipient", "deferred", furthest));
        if (stepped) {
            database.writeRepeatable("queue", s -> {
                s.update("UPDATE chunk SET next_at = ? WHERE state = 'open' AND next_at > ?", now, furthest);
                s.update("UPDATE recipient SET next_at = ? WHERE state = 'deferred' AND next_at > ?", now, furthest);
                return true;
            });
        }
    }

    private static boolean isBeyond(Session session, String table, String state, Instant furthest) throws SQLException {
        return session.exists("SELECT 1 FROM " + table + " WHERE state = '" + state + "' AND next_at > ? LIMIT 1", furthest);
    }
}
