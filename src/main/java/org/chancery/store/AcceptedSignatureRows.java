package org.chancery.store;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chancery.keyring.AcceptedMacs;
import org.chancery.keyring.Mark;

/// Accepted signatures and opened encryptions, and their rows: written in the commit of a receipt, read before.
final class AcceptedSignatureRows implements AcceptedMacs {
    private final Database database;

    AcceptedSignatureRows(Database database) {
        this.database = database;
    }

    @Override
    public boolean contains(byte[] mac) {
        return database.read(s -> s.exists("SELECT 1 FROM accepted_signature WHERE mac = ?", mac));
    }

    @Override
    public void remember(List<Mark> marks, Instant at) {
        database.write("keys", s -> insert(s, marks, at, new HashSet<>()));
    }

    /// Inside the commit. False when one that must be the first is known by another receipt; `own` are those that this receipt wrote, for one mail may be for
    /// several lists.
    static boolean insert(Session session, List<Mark> marks, Instant at, Set<ByteBuffer> own) throws SQLException {
        boolean isFirst = true;
        for (Mark mark : marks) {
            boolean isNew = session.update("INSERT INTO accepted_signature (mac, at, until) VALUES (?, ?, ?) ON CONFLICT (mac) DO NOTHING", mark.mac(), at, at.plus(mark.memory())) > 0;
            boolean isOwn = isNew ? own.add(ByteBuffer.wrap(mark.mac())) : own.contains(ByteBuffer.wrap(mark.mac()));
            isFirst &= isOwn || !mark.isFirst();
        }
        return isFirst;
    }

    /// With the purge of receipts.
    static void forget(Session session, Instant now) throws SQLException {
        session.update("DELETE FROM accepted_signature WHERE until < ?", now);
    }
}
