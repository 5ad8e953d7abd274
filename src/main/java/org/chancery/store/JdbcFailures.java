package org.chancery.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.chancery.sender.Failures;

/// Wrong secrets in their table. What is over goes in the same step as what is new, a few rows at a time.
final class JdbcFailures implements Failures {
    private static final Duration KEPT = Duration.ofDays(1); // no window is longer
    private static final int SWEPT_AT_ONCE = 10;
    private final Database database;

    JdbcFailures(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Count> of(String counted, Instant now, Duration window) {
        return database.read(s -> s.first(
                "SELECT since, wrong, latest FROM secret_failure WHERE counted = ? AND since > ?",
                row -> new Count(Instant.ofEpochMilli(row.getLong(1)), row.getInt(2), Instant.ofEpochMilli(row.getLong(3))), counted, now.minus(window)));
    }

    @Override
    public void add(String counted, Instant now, Duration window) {
        database.write("failure", s -> {
            s.update("DELETE FROM secret_failure WHERE counted IN (SELECT counted FROM secret_failure WHERE since <= ? ORDER BY since LIMIT ?)",
                    now.minus(KEPT), SWEPT_AT_ONCE);
            return s.update(
                    """
                    INSERT INTO secret_failure (counted, since, wrong, latest) VALUES (?, ?, 1, ?)
                    ON CONFLICT (counted) DO UPDATE SET
                        wrong = CASE WHEN secret_failure.since <= ? THEN 1 ELSE secret_failure.wrong + 1 END,
                        since = CASE WHEN secret_failure.since <= ? THEN excluded.since ELSE secret_failure.since END,
                        latest = excluded.latest
                    """,
                    counted, now, now, now.minus(window), now.minus(window));
        });
    }
}
