package org.chancery.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.chancery.mail.Address;
import org.chancery.notice.Answers;

/// Whom we answered. What is over goes in the same step as what is new, a few rows at a time.
final class JdbcAnswers implements Answers {
    private static final int SWEPT_AT_ONCE = 10;
    private final Database database;
    private final InstantSource time;

    JdbcAnswers(Database database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    @Override
    public boolean mayAnswer(Address to, String kind, Duration grace) {
        Instant now = time.instant();
        return database.write("answer", s -> {
            s.update("DELETE FROM answer WHERE (address, kind) IN (SELECT address, kind FROM answer WHERE until <= ? ORDER BY until LIMIT ?)", now, SWEPT_AT_ONCE);
            return s.update(
                            """
                            INSERT INTO answer (address, kind, until) VALUES (?, ?, ?)
                            ON CONFLICT (address, kind) DO UPDATE SET until = excluded.until WHERE answer.until <= ?
                            """,
                            to.limitKey(), kind, now.plus(grace), now)
                    > 0;
        });
    }
}
