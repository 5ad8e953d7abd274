package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.audit.Act;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.Entry;
import org.chancery.delivery.Queue.Shape;
import org.chancery.delivery.Queue.Target;
import org.chancery.list.ListId;

/// What an administrator sees of the queue and may do to it.
final class QueueDesk {
    private static final String UNFINISHED =
            """
            SELECT p.id, p.list, p.receipt, p.state, p.queue, p.changed,
                (SELECT COALESCE(SUM(c.size - c.done_count), 0) FROM chunk c WHERE c.posting = p.id AND c.state <> 'done'),
                (SELECT COUNT(*) FROM recipient r WHERE r.posting = p.id AND r.state <> 'failed'),
                (SELECT MIN(c.since) FROM chunk c WHERE c.posting = p.id AND c.state <> 'done'),
                (SELECT COUNT(*) FROM chunk c WHERE c.posting = p.id AND c.state <> 'done' AND c.owner IS NOT NULL),
                COALESCE((SELECT r.reply FROM recipient r WHERE r.posting = p.id ORDER BY r.changed DESC, r.id DESC LIMIT 1), ''),
                COALESCE((SELECT c.reason FROM chunk c WHERE c.posting = p.id AND c.reason <> '' ORDER BY c.changed DESC LIMIT 1), '')
            FROM posting p WHERE p.id IN (
                SELECT posting FROM chunk WHERE state <> 'done'
                UNION SELECT posting FROM recipient WHERE state <> 'failed'
                UNION SELECT id FROM posting WHERE state = 'ACCEPTED')
            ORDER BY p.id LIMIT ?
            """;

    private final Database database;
    private final AuditTrail audit;
    private final Leases leases;
    private final Expansion expansion;
    private final InstantSource time;

    QueueDesk(Database database, AuditTrail audit, Leases leases, Expansion expansion, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.leases = leases;
        this.expansion = expansion;
        this.time = time;
    }

    boolean isIdle(Instant now) {
        String free = leases.isFree() + " LIMIT 1";
        return database.read(s -> !s.exists("SELECT 1 FROM posting WHERE state = 'ACCEPTED' AND queue = 'open' AND " + free)
                        && !s.exists("SELECT 1 FROM chunk WHERE state = 'open' AND next_at <= ? AND " + free, now)
                        && !s.exists("SELECT 1 FROM recipient WHERE state = 'deferred' AND next_at <= ? AND " + free, now));
    }

    Shape shape(Instant now) {
        return database.read(s -> new Shape(
                s.number("SELECT COUNT(*) FROM posting WHERE state = 'ACCEPTED'"),
                s.number("SELECT COUNT(*) FROM chunk WHERE state = 'open' AND next_at <= ? AND owner IS NULL", now),
                s.number("SELECT COUNT(*) FROM chunk WHERE state <> 'done' AND (state <> 'open' OR next_at > ?) AND owner IS NULL", now),
                s.number("SELECT COUNT(*) FROM chunk WHERE state <> 'done' AND owner IS NOT NULL"),
                s.number("SELECT COUNT(*) FROM recipient WHERE state <> 'failed'"),
                oldest(s)));
    }

    private static Optional<Instant> oldest(Session session) throws SQLException {
        return session.first(
                """
                SELECT MIN(t) FROM (
                    SELECT MIN(changed) AS t FROM posting WHERE state = 'ACCEPTED'
                    UNION ALL SELECT MIN(since) FROM chunk WHERE state <> 'done'
                    UNION ALL SELECT MIN(since) FROM recipient WHERE state <> 'failed') AS ages
                """,
                row -> {
                    long at = row.getLong(1);
                    return row.wasNull() ? Optional.<Instant>empty() : Optional.of(Instant.ofEpochMilli(at));
                }).flatMap(found -> found);
    }

    List<Entry> entries(int limit) {
        return database.read(s -> s.list(UNFINISHED, QueueDesk::entry, limit));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        long list = row.getLong(2);
        Optional<ListId> id = row.wasNull() ? Optional.empty() : Optional.of(new ListId(list));
        long firstChunk = row.getLong(9);
        Instant since = Instant.ofEpochMilli(row.wasNull() ? row.getLong(6) : firstChunk);
        String reply = row.getString(11);
        return new Entry(
                new PostingId(row.getLong(1)), id, row.getString(3), state(row), row.getLong(7), row.getLong(8), since,
                reply.isEmpty() ? row.getString(12) : reply);
    }

    private static String state(ResultSet row) throws SQLException {
        if (!row.getString(5).equals("open")) {
            return row.getString(5);
        }
        if (row.getString(4).equals("ACCEPTED")) {
            return "expanding";
        }
        return row.getLong(10) > 0 ? "sending" : "waiting";
    }

