package org.chancery.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.sqlite.SQLiteDataSource;

/// Opens `<data>/chancery.db`. Every setting that durability rests on is set and read back on every connection;
/// one that did not take is refused (a file system without shared memory, for example, has no WAL).
final class Sqlite {
    static final String FILE = "chancery.db";

    /// Pages of 4 KiB: each commit writes a page of a dozen trees, and whole pages of each message. 8 KiB wrote 30 KB for a post of 10 KB.
    private static final String PAGE_SIZE = "4096";
    /// Pages in the WAL before a checkpoint: 32 MB, so that a checkpoint serves many commits.
    private static final String CHECKPOINT = "8000";
    private static final String BUSY_MILLISECONDS = "5000";
    private static final int READERS = 4;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final Map<String, String> SETTINGS = Map.of(
            "journal_mode", "wal",
            "synchronous", "2", // FULL: one fsync of the WAL in each commit
            "foreign_keys", "1",
            "busy_timeout", BUSY_MILLISECONDS,
            "wal_autocheckpoint", CHECKPOINT);

    private Sqlite() {}

    static Database open(Path data, OptionalLong reserve, Runnable panic) {
        return open(data, connector(data.resolve(FILE)), reserve, panic);
    }

    /// With connections opened by `connector`: tests put a failing disk there.
    static Database open(Path data, Connector connector, OptionalLong reserve, Runnable panic) {
        prepare(data);
        try (Connection first = connector.connect()) {
            Migrations.migrate(first, Dialect.SQLITE, dataSource(data.resolve(FILE)));
            endOldLeases(new Session(first));
        } catch (SQLException e) {
            throw new StoreException(StoreException.Kind.FATAL, "cannot open " + data.resolve(FILE) + ": " + e.getMessage(), e);
        }
        return new Database(
                Dialect.SQLITE,
                new Readers.Kept(connector, READERS),
                new GroupWriter(Dialect.SQLITE, connector, 1, panic),
                new DiskReserve(data, reserve),
                () -> {});
    }

    /// The file is for its owner only; SQLite gives the files beside it the same mode.
    private static void prepare(Path data) {
        Path file = data.resolve(FILE);
        try {
            Files.createDirectories(data);
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            } else {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Connector connector(Path file) {
        SQLiteDataSource source = dataSource(file);
        return () -> {
            Connection connection = source.getConnection();
            try {
                configure(new Session(connection));
                return connection;
            } catch (SQLException | StoreException e) {
                connection.close();
                throw e;
            }
        };
    }

    private static SQLiteDataSource dataSource(Path file) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static void configure(Session session) throws SQLException {
        // Takes effect only on a file without tables, and has to come before WAL.
        session.run("PRAGMA page_size = " + PAGE_SIZE);
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            session.run("PRAGMA " + setting.getKey() + " = " + setting.getValue());
        }
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            String now = session.first("PRAGMA " + setting.getKey(), row -> row.getString(1)).orElse("");
            if (!now.toLowerCase(Locale.ROOT).equals(setting.getValue())) {
                throw new StoreException(
                        StoreException.Kind.FATAL,
                        "SQLite did not take " + setting.getKey() + "=" + setting.getValue() + " (it is " + now + ")");
            }
        }
    }

    /// One process owns the file: whoever held a lease is gone. Writes only when there is one, so that a command stays cheap.
    private static void endOldLeases(Session session) throws SQLException {
        for (String table : new String[] {"chunk", "recipient"}) {
            if (session.exists("SELECT 1 FROM " + table + " WHERE owner IS NOT NULL LIMIT 1")) {
                session.update("UPDATE " + table + " SET owner = NULL, lease_until = NULL WHERE owner IS NOT NULL");
            }
        }
        if (session.exists("SELECT 1 FROM posting WHERE state = 'ACCEPTED' AND owner IS NOT NULL LIMIT 1")) {
            session.update("UPDATE posting SET owner = NULL, lease_until = NULL WHERE state = 'ACCEPTED'");
        }
    }
}
