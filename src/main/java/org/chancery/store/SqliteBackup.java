package org.chancery.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;

/// Backup and restore of a SQLite store (reliability.md I24). A backup is a folder with one file `chancery.db`: the state of
/// one moment, taken while the server runs and accepts. Keys are not in it: they lie beside the store, sealed.
///
/// What was queued at that moment may have been sent since. So everything unfinished is restored in state `unknown` and is
/// not sent until an administrator says so (`queue retry`); he may drop it instead.
///
/// Example: `SqliteBackup.write(data, Path.of("/backup/monday"))`
public final class SqliteBackup {
    private static final String PART = Sqlite.FILE + ".part";
    private static final String FREED = "fence = fence + 1, owner = NULL, lease_until = NULL";

    private SqliteBackup() {}

    /// What a restore brings back, and what of it waits for a word of the administrator.
    public record Restored(long receipts, long unknownPosts, long unknownChunks, long unknownRecipients) {}

    /// Writes the store in `data` into the folder `target`, which is made; one that holds anything is refused.
    /// A backup that was cut short has no `chancery.db`. Throws [StoreException].
    public static void write(Path data, Path target) {
        Path file = data.resolve(Sqlite.FILE);
        if (!Files.exists(file)) {
            throw refusal("there is no store in " + data);
        }
        demandEmpty(target);
        try (Session session = new Session(Sqlite.connector(file).connect())) {
            session.update("VACUUM INTO ?", target.resolve(PART).toString());
        } catch (SQLException e) {
            throw new StoreException(StoreException.Kind.TEMPORARY, "the backup failed: " + e.getMessage(), e);
        }
        publish(target);
    }

    /// The faults of the store or backup in `folder`, one sentence each; none: it can be relied upon.
    /// See [StoreCheck] for what is looked at. `macOf` makes the content MAC of a message's octets.
    public static List<String> verify(Path folder, AuditChain chain, ContentMac macOf) {
        return new StoreCheck(chain, macOf).check(folder.resolve(Sqlite.FILE));
    }

    /// Checks the backup and tells what restoring it would bring back; changes nothing.
    public static Restored dryRun(Path backup, AuditChain chain, ContentMac macOf) {
        demandWhole(backup, chain, macOf);
        try (Session session = new Session(StoreCheck.readOnly(backup.resolve(Sqlite.FILE)))) {
            return count(session);
        } catch (SQLException e) {
            throw new StoreException(StoreException.Kind.FATAL, "the backup cannot be read: " + e.getMessage(), e);
        }
    }

    /// Restores into the folder `data`, which must not have a store yet. The act is logged in the restored store.
    /// A restore that was cut short leaves no store. Refuses a backup with faults.
    public static Restored restore(Path backup, Path data, AuditChain chain, ContentMac macOf, Act act) {
        demandWhole(backup, chain, macOf);
        demandNoStore(data);
        Path part = data.resolve(PART);
        try {
            Files.copy(backup.resolve(Sqlite.FILE), part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Restored restored = markUnknown(part, chain, act);
        publish(data);
        return restored;
    }

    /// As read in the backup, work in hand of the old server is 'open' like the rest: all of it may have been sent.
    private static Restored markUnknown(Path file, AuditChain chain, Act act) {
        try (Connection connection = Sqlite.connector(file).connect()) {
            Session session = new Session(connection);
            session.run(Dialect.SQLITE.begin);
            session.update("UPDATE chunk SET state = 'unknown', " + FREED + " WHERE state = 'open'");
            session.update("UPDATE recipient SET state = 'unknown', " + FREED + " WHERE state = 'deferred'");
            session.update(
                    """
                    UPDATE posting SET queue = 'unknown', owner = NULL, lease_until = NULL WHERE queue = 'open' AND (state = 'ACCEPTED'
                        OR id IN (SELECT posting FROM chunk WHERE state = 'unknown')
                        OR id IN (SELECT posting FROM recipient WHERE state = 'unknown'))
                    """);
            AuditTrail.append(session, Dialect.SQLITE, chain, act);
            session.run("COMMIT");
            Restored restored = count(session);
            // One file again, so that renaming it moves all of it.
            session.first("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
            session.first("PRAGMA journal_mode = DELETE", row -> row.getString(1));
            return restored;
        } catch (SQLException e) {
            throw new StoreException(StoreException.Kind.FATAL, "the backup could not be restored: " + e.getMessage(), e);
        }
    }

    private static Restored count(Session session) throws SQLException {
        return new Restored(
                session.number("SELECT COUNT(*) FROM receipt"),
                session.number("SELECT COUNT(*) FROM posting WHERE state = 'ACCEPTED' AND queue IN ('open', 'unknown')"),
                session.number("SELECT COUNT(*) FROM chunk WHERE state IN ('open', 'unknown')"),
                session.number("SELECT COUNT(*) FROM recipient WHERE state IN ('deferred', 'unknown')"));
    }

    private static void demandWhole(Path backup, AuditChain chain, ContentMac macOf) {
        List<String> faults = verify(backup, chain, macOf);
        if (!faults.isEmpty()) {
            throw refusal("the backup has faults: " + String.join("; ", faults));
        }
    }

    private static void demandEmpty(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw refusal(folder + " is not empty");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Keys and the lock may lie there already; a store may not.
    private static void demandNoStore(Path data) {
        if (Files.exists(data.resolve(Sqlite.FILE))) {
            throw refusal(data + " has a store already");
        }
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Gives the finished file its name, durably: SQLite syncs neither a VACUUM INTO nor our rename.
    private static void publish(Path folder) {
        try {
            try (FileChannel file = FileChannel.open(folder.resolve(PART), StandardOpenOption.WRITE)) {
                file.force(true);
            }
            Files.move(folder.resolve(PART), folder.resolve(Sqlite.FILE), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoreException refusal(String why) {
        return new StoreException(StoreException.Kind.FATAL, why);
    }
}
