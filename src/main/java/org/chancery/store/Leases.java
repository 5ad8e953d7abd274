package org.chancery.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.chancery.delivery.Queue.Lease;

/// Who owns which work for how long. An owner is the number of one opening of the store; it is given with the first claim.
/// A row is free when it has no owner or its lease has run out by the clock of the database. Each claim adds one to the
/// row's fencing number, and every write names the number it was claimed under, so an owner that slept cannot write.
///
/// What this server holds is remembered here, but only to know what to lengthen: a claim whose answer was lost on a cut
/// connection is not in hand, so its lease runs out and the work is taken again.
final class Leases {
    /// In which rows are locked: a heartbeat and a settling that each hold what the other wants would stop both (PostgreSQL: deadlock detected).
    static final Comparator<Held> IN_ORDER = Comparator.comparing((Held held) -> held instanceof Held.Recipient)
            .thenComparingLong(Held::row).thenComparingInt(held -> held instanceof Held.Chunk chunk ? chunk.number() : 0);

    private final Database database;
    private final InstantSource time;
    private final Duration length;
    private volatile long owner;
    private final Map<Held, Lease> inHand = new ConcurrentHashMap<>();
    /// Giving these back failed; the next heartbeat does it.
    private final Set<Held> dropped = ConcurrentHashMap.newKeySet();

    /// A row under a lease, by the fencing number of its claim.
    sealed interface Held {
        record Chunk(long posting, int number, long fence) implements Held {
            @Override
            public long row() {
                return posting;
            }
        }

        record Recipient(long row, long fence) implements Held {}

        long row();
    }

    Leases(Database database, InstantSource time, Duration length) {
        this.database = database;
        this.time = time;
        this.length = length;
    }

    /// The condition under which a row may be claimed, for use behind `WHERE`: nobody has it, and delivery is not stopped.
    String isFree() {
        return "(owner IS NULL OR lease_until < " + database.dialect().leaseClock + ") AND NOT EXISTS (SELECT 1 FROM delivery_stop)";
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

    /// Of a claim that was asked for at `asked` ([System#nanoTime]): if that was long ago, another server may have it already.
    Lease take(Held held, long asked) {
        Lease lease = new Lease();
        if (runOut() && System.nanoTime() - asked > length.toNanos() / 2) {
            lease.lose();
        } else {
            inHand.put(held, lease);
        }
        return lease;
    }

    /// Empty on SQLite: one process owns the file.
    Optional<Duration> length() {
        return runOut() ? Optional.of(length) : Optional.empty();
    }

    private boolean runOut() {
        return database.dialect() != Dialect.SQLITE;
    }

    void end(Held held) {
        inHand.remove(held);
    }

    /// To be called when giving work back failed, or when it is unknown whether its outcome was stored.
    void drop(Held held) {
        inHand.remove(held);
        dropped.add(held);
    }

    /// Where leases do not run out there is nothing to lengthen.
    void heartbeat() {
        List<Held> toFree = dropped.stream().sorted(IN_ORDER).toList();
        List<Held> toLengthen = runOut() ? inHand.keySet().stream().sorted(IN_ORDER).toList() : List.of();
        if (toFree.isEmpty() && toLengthen.isEmpty()) {
            return;
        }
        List<Held> lost = database.writeRepeatable("heartbeat", s -> {
            for (Held held : toFree) {
                update(s, "owner = NULL, lease_until = NULL", held);
            }
            List<Held> others = new ArrayList<>();
            for (Held held : toLengthen) {
                if (!update(s, "lease_until = " + end(), held)) {
                    others.add(held);
                }
            }
            return others;
        });
        toFree.forEach(dropped::remove);
        lost.forEach(this::lose);
    }

    /// What ended meanwhile because it is done has nobody left who asks.
    private void lose(Held held) {
        Lease lease = inHand.remove(held);
        if (lease != null) {
            lease.lose();
        }
    }

    private boolean update(Session session, String change, Held held) throws SQLException {
        return switch (held) {
            case Held.Chunk(long posting, int number, long fence) ->
                session.update(
                        "UPDATE chunk SET " + change + " WHERE posting = ? AND number = ? AND fence = ? AND owner = ?",
                        posting, number, fence, owner);
            case Held.Recipient(long row, long fence) ->
                session.update("UPDATE recipient SET " + change + " WHERE id = ? AND fence = ? AND owner = ?", row, fence, owner);
        } > 0;
    }
}