    /// Work in state unknown (after a restore) is sent only through here.
    long retryNow(OptionalLong posting, Instant now, Act act) {
        String one = posting.isPresent() ? " AND posting = ?" : "";
        Object[] arguments = posting.isPresent() ? new Object[] {now, now, posting.getAsLong()} : new Object[] {now, now};
        return database.write("queue", s -> {
            long changed = s.update(
                    "UPDATE chunk SET next_at = ?, state = 'open' WHERE owner IS NULL"
                            + " AND (state = 'unknown' OR (state = 'open' AND next_at > ?))" + one, arguments);
            changed += s.update(
                    "UPDATE recipient SET next_at = ?, state = 'deferred' WHERE owner IS NULL"
                            + " AND (state = 'unknown' OR (state = 'deferred' AND next_at > ?))" + one, arguments);
            String unknown = "UPDATE posting SET queue = 'open' WHERE queue = 'unknown'" + (posting.isPresent() ? " AND id = ?" : "");
            Object[] id = posting.isPresent() ? new Object[] {posting.getAsLong()} : new Object[0];
            changed += s.update(unknown + " AND state = 'ACCEPTED'", id); // not expanded yet: counts as one
            s.update(unknown, id);
            audit.appendIf(changed > 0, s, act);
            return changed;
        });
    }

    boolean setHeld(PostingId posting, boolean held, Act act) {
        String from = held ? "open" : "held";
        String to = held ? "held" : "open";
        return database.write("queue", s -> {
            if (s.update("UPDATE posting SET queue = ? WHERE id = ? AND queue = ?", to, posting.value(), from) == 0) {
                return false;
            }
            s.update("UPDATE chunk SET state = ? WHERE posting = ? AND state = ?", to, posting.value(), from);
            s.update(
                    "UPDATE recipient SET state = ? WHERE posting = ? AND state = ?",
                    held ? "held" : "deferred", posting.value(), held ? "deferred" : "held");
            audit.append(s, act);
            return true;
        });
    }

    boolean setStopped(boolean stopped, Act act) {
        return database.write("queue", s -> audit.appendIf(
                (stopped
                        ? s.update("INSERT INTO delivery_stop (id, since) VALUES (1, ?) ON CONFLICT (id) DO NOTHING", time.instant())
                        : s.update("DELETE FROM delivery_stop"))
                        > 0,
                s, act));
    }

    Optional<Instant> stoppedSince() {
        return database.read(s -> s.first("SELECT since FROM delivery_stop", row -> Instant.ofEpochMilli(row.getLong(1))));
    }

    /// What was not expanded yet is expanded first, so that each recipient is on record.
    boolean drop(PostingId posting, Act act) {
        return database.write("queue", s -> {
            expandWhole(s, posting.value());
            long changed = 0;
            for (Chunk chunk : s.list(
                    "SELECT number, (" + Chunks.TARGETS + "), done, size, since FROM chunk WHERE posting = ? AND state <> 'done' ORDER BY number"
                            + database.dialect().forUpdate,
                    Chunk::read, posting.value())) {
                changed += drop(s, posting.value(), chunk);
            }
            changed += s.update(
                    """
                    UPDATE recipient SET state = 'failed', status = '5.0.0', reply = 'given up by the administrator', counted = 1, changed = ?,
                    fence = fence + 1, owner = NULL, lease_until = NULL WHERE posting = ? AND state <> 'failed'
                    """,
                    time.instant(), posting.value());
            return audit.appendIf(changed > 0, s, act);
        });
    }

    private void expandWhole(Session session, long posting) throws SQLException {
        boolean more = true;
        while (more) {
            Optional<Expansion.Roster> roster = session.first(
                    "SELECT list, expanded_to, member_bound, chunks, singly FROM posting WHERE id = ? AND state = 'ACCEPTED'"
                            + database.dialect().forUpdate,
                    row -> new Expansion.Roster(posting, row.getLong(1), row.getLong(2), row.getLong(3), row.getInt(4), row.getInt(5) != 0), posting);
            more = roster.isPresent() && expansion.write(session, roster.get(), 100);
        }
    }

    private record Chunk(int number, String targets, BitSet done, int size, long since) {
        static Chunk read(ResultSet row) throws SQLException {
            return new Chunk(row.getInt(1), row.getString(2), BitSet.valueOf(row.getBytes(3)), row.getInt(4), row.getLong(5));
        }
    }

    private long drop(Session session, long posting, Chunk chunk) throws SQLException {
        List<Target> open = Chunks.open(chunk.targets(), chunk.done());
        for (Target target : open) {
            session.update(
                    """
                    INSERT INTO recipient (posting, chunk, place, membership, address, state, since, changed, next_at, attempts,
                        status, reply, fence, counted)
                    VALUES (?, ?, ?, ?, ?, 'failed', ?, ?, ?, 0, '5.0.0', 'given up by the administrator', 0, 1)
                    """,
                    posting, chunk.number(), target.index(), ChunkWork.orNull(target.membership()), target.address().toString(),
                    chunk.since(), time.instant(), time.instant());
        }
        BitSet all = new BitSet();
        all.set(0, chunk.size());
        session.update(
                """
                UPDATE chunk SET done = ?, done_count = size, state = 'done', changed = ?, fence = fence + 1, owner = NULL, lease_until = NULL
                WHERE posting = ? AND number = ?
                """,
                all.toByteArray(), time.instant(), posting, chunk.number());
        return open.size();
    }
}
