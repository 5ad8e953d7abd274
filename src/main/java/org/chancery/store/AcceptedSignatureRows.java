package org.chancery.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.chancery.keyring.AcceptedMacs;

/// Accepted signatures and their rows: written in the commit of a receipt, read before.
final class AcceptedSignatureRows implements AcceptedMacs {
    private final Database database;

    AcceptedSignatureRows(Database database) {
        this.database = database;
    }

    @Override
    public boolean contains(byte[] mac) {
        return database.read(s -> s.exists("SELECT 1 FROM accepted_signature WHERE mac = ?", mac));
    }

    /// Inside the commit. How many of them were new: with fewer than were given, another post with the same signature came first.
    static int insert(Session session, List<byte[]> macs, Instant at) throws SQLException {
        int added = 0;
        for (byte[] mac : macs) {
            added += session.update("INSERT INTO accepted_signature (mac, at) VALUES (?, ?) ON CONFLICT (mac) DO NOTHING", mac, at);
        }
        return added;
    }

    /// With the purge of receipts.
    static void forget(Session session, Instant now) throws SQLException {
        session.update("DELETE FROM accepted_signature WHERE at < ?", now.minus(MEMORY));
    }
}
