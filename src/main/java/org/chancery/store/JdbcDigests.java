package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.archive.Digests;
import org.chancery.archive.Numbers;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;
import org.chancery.list.Member;
import org.chancery.list.MembershipNumber;
import org.chancery.mail.Address;

/// Digests in their tables; what is sent goes into the queue in the same commit.
final class JdbcDigests implements Digests {
    private static final String WAITING =
            """
            SELECT d.list, COUNT(*), SUM(r.size), MIN(d.since) FROM digest_post d
            JOIN posting p ON p.id = d.posting JOIN receipt r ON r.id = p.receipt
            """;
    private static final String TURNS =
            """
            SELECT m.number, m.address, CASE WHEN t.up_to IS NULL THEN m.digest ELSE t.form END, t.behind, t.up_to
            FROM digest_turn t JOIN member m ON m.number = t.member
            WHERE t.list = ? AND m.role = 'member' AND m.delivery = 1 ORDER BY m.number
            """;
    /// A turn is over when none of the posts that make it differ from others waits any more.
    private static final List<String> ENDED_TURNS = List.of(
            """
            DELETE FROM digest_turn WHERE list = ? AND up_to IS NULL AND NOT EXISTS (
                SELECT 1 FROM digest_post d WHERE d.list = digest_turn.list AND d.sequence <= digest_turn.behind)
            """,
            """
            DELETE FROM digest_turn WHERE list = ? AND up_to IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM digest_post d WHERE d.list = digest_turn.list
                AND d.sequence > digest_turn.behind AND d.sequence <= digest_turn.up_to)
            """);

    private final Database database;
    private final InstantSource time;

    JdbcDigests(Database database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    @Override
    public List<Waiting> waiting() {
        return database.read(s -> s.list(WAITING + "GROUP BY d.list ORDER BY d.list", JdbcDigests::waiting));
    }

    @Override
    public Optional<Waiting> waiting(ListId list) {
        return database.read(s -> s.first(WAITING + "WHERE d.list = ? GROUP BY d.list", JdbcDigests::waiting, list.value()));
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(new ListId(row.getLong(1)), row.getLong(2), row.getLong(3), Instant.ofEpochMilli(row.getLong(4)));
    }

    @Override
    public Numbers numbers(ListId list) {
        return database.read(s -> s.first(
                "SELECT volume, issue, period FROM digest WHERE list = ?",
                row -> new Numbers(row.getInt(1), row.getInt(2), row.getString(3)), list.value())).orElse(Numbers.NONE);
    }

    private record Waits(long sequence, long posting, Instant at, long size) {}

    @Override
    public List<Stored> posts(ListId list, int posts, long octets) {
        return database.read(s -> {
            List<Waits> waits = s.list(
                    """
                    SELECT d.sequence, d.posting, r.at, r.size FROM digest_post d
                    JOIN posting p ON p.id = d.posting JOIN receipt r ON r.id = p.receipt WHERE d.list = ? ORDER BY d.sequence LIMIT ?
                    """,
                    row -> new Waits(row.getLong(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3)), row.getLong(4)), list.value(), posts);
            List<Stored> stored = new ArrayList<>();
            long room = octets;
            for (Waits one : waits) {
                room -= one.size();
                if (!stored.isEmpty() && room < 0) {
                    break;
                }
                stored.add(new Stored(one.sequence(), new PostingId(one.posting()), one.at(), octets(s, one.posting())));
            }
            return stored;
        });
    }

    private static byte[] octets(Session session, long posting) throws SQLException {
        return session.first(
                        "SELECT m.octets FROM message m JOIN posting p ON p.receipt = m.receipt WHERE p.id = ?", row -> row.getBytes(1), posting)
                .orElse(new byte[0]);
    }

    @Override
    public List<Turn> turns(ListId list) {
        return database.read(s -> turns(s, list));
    }

    private static List<Turn> turns(Session session, ListId list) throws SQLException {
        return session.list(TURNS, JdbcDigests::turn, list.value());
    }

    private static Turn turn(ResultSet row) throws SQLException {
        long upTo = row.getLong(5);
        Optional<Long> end = row.wasNull() ? Optional.empty() : Optional.of(upTo);
        return new Turn(
                new MembershipNumber(row.getLong(1)), Address.of(row.getString(2)), Member.Digest.valueOf(row.getString(3)), row.getLong(4), end);
    }

    @Override
    public long members(ListId list, Member.Digest form) {
        return database.read(s -> s.number(
                "SELECT COUNT(*) FROM member WHERE list = ? AND digest <> 'NONE' AND digest = ? AND role = 'member' AND delivery = 1",
                list.value(), form.name()));
    }

    @Override
    public boolean send(Sending sending) {
        return database.write("digest", s -> {
            ListId list = sending.list();
            if (!locked(s, list).equals(sending.before()) || !turns(s, list).equals(sending.turns())) {
                return false;
            }
            Instant now = time.instant();
            for (Letter letter : sending.letters()) {
                DigestLetters.insert(s, list, letter, now);
            }
            write(s, list, sending.after());
            end(s, sending);
            return true;
        });
    }

    private static void end(Session session, Sending sending) throws SQLException {
        for (Stored post : sending.taken()) {
            session.update("DELETE FROM digest_post WHERE sequence = ?", post.sequence());
        }
        for (Turn turn : sending.served()) {
            session.update("DELETE FROM digest_turn WHERE member = ?", turn.member().value());
        }
        for (String ended : ENDED_TURNS) {
            session.update(ended, sending.list().value());
        }
    }

    @Override
    public boolean renumber(ListId list, Numbers before, Numbers after) {
        return database.write("digest", s -> {
            boolean current = locked(s, list).equals(before);
            if (current) {
                write(s, list, after);
            }
            return current;
        });
    }

    /// Whoever holds this row is alone with the digest of the list.
    private Numbers locked(Session session, ListId list) throws SQLException {
        session.update("INSERT INTO digest (list, volume, issue, period) VALUES (?, 0, 0, '') ON CONFLICT (list) DO NOTHING", list.value());
        return session.first(
                        "SELECT volume, issue, period FROM digest WHERE list = ?" + database.dialect().forUpdate,
                        row -> new Numbers(row.getInt(1), row.getInt(2), row.getString(3)), list.value())
                .orElse(Numbers.NONE);
    }

    private static void write(Session session, ListId list, Numbers numbers) throws SQLException {
        session.update(
                "UPDATE digest SET volume = ?, issue = ?, period = ? WHERE list = ?",
                numbers.volume(), numbers.issue(), numbers.period(), list.value());
    }
}
