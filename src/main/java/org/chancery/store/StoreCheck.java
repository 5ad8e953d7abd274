package org.chancery.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.chancery.audit.AuditChain;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// Looks a SQLite store over without changing it: SQLite's own structure and foreign keys, the schema's version, the audit
/// chain, the octets of every post that may still be sent, and the MACs of every message.
final class StoreCheck {
    private static final int MOST = 100; // faults told; a broken disk gives thousands
    private static final int PAGE = 1_000; // receipt ids in memory at once; messages are read one by one

    private final AuditChain chain;
    private final ContentMac macOf;
    private final List<String> faults = new ArrayList<>();

    StoreCheck(AuditChain chain, ContentMac macOf) {
        this.chain = chain;
        this.macOf = macOf;
    }

    static Connection readOnly(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    List<String> check(Path file) {
        if (!Files.exists(file)) {
            return List.of("there is no " + file);
        }
        try (Session session = new Session(readOnly(file))) {
            structure(session);
            if (faults.isEmpty() && version(session)) {
                octets(session);
                archive(session);
                messages(session);
                audit(session);
            }
        } catch (SQLException | StoreException e) {
            faults.add("cannot be read: " + e.getMessage());
        }
        return faults.size() > MOST ? List.copyOf(faults.subList(0, MOST)) : List.copyOf(faults);
    }

    private void structure(Session session) throws SQLException {
        faults.addAll(session.list("PRAGMA integrity_check(" + MOST + ")", row -> row.getString(1)));
        faults.removeIf("ok"::equals);
        faults.addAll(session.list(
                "PRAGMA foreign_key_check", row -> "a row of " + row.getString(1) + " names a missing row of " + row.getString(3)));
    }

    private boolean version(Session session) throws SQLException {
        OptionalInt version = Migrations.version(session, Dialect.SQLITE);
        if (version.isEmpty()) {
            faults.add("is not a store of Chancery");
        } else if (version.getAsInt() > Migrations.NEWEST) {
            faults.add("was written by a newer Chancery (schema " + version.getAsInt() + ")");
        }
        return faults.isEmpty();
    }

    private void octets(Session session) throws SQLException {
        faults.addAll(session.list(
                """
                SELECT p.id FROM posting p WHERE (p.state IN ('ACCEPTED', 'HELD')
                    OR EXISTS (SELECT 1 FROM chunk c WHERE c.posting = p.id AND c.state <> 'done')
                    OR EXISTS (SELECT 1 FROM recipient r WHERE r.posting = p.id AND r.state <> 'failed'))
                AND CASE WHEN p.list IS NULL THEN NOT EXISTS (SELECT 1 FROM notice n WHERE n.posting = p.id)
                    ELSE NOT EXISTS (SELECT 1 FROM message m WHERE m.receipt = p.receipt) END
                LIMIT 100
                """,
                row -> "post " + row.getLong(1) + " is to be sent and its octets are missing"));
    }

    private void archive(Session session) throws SQLException {
        faults.addAll(session.list(
                "SELECT list, number FROM archive_post a WHERE NOT EXISTS (SELECT 1 FROM archive_octets o WHERE o.posting = a.posting) LIMIT 100",
                row -> "post " + row.getLong(2) + " in the archive of list " + row.getLong(1) + " has no octets"));
        faults.addAll(session.list(
                "SELECT w.posting FROM archive_wait w JOIN posting p ON p.id = w.posting WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.receipt = p.receipt) LIMIT 100",
                row -> "post " + row.getLong(1) + " is to be archived and its octets are missing"));
    }

    private void messages(Session session) throws SQLException {
        String after = "";
        List<String> page = page(session, after);
        while (!page.isEmpty() && faults.size() < MOST) {
            for (String receipt : page) {
                message(session, receipt);
            }
            after = page.getLast();
            page = page(session, after);
        }
    }

    private static List<String> page(Session session, String after) throws SQLException {
        return session.list("SELECT receipt FROM message WHERE receipt > ? ORDER BY receipt LIMIT ?", row -> row.getString(1), after, PAGE);
    }

    private record Stored(byte[] octets, byte[] mac, byte @Nullable [] whole) {}

    private void message(Session session, String receipt) throws SQLException {
        Optional<Stored> stored = session.first(
                "SELECT m.octets, r.content_mac, r.octets_mac FROM message m JOIN receipt r ON r.id = m.receipt WHERE m.receipt = ?",
                row -> new Stored(row.getBytes(1), row.getBytes(2), row.getBytes(3)), receipt);
        boolean received = stored.isPresent() && stored.get().mac().length > 0; // mails of our own have none
        if (received && !isWhole(stored.get())) {
            faults.add("the message of receipt " + receipt + " is not what was received");
        }
    }

    private boolean isWhole(Stored stored) {
        return MessageDigest.isEqual(macOf.body().apply(stored.octets()), stored.mac())
                && (stored.whole() == null || MessageDigest.isEqual(macOf.whole().apply(stored.octets()), stored.whole()));
    }

    private void audit(Session session) throws SQLException {
        AuditTrail.verify(session, chain).ifPresent(fault -> faults.add("audit: " + fault));
    }
}
