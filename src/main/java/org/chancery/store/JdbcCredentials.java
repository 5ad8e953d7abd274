package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.sender.Credential;
import org.chancery.sender.Credentials;
import org.chancery.sender.SenderId;

/// Credentials in their table. One of a deleted sender, or made before a deletion that lasted, reads as ended without being written.
final class JdbcCredentials implements Credentials {
    private static final String SELECT =
            """
            SELECT c.kid, c.sender, c.list, c.moderator, c.kind, c.label, c.only_lists, c.max_uses, c.uses, c.per_day, c.created, c.expires,
                COALESCE(c.ended, CASE WHEN s.state = 'tombstone' THEN s.tombstoned WHEN c.created < s.keys_from THEN s.keys_from END),
                c.reason, c.last_used, c.verifier
            FROM sender_credential c LEFT JOIN sender s ON s.id = c.sender
            """;
    private static final Duration DAY = Duration.ofDays(1);
    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcCredentials(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    private static Stored read(ResultSet row) throws SQLException {
        Optional<Instant> ended = GrantRows.instant(row, 13);
        String reason = row.getString(14);
        List<ListId> lists = row.getString(7).lines().map(number -> new ListId(Long.parseLong(number))).toList();
        Credential credential = new Credential(
                row.getString(1), owner(row), Credential.Kind.ofWord(row.getString(5)), row.getString(6), lists, row.getInt(8), row.getInt(9), row.getInt(10),
                Instant.ofEpochMilli(row.getLong(11)), GrantRows.instant(row, 12), ended, ended.isPresent() && reason.isEmpty() ? "sender deleted" : reason,
                GrantRows.instant(row, 15));
        return new Stored(credential, row.getBytes(16));
    }

    private static Credential.Owner owner(ResultSet row) throws SQLException {
        String sender = row.getString(2);
        return sender != null
                ? new Credential.Owner.OfSender(new SenderId(java.util.UUID.fromString(sender)))
                : new Credential.Owner.OfModerator(new ListId(row.getLong(3)), Address.of(row.getString(4)));
    }

    @Override
    public Optional<Stored> find(String kid) {
        return database.read(s -> s.first(SELECT + "WHERE c.kid = ?", JdbcCredentials::read, kid));
    }

    @Override
    public List<Credential> of(Credential.Owner owner) {
        return stored(owner).stream().map(Stored::credential).toList();
    }

    @Override
    public Optional<Stored> password(Credential.Owner owner) {
        return stored(owner).stream()
                .filter(one -> one.credential().kind() == Credential.Kind.PASSWORD && one.credential().ended().isEmpty())
                .reduce((_, newest) -> newest);
    }

    private List<Stored> stored(Credential.Owner owner) {
        return database.read(s -> switch (owner) {
            case Credential.Owner.OfSender(SenderId sender) ->
                    s.list(SELECT + "WHERE c.sender = ? ORDER BY c.created, c.kid", JdbcCredentials::read, sender.toString());
            case Credential.Owner.OfModerator(ListId list, Address address) ->
                    s.list(SELECT + "WHERE c.list = ? AND c.moderator = ? ORDER BY c.created, c.kid", JdbcCredentials::read, list.value(), address.key());
        });
    }

    @Override
    public boolean add(Credential credential, byte[] verifier, Act act) {
        return database.write("sender", s -> audit.appendIf(ownerIsThere(s, credential.owner()) && insert(s, credential, verifier), s, act));
    }

    private static boolean ownerIsThere(Session session, Credential.Owner owner) throws SQLException {
        return switch (owner) {
            case Credential.Owner.OfSender(SenderId sender) ->
                    session.exists("SELECT 1 FROM sender WHERE id = ? AND state <> 'tombstone'", sender.toString());
            case Credential.Owner.OfModerator(ListId list, Address _) -> session.exists("SELECT 1 FROM list WHERE id = ?", list.value());
        };
    }

    private static boolean insert(Session session, Credential credential, byte[] verifier) throws SQLException {
        Credential.Owner owner = credential.owner();
        return session.update(
                        """
                        INSERT INTO sender_credential
                            (kid, sender, list, moderator, kind, label, verifier, only_lists, max_uses, uses, per_day, created, expires, reason)
                        VALUES (?, NULLIF(?, ''), NULLIF(?, 0), NULLIF(?, ''), ?, ?, ?, ?, ?, 0, ?, ?, ?, '') ON CONFLICT (kid) DO NOTHING
                        """,
                        credential.kid(), owner instanceof Credential.Owner.OfSender(SenderId sender) ? sender.toString() : "",
                        owner instanceof Credential.Owner.OfModerator(ListId list, Address _) ? list.value() : 0L,
                        owner instanceof Credential.Owner.OfModerator(ListId _, Address address) ? address.key() : "",
                        credential.kind().word(), credential.label(), verifier,
                        credential.lists().stream().map(ListId::toString).collect(Collectors.joining("\n")),
                        credential.maxUses(), credential.perDay(), credential.created(), credential.expires().orElse(null))
                > 0;
    }

    @Override
    public boolean end(String kid, String reason, Act act) {
        return database.write("sender", s -> audit.appendIf(
                s.update("UPDATE sender_credential SET ended = ?, reason = ? WHERE kid = ? AND ended IS NULL", time.instant(), reason, kid) > 0, s, act));
    }

    @Override
    public boolean use(String kid, byte[] digest, Instant now, Act act) {
        return database.write("sender", s -> {
            Optional<Stored> stored = s.first(SELECT + "WHERE c.kid = ?" + (database.dialect().forUpdate.isEmpty() ? "" : " FOR UPDATE OF c"), JdbcCredentials::read, kid);
            s.update("DELETE FROM sender_use WHERE kid = ? AND at < ?", kid, now.minus(DAY));
            if (stored.isEmpty() || !stored.get().credential().worksAt(now)) {
                return false;
            }
            return s.exists("SELECT 1 FROM sender_use WHERE kid = ? AND digest = ? AND at > ?", kid, digest, now.minus(Credential.SAME_TEXT))
                    || audit.appendIf(takeOne(s, stored.get().credential(), digest, now), s, act);
        });
    }

    private static boolean takeOne(Session session, Credential credential, byte[] digest, Instant now) throws SQLException {
        boolean none = (credential.maxUses() > 0 && credential.uses() >= credential.maxUses())
                || (credential.perDay() > 0 && session.number("SELECT COUNT(*) FROM sender_use WHERE kid = ?", credential.kid()) >= credential.perDay());
        if (none) {
            return false;
        }
        session.update(
                "INSERT INTO sender_use (kid, digest, at) VALUES (?, ?, ?) ON CONFLICT (kid, digest) DO UPDATE SET at = excluded.at",
                credential.kid(), digest, now);
        session.update("UPDATE sender_credential SET uses = uses + 1, last_used = ? WHERE kid = ?", now, credential.kid());
        return true;
    }

    @Override
    public void replaceVerifier(String kid, byte[] verifier) {
        database.writeRepeatable("sender", s -> s.update("UPDATE sender_credential SET verifier = ? WHERE kid = ?", verifier, kid));
    }
}
