package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.ListKeys;
import org.chancery.keyring.Trusted;
import org.chancery.list.ListId;
import org.chancery.notice.Notice;
import org.chancery.protection.Technology;

/// The keys of lists and what they trust, in their tables.
final class JdbcListKeys implements ListKeys {
    private static final String SELECT =
            "SELECT list, technology, component, fingerprint, state, certificate, sealed, revocation, created, changed, expires, ends FROM list_key ";
    /// A post that came before the end of the transition and is not done with.
    private static final String IN_NEED =
            """
            EXISTS (SELECT 1 FROM posting p WHERE p.list = list_key.list AND p.at <= list_key.ends AND (
                p.state IN ('ACCEPTED', 'HELD')
                OR EXISTS (SELECT 1 FROM digest_post d WHERE d.posting = p.id)
                OR EXISTS (SELECT 1 FROM archive_wait w WHERE w.posting = p.id)
                OR EXISTS (SELECT 1 FROM chunk c WHERE c.posting = p.id AND c.state <> 'done')
                OR EXISTS (SELECT 1 FROM recipient r WHERE r.posting = p.id AND r.state <> 'failed')))
            """;

    private final Database database;
    private final AuditTrail audit;

    JdbcListKeys(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    @Override
    public long version(ListId list) {
        return database.read(s -> version(s, list, ""));
    }

    private static long version(Session session, ListId list, String lock) throws SQLException {
        return session.number("SELECT version FROM list_keyring WHERE list = ?" + lock, list.value());
    }

    @Override
    public List<ListKey> of(ListId list) {
        return database.read(s -> s.list(SELECT + "WHERE list = ? ORDER BY state, created DESC, component", JdbcListKeys::key, list.value()));
    }

    private static ListKey key(ResultSet row) throws SQLException {
        return new ListKey(
                new ListId(row.getLong(1)), technology(row.getString(2)), row.getString(3), row.getString(4), ListKey.State.ofWord(row.getString(5)),
                row.getBytes(6), row.getBytes(7), row.getBytes(8), Instant.ofEpochMilli(row.getLong(9)), Instant.ofEpochMilli(row.getLong(10)),
                instant(row, 11), instant(row, 12));
    }

    static Technology technology(String word) {
        return Technology.valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }

    static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        long at = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
    }

    @Override
    public boolean put(ListId list, long version, List<ListKey> keys, Act act) {
        return database.write("keys", s -> {
            if (version(s, list, database.dialect().forUpdate) != version || !s.exists("SELECT 1 FROM list WHERE id = ?", list.value())) {
                return false;
            }
            for (ListKey key : keys) {
                put(s, key);
            }
            KeyVersions.begin(s, list);
            return audit.appendIf(true, s, act);
        });
    }

    private static void put(Session session, ListKey key) throws SQLException {
        session.update(
                """
                INSERT INTO list_key (list, technology, component, fingerprint, state, certificate, sealed, revocation, created, changed, expires, ends)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (list, technology, component) DO UPDATE SET fingerprint = excluded.fingerprint, state = excluded.state,
                certificate = excluded.certificate, sealed = excluded.sealed, revocation = excluded.revocation, changed = excluded.changed,
                expires = excluded.expires, ends = excluded.ends,
                warned = CASE WHEN COALESCE(list_key.expires, 0) = COALESCE(excluded.expires, 0) THEN list_key.warned ELSE 0 END
                """,
                key.list().value(), key.technology().word(), key.component(), key.fingerprint(), key.state().word(), key.certificate(), key.sealed(),
                key.revocation(), key.created(), key.changed(), key.expires().orElse(null), key.ends().orElse(null));
    }

    @Override
    public List<ListKey> destroyable(Instant now) {
        return database.read(s -> s.list(SELECT + "WHERE state = 'retiring' AND ends <= ? AND NOT " + IN_NEED + " ORDER BY list, component", JdbcListKeys::key, now));
    }

    @Override
    public List<ListKey> ended(Instant now) {
        return database.read(s -> s.list(SELECT + "WHERE state = 'retiring' AND ends <= ? ORDER BY list, component", JdbcListKeys::key, now));
    }

