package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.chancery.mail.Address;
import org.chancery.sender.SenderId;
import org.chancery.sender.SenderLink;

/// Rows of links to senders, for all that writes them inside a transaction.
final class SenderLinkRows {
    static final String SELECT = "SELECT id, sender, address, purpose, before_change, sent, expires, ended FROM sender_link ";

    private SenderLinkRows() {}

    static SenderLink read(ResultSet row) throws SQLException {
        return new SenderLink(
                row.getLong(1), new SenderId(UUID.fromString(row.getString(2))), Address.of(row.getString(3)), SenderLink.Purpose.ofWord(row.getString(4)),
                row.getString(5).lines().map(Address::of).toList(), Instant.ofEpochMilli(row.getLong(6)), Instant.ofEpochMilli(row.getLong(7)),
                GrantRows.instant(row, 8).isPresent());
    }

    /// With its mail.
    static void insert(Session session, SenderLink.Mailed mailed, Instant now) throws SQLException {
        SenderLink link = mailed.link();
        session.update(
                "INSERT INTO sender_link (id, sender, address_key, address, purpose, before_change, sent, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                link.id(), link.sender().toString(), link.address().key(), link.address().toString(), link.purpose().word(),
                link.before().stream().map(Address::toString).collect(Collectors.joining("\n")), link.sent(), link.expires());
        NoticeRows.insert(session, mailed.mail(), now);
    }

    static void insert(Session session, List<SenderLink.Mailed> all, Instant now) throws SQLException {
        for (SenderLink.Mailed one : all) {
            insert(session, one, now);
        }
    }
}
