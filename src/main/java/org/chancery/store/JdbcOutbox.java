package org.chancery.store;

import java.time.InstantSource;
import org.chancery.notice.Notice;
import org.chancery.notice.Outbox;

/// Mails of our own that stand for themselves. The distributor finds them at its next look into the queue.
final class JdbcOutbox implements Outbox {
    private final Database database;
    private final InstantSource time;

    JdbcOutbox(Database database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    @Override
    public void send(Notice notice) {
        var now = time.instant();
        database.writeRepeatable("notice", s -> NoticeRows.insert(s, notice, now));
    }
}
