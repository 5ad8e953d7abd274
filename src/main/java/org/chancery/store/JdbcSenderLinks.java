package org.chancery.store;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.sender.SenderId;
import org.chancery.sender.SenderLink;
import org.chancery.sender.SenderLinks;

/// Links to senders in their table.
final class JdbcSenderLinks implements SenderLinks {
    private static final int WRONG_TOKENS = 10;
    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcSenderLinks(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    @Override
    public boolean send(SenderLink.Mailed page, Act act) {
        Instant now = time.instant();
        return database.write("sender", s -> {
            long sent = s.number("SELECT COUNT(*) FROM sender_link WHERE address_key = ? AND purpose = ? AND sent > ?",
                    page.link().address().key(), SenderLink.Purpose.PAGE.word(), now.minus(MEMORY));
            if (sent < PER_ADDRESS) {
                SenderLinkRows.insert(s, page, now);
            }
            return audit.appendIf(sent < PER_ADDRESS, s, act);
        });
    }

    @Override
    public Optional<SenderLink> find(long id) {
        return database.read(s -> s.first(SenderLinkRows.SELECT + "WHERE id = ?", SenderLinkRows::read, id));
    }

    @Override
    public long undos(SenderId sender, Instant now) {
        return database.read(s -> s.number("SELECT COUNT(*) FROM sender_link WHERE sender = ? AND purpose = ? AND sent > ?",
                sender.toString(), SenderLink.Purpose.UNDO.word(), now.minus(MEMORY)));
    }

    @Override
    public void wrongToken(long id) {
        Instant now = time.instant();
        database.write("sender", s -> s.update(
                "UPDATE sender_link SET wrong = wrong + 1, ended = CASE WHEN wrong + 1 >= ? THEN COALESCE(ended, ?) ELSE ended END WHERE id = ?", WRONG_TOKENS, now, id));
    }

    @Override
    public boolean undo(SenderLink link, List<Notice> told, Instant now, Act act) {
        return database.write("sender", s -> {
            String sender = link.sender().toString();
            boolean first = s.exists("SELECT 1 FROM sender WHERE id = ? AND state <> 'tombstone'" + database.dialect().forUpdate, sender)
                    && s.update("UPDATE sender_link SET ended = ? WHERE id = ? AND ended IS NULL AND expires > ?", now, link.id(), now) > 0;
            if (first) {
                putBack(s, link, now);
                endWhatFollowed(s, link, now);
                for (Notice notice : told) {
                    NoticeRows.insert(s, notice, now);
                }
            }
            return audit.appendIf(first, s, act);
        });
    }

    private static void putBack(Session session, SenderLink link, Instant now) throws SQLException {
        String sender = link.sender().toString();
        session.update("UPDATE sender_address SET rank = 2 WHERE sender = ?", sender);
        int rank = 0;
        for (Address address : link.before()) {
            session.update(
                    """
                    INSERT INTO sender_address (address_key, sender, address, rank, verified) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (address_key) DO UPDATE SET rank = excluded.rank WHERE sender_address.sender = excluded.sender
                    """,
                    address.key(), sender, address.toString(), Math.min(rank++, 1), now);
        }
        session.update("DELETE FROM sender_address WHERE sender = ? AND rank = 2", sender);
        session.update("DELETE FROM sender_reserved WHERE sender = ?", sender);
    }

    private static void endWhatFollowed(Session session, SenderLink link, Instant now) throws SQLException {
        String sender = link.sender().toString();
        session.update("UPDATE sender_credential SET ended = ?, reason = 'change of addresses taken back' WHERE sender = ? AND ended IS NULL AND created >= ?",
                now, sender, link.sent());
        session.update("UPDATE sender_link SET ended = ? WHERE sender = ? AND ended IS NULL AND (purpose = ? OR sent >= ?)",
                now, sender, SenderLink.Purpose.PAGE.word(), link.sent());
        session.update("UPDATE sender_invitation SET state = 'OVER' WHERE sender = ? AND state = 'ASKED'", sender);
    }

    @Override
    public void purge(Instant now) {
        boolean due = database.read(s -> s.exists("SELECT 1 FROM sender_link WHERE expires <= ?", now) || s.exists("SELECT 1 FROM sender_reserved WHERE ends <= ?", now));
        if (due) {
            database.writeRepeatable("sender", s -> {
                s.update("DELETE FROM sender_reserved WHERE ends <= ?", now);
                return s.update("DELETE FROM sender_link WHERE expires <= ?", now);
            });
        }
    }
}
