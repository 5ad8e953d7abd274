package org.chancery.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.chancery.delivery.Queue.ChunkRef;

/// Who owns which work for how long. An owner is the number of one opening of the store; it is given with the first claim.
/// A row is free when it has no owner or its lease has run out by the clock of the database. Each claim adds one to the
/// row's fencing number, and every write names the number it was claimed under, so an owner that slept cannot write.
final class Leases {
    private final Database database;
    private final InstantSource time;
    private final Duration length;
    private volatile long owner;
    /// Chunks whose release failed: not ours to lengthen any more.
    private final ConcurrentLinkedQueue<Dropped> dropped = new ConcurrentLinkedQueue<>();

    private record Dropped(ChunkRef chunk, long fence) {}

    Leases(Database database, InstantSource time, Duration length) {
        this.database = database;
        this.time = time;
        this.length = length;
    }

    /// The condition under which a row may be claimed, for use behind `WHERE`.
    String isFree() {
        return "(owner IS NULL OR lease_until < " + database.dialect().leaseClock + ")";
    }

    /// SQL for the end of a lease that begins now.
    String end() {
        return "(" + database.dialect().leaseClock + " + " + length.toMillis() + ")";
    }

    /// This server's number. Asked before a unit that claims is handed in, never inside one.
    synchronized long owner() {
        if (owner == 0) {
            owner = database.write("claim", s -> s.number("INSERT INTO node (opened) VALUES (?) RETURNING id", time.instant()));
        }
        return owner;
    }

    /// To be called when giving a chunk back failed: it is left to run out, or freed with the next heartbeat.
    void drop(ChunkRef chunk, long fence) {
        dropped.add(new Dropped(chunk, fence));
    }

    void heartbeat() {
        if (owner == 0) {
            return;
        }
        database.writeRepeatable("heartbeat", s -> {
            for (Dropped row : dropped) {
                s.update(
                        "UPDATE chunk SET owner = NULL, lease_until = NULL WHERE posting = ? AND number = ? AND fence = ? AND owner = ?",
                        row.chunk().posting().value(), row.chunk().number(), row.fence(), owner);
            }
            lengthen(s);
            return true;
        });
        dropped.clear();
    }

    private void lengthen(Session session) throws SQLException {
        session.update("UPDATE chunk SET lease_until = " + end() + " WHERE owner = ?", owner);
        session.update("UPDATE recipient SET lease_until = " + end() + " WHERE owner = ?", owner);
    }
}
