package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.archive.Archive;
import org.chancery.audit.Act;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;
import org.chancery.list.Setting;

/// The archives of lists in their tables.
final class JdbcArchive implements Archive {
    private static final String WAITING = "SELECT posting, list, since, next_at, tries, why FROM archive_wait ";
    private static final String ENTRY = "SELECT list, number, posting, at, size, sealed FROM archive_post ";

    private final Database database;
    private final AuditTrail audit;

    JdbcArchive(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    /// Called before the first copy is written; nothing is written for a list without an archive.
    static void await(Session session, long posting, long list, Instant now) throws SQLException {
        session.update(
                """
                INSERT INTO archive_wait (posting, list, since, next_at)
                SELECT p.id, p.list, ?, ? FROM posting p JOIN list_setting s ON s.list = p.list AND s.name = ? AND s.value <> 'none'
                WHERE p.id = ? AND p.list = ? ON CONFLICT (posting) DO NOTHING
                """,
                now, now, Setting.ARCHIVE.key(), posting, list);
    }

    @Override
    public List<Waiting> due(Instant now, int most) {
        return database.read(s -> s.list(WAITING + "WHERE next_at <= ? ORDER BY next_at, posting LIMIT ?", JdbcArchive::waiting, now, most));
    }

    @Override
    public List<Waiting> waiting(Optional<ListId> list, int most) {
        return database.read(s -> list.isPresent()
                ? s.list(WAITING + "WHERE list = ? ORDER BY posting LIMIT ?", JdbcArchive::waiting, list.get().value(), most)
                : s.list(WAITING + "ORDER BY posting LIMIT ?", JdbcArchive::waiting, most));
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                new PostingId(row.getLong(1)), new ListId(row.getLong(2)), Instant.ofEpochMilli(row.getLong(3)), Instant.ofEpochMilli(row.getLong(4)),
                row.getInt(5), row.getString(6));
    }

    @Override
    public boolean claim(Waiting waiting, Instant until) {
        return database.write("archive", s -> s.update(
                "UPDATE archive_wait SET next_at = ?, tries = tries + 1 WHERE posting = ? AND tries = ?",
                until, waiting.posting().value(), waiting.tries()) > 0);
    }

    @Override
    public OptionalLong keep(PostingId posting, boolean isSealed, byte[] octets) {
        database.checkReserve(); // what is left of the disk is for outcomes of deliveries; this can wait
        return database.write("archive", s -> {
            if (s.update("DELETE FROM archive_wait WHERE posting = ?", posting.value()) == 0) {
                return OptionalLong.empty();
            }
            Optional<Long> number = s.first(
                    "UPDATE list SET archived = archived + 1 WHERE id = (SELECT list FROM posting WHERE id = ?) RETURNING archived",
                    row -> row.getLong(1), posting.value());
            if (number.isEmpty()) {
                return OptionalLong.empty();
            }
            s.update(
                    """
                    INSERT INTO archive_post (list, number, posting, at, size, sealed)
                    SELECT p.list, ?, p.id, r.at, ?, ? FROM posting p JOIN receipt r ON r.id = p.receipt WHERE p.id = ?
                    """,
                    number.get(), octets.length, isSealed, posting.value());
            s.update("INSERT INTO archive_octets (posting, octets) VALUES (?, ?)", posting.value(), octets);
            return OptionalLong.of(number.get());
        });
    }

    @Override
    public void drop(PostingId posting) {
        database.write("archive", s -> s.update("DELETE FROM archive_wait WHERE posting = ?", posting.value()));
    }

    @Override
    public void fail(PostingId posting, String why) {
        database.write("archive", s -> s.update("UPDATE archive_wait SET why = ? WHERE posting = ?", why, posting.value()));
    }

    @Override
    public List<Entry> entries(ListId list, long after, int most) {
        return database.read(s -> s.list(ENTRY + "WHERE list = ? AND number > ? ORDER BY number LIMIT ?", JdbcArchive::entry, list.value(), after, most));
    }

    @Override
    public Optional<Entry> find(ListId list, long number) {
        return database.read(s -> s.first(ENTRY + "WHERE list = ? AND number = ?", JdbcArchive::entry, list.value(), number));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                new ListId(row.getLong(1)), row.getLong(2), new PostingId(row.getLong(3)), Instant.ofEpochMilli(row.getLong(4)), row.getLong(5),
                row.getLong(6) != 0);
    }

    @Override
    public Optional<byte[]> octets(Entry entry) {
        return database.read(s -> s.first("SELECT octets FROM archive_octets WHERE posting = ?", row -> row.getBytes(1), entry.posting().value()));
    }

    @Override
    public boolean delete(Entry entry, Act act) {
        return database.write("archive", s -> audit.appendIf(
                s.update("DELETE FROM archive_post WHERE list = ? AND number = ?", entry.list().value(), entry.number()) > 0, s, act));
    }
}