    @Override
    public List<ListKey> ending(Instant until) {
        return database.read(s -> s.list(SELECT + "WHERE state = 'current' AND expires <= ? ORDER BY list, component", JdbcListKeys::key, until));
    }

    @Override
    public List<ListKey> waiting(Instant until) {
        return database.read(s -> s.list(SELECT + "WHERE state = 'requested' AND created <= ? ORDER BY list, created, component", JdbcListKeys::key, until));
    }

    @Override
    public int warned(ListKey key) {
        return database.read(s -> (int) s.number("SELECT warned FROM list_key WHERE list = ? AND technology = ? AND component = ?",
                key.list().value(), key.technology().word(), key.component()));
    }

    @Override
    public boolean warn(ListKey key, int before, int days, Act act, List<Notice> mails) {
        return database.write("keys", s -> {
            boolean warned = s.update("UPDATE list_key SET warned = ? WHERE list = ? AND technology = ? AND component = ? AND state = ? AND warned = ?",
                    days, key.list().value(), key.technology().word(), key.component(), key.state().word(), before) > 0;
            for (Notice mail : warned ? mails : List.<Notice>of()) {
                NoticeRows.insert(s, mail, act.at());
            }
            return audit.appendIf(warned, s, act);
        });
    }

    @Override
    public Optional<byte[]> archiveKey(ListId list) {
        return database.read(s -> s.first("SELECT sealed FROM list_archive_key WHERE list = ?", row -> row.getBytes(1), list.value()));
    }

    @Override
    public boolean putArchiveKey(ListId list, Optional<byte[]> before, byte[] sealed, Act act) {
        return database.write("keys", s -> audit.appendIf(
                (before.isPresent()
                        ? s.update("UPDATE list_archive_key SET sealed = ? WHERE list = ? AND sealed = ?", sealed, list.value(), before.get())
                        : s.update("INSERT INTO list_archive_key (list, sealed, created) SELECT id, ?, ? FROM list WHERE id = ? ON CONFLICT (list) DO NOTHING",
                                sealed, act.at(), list.value())) > 0,
                s, act));
    }

    @Override
    public List<Trusted> trusted(ListId list) {
        return database.read(s -> s.list(
                "SELECT list, kind, fingerprint, subject, octets, added, expires FROM list_trust WHERE list = ? ORDER BY kind, added, fingerprint",
                row -> new Trusted(new ListId(row.getLong(1)), Trusted.Kind.ofWord(row.getString(2)), row.getString(3), row.getString(4), row.getBytes(5),
                        Instant.ofEpochMilli(row.getLong(6)), instant(row, 7)),
                list.value()));
    }

    /// A revocation list takes the place of the one with the same name.
    @Override
    public boolean trust(Trusted trusted, Act act) {
        return database.write("keys", s -> {
            if (s.exists("SELECT 1 FROM list_trust WHERE list = ? AND kind = ? AND fingerprint = ? AND octets = ?",
                    trusted.list().value(), trusted.kind().word(), trusted.fingerprint(), trusted.octets())) {
                return false;
            }
            s.update(
                    """
                    INSERT INTO list_trust (list, kind, fingerprint, subject, octets, added, expires) VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (list, kind, fingerprint) DO UPDATE SET octets = excluded.octets, added = excluded.added, expires = excluded.expires
                    """,
                    trusted.list().value(), trusted.kind().word(), trusted.fingerprint(), trusted.subject(), trusted.octets(), trusted.added(),
                    trusted.expires().orElse(null));
            KeyVersions.begin(s, trusted.list());
            return audit.appendIf(true, s, act);
        });
    }

    @Override
    public boolean distrust(ListId list, Trusted.Kind kind, String fingerprint, Act act) {
        return database.write("keys", s -> {
            boolean gone = s.update("DELETE FROM list_trust WHERE list = ? AND kind = ? AND fingerprint = ?", list.value(), kind.word(), fingerprint) > 0;
            if (gone) {
                KeyVersions.touch(s, list);
            }
            return audit.appendIf(gone, s, act);
        });
    }
}
