package org.chancery.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Removes what finished posts no longer need: octets, notices and chunks. The receipt, the decision and the failures stay
/// for `explain`; the totals of the removed chunks are kept in the posting.
final class Retention {
    /// Finished: nothing waits for a moderator, for expansion, for a first try, for a retry, for a digest or for the archive; and that for long enough.
    private static final String FINISHED =
            """
            SELECT m.receipt FROM message m JOIN receipt r ON r.id = m.receipt
            WHERE r.at < ? AND NOT EXISTS (
                SELECT 1 FROM posting p WHERE p.receipt = m.receipt AND (
                    p.state IN ('ACCEPTED', 'HELD') OR p.changed >= ?
                    OR EXISTS (SELECT 1 FROM digest_post d WHERE d.posting = p.id)
                    OR EXISTS (SELECT 1 FROM archive_wait w WHERE w.posting = p.id)
                    OR EXISTS (SELECT 1 FROM chunk c WHERE c.posting = p.id AND (c.state <> 'done' OR c.changed >= ?))
                    OR EXISTS (SELECT 1 FROM recipient f WHERE f.posting = p.id AND (f.state <> 'failed' OR f.changed >= ?))))
            ORDER BY m.receipt LIMIT ?
            """;

    private Retention() {}

    static int purge(Session session, Instant before, int limit) throws SQLException {
        List<String> finished = session.list(FINISHED, row -> row.getString(1), before, before, before, before, limit);
        for (String receipt : finished) {
            session.update(
                    """
                    UPDATE posting SET
                    recipients = recipients + (SELECT COALESCE(SUM(size), 0) FROM chunk WHERE chunk.posting = posting.id),
                    delivered = delivered + (SELECT COALESCE(SUM(done_count), 0) FROM chunk WHERE chunk.posting = posting.id)
                    WHERE receipt = ?
                    """,
                    receipt);
            session.update("DELETE FROM chunk WHERE posting IN (SELECT id FROM posting WHERE receipt = ?)", receipt);
            session.update("DELETE FROM notice WHERE posting IN (SELECT id FROM posting WHERE receipt = ?)", receipt);
            session.update("DELETE FROM message WHERE receipt = ?", receipt);
        }
        return finished.size();
    }
}
