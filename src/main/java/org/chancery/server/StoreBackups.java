package org.chancery.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.administration.Backups;
import org.chancery.administration.Refused;
import org.chancery.audit.Act;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.posting.ContentMac;
import org.chancery.store.SqliteBackup;
import org.chancery.store.StoreException;

/// Copies of a SQLite store for the command line: one file, the state of one moment. The master key is not in it; keep
/// `keys/master.key` apart, a copy can be checked and restored only beside it.
final class StoreBackups implements Backups {
    private static final String FILE = "chancery.db";
    private final Configuration configuration;
    private final Keys keys;

    StoreBackups(Configuration configuration, Keys keys) {
        this.configuration = configuration;
        this.keys = keys;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        demandSqlite(configuration);
        Path folder = Files.createTempDirectory(configuration.data(), "backup");
        try {
            SqliteBackup.write(configuration.data(), folder);
            Files.copy(folder.resolve(FILE), out);
        } finally {
            remove(folder);
        }
    }

    @Override
    public List<String> verify() {
        return configuration.store() instanceof Configuration.Store.Sqlite
                ? SqliteBackup.verify(configuration.data(), keys.audit(), macOf(keys.content()))
                : List.of("verify looks at a SQLite store; check PostgreSQL with its own tools (pg_amcheck)");
    }

    /// Has this site a SQLite store?
    static boolean isIn(Configuration configuration) {
        return configuration.store() instanceof Configuration.Store.Sqlite && Files.exists(configuration.data().resolve(FILE));
    }

    /// Puts a copy in the place of the store, or only tells what that would bring back.
    static String restore(Configuration configuration, InputStream backup, boolean dryRun, Act act, SecureRandom random) throws IOException {
        demandSqlite(configuration);
        demandKey(configuration);
        Path folder = Files.createTempDirectory(configuration.data(), "restore");
        try {
            Files.copy(backup, folder.resolve(FILE));
            Keys keys = Keys.open(configuration, random);
            SqliteBackup.Restored restored = dryRun
                    ? SqliteBackup.dryRun(folder, keys.audit(), macOf(keys.content()))
                    : SqliteBackup.restore(folder, configuration.data(), keys.audit(), macOf(keys.content()), act);
            return sentence(restored, dryRun);
        } catch (StoreException e) {
            throw new Refused(e.getMessage() + " (the master key in " + configuration.data().resolve("keys") + " must be the one of that store)");
        } finally {
            remove(folder);
        }
    }

    private static String sentence(SqliteBackup.Restored restored, boolean dryRun) {
        return (dryRun ? "Would bring back " : "Restored ") + restored.receipts() + " receipts. Unfinished work that may have been sent already: "
                + restored.unknownPosts() + " posts, " + restored.unknownChunks() + " chunks of up to 100 recipients, " + restored.unknownRecipients()
                + " single recipients; it waits for \"chancery queue retry\" or \"chancery queue drop\".";
    }

    private static org.chancery.store.ContentMac macOf(ContentMac content) {
        return new org.chancery.store.ContentMac(
                octets -> switch (Message.parse(octets)) {
                    case Parsed.Value<Message>(Message message) -> content.of(message);
                    case Parsed.Malformed<Message> _ -> content.of(octets, 0);
                },
                content::whole);
    }

    private static void demandSqlite(Configuration configuration) {
        if (!(configuration.store() instanceof Configuration.Store.Sqlite)) {
            throw new Refused("This site keeps its store in PostgreSQL: copy and restore it with pg_basebackup or pg_dump.");
        }
    }

    /// A new one would be made otherwise, and would be wrong.
    private static void demandKey(Configuration configuration) {
        if (!configuration.masterKey().isThere()) {
            throw new Refused("A backup can be checked and restored only beside the master key of its store: put that into "
                    + configuration.masterKey().file() + " first, mode 0600.");
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(StoreBackups::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
