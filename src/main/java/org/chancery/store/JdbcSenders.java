package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.chancery.audit.Act;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.sender.Grant;
import org.chancery.sender.Sender;
import org.chancery.sender.SenderId;
import org.chancery.sender.SenderLink;
import org.chancery.sender.Senders;

/// Senders and their addresses in their tables.
final class JdbcSenders implements Senders {
    private static final String SELECT = "SELECT id, state, created_by, created, tombstoned, purge_after, scope FROM sender ";
    private static final int PURGED_AT_ONCE = 100;
    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcSenders(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    private record Row(SenderId id, Sender.State state, String createdBy, Instant created, Optional<Instant> tombstoned, Optional<Instant> purgeAfter,
            Optional<Domain> scope) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    new SenderId(UUID.fromString(row.getString(1))), Sender.State.ofWord(row.getString(2)), row.getString(3),
                    Instant.ofEpochMilli(row.getLong(4)), GrantRows.instant(row, 5), GrantRows.instant(row, 6),
                    Optional.of(row.getString(7)).filter(name -> !name.isEmpty()).map(Domain::of));
        }

        Sender with(List<Address> addresses) {
            return new Sender(id, state, addresses, createdBy, created, tombstoned, purgeAfter, scope);
        }
    }

    @Override
    public List<Sender> all() {
        return database.read(s -> s.list(
                "SELECT s.id FROM sender s JOIN sender_address a ON a.sender = s.id AND a.rank = 0 ORDER BY a.address_key", row -> row.getString(1)))
                .stream().flatMap(id -> SenderId.parse(id).flatMap(this::find).stream()).toList();
    }

    @Override
    public Optional<Sender> find(SenderId id) {
        return database.read(s -> one(s, id.toString()));
    }

    private static Optional<Sender> one(Session session, String id) throws SQLException {
        Optional<Row> row = session.first(SELECT + "WHERE id = ?", Row::read, id);
        List<Address> addresses = session.list(
                "SELECT address FROM sender_address WHERE sender = ? ORDER BY rank, address_key", found -> Address.of(found.getString(1)), id);
        return row.filter(_ -> !addresses.isEmpty()).map(found -> found.with(addresses));
    }

    @Override
    public Optional<Sender> of(Address address) {
        return database.read(s -> {
            Optional<String> id = s.first("SELECT sender FROM sender_address WHERE address_key = ?", row -> row.getString(1), address.key());
            return id.isPresent() ? one(s, id.get()) : Optional.<Sender>empty();
        });
    }

    @Override
    public boolean create(SenderId id, Address address, Act act) {
        return database.write("sender", s -> audit.appendIf(create(s, id, address, act.actor(), time.instant()), s, act));
    }

    static boolean create(Session session, SenderId id, Address address, String by, Instant now) throws SQLException {
        return isFree(session, id, address, now)
                && session.update(
                                "INSERT INTO sender (id, state, created_by, created, keys_from) VALUES (?, 'active', ?, ?, ?) ON CONFLICT DO NOTHING",
                                id.toString(), by, now, now)
                        > 0
                && putAddress(session, id, address, 0, now);
    }

    /// Nobody has it, and nobody else can take it back.
    private static boolean isFree(Session session, SenderId id, Address address, Instant now) throws SQLException {
        return !session.exists("SELECT 1 FROM sender_address WHERE address_key = ?", address.key())
                && !session.exists("SELECT 1 FROM sender_reserved WHERE address_key = ? AND sender <> ? AND ends > ?", address.key(), id.toString(), now);
    }

    private static boolean putAddress(Session session, SenderId id, Address address, int rank, Instant now) throws SQLException {
        return session.update(
                        "INSERT INTO sender_address (address_key, sender, address, rank, verified) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        address.key(), id.toString(), address.toString(), rank, now)
                > 0;
    }

    @Override
    public boolean delete(SenderId id, Instant purgeAfter, Act act) {
        return database.write("sender", s -> audit.appendIf(
                s.update("UPDATE sender SET state = 'tombstone', tombstoned = ?, purge_after = ? WHERE id = ? AND state <> 'tombstone'",
                        time.instant(), purgeAfter, id.toString()) > 0,
                s, act));
    }

    @Override
    public boolean restore(SenderId id, Act act) {
        Instant now = time.instant();
        return database.write("sender", s -> audit.appendIf(
                s.update(
                        """
                        UPDATE sender SET state = 'active', keys_from = CASE WHEN tombstoned > ? THEN keys_from ELSE ? END, tombstoned = NULL, purge_after = NULL
                        WHERE id = ? AND state = 'tombstone'
                        """,
                        now.minus(KEYS_SURVIVE), now, id.toString()) > 0,
                s, act));
    }

    @Override
    public boolean limit(SenderId id, Optional<Domain> scope, Act act) {
        String name = scope.map(Domain::ascii).orElse("");
        return database.write("sender", s -> audit.appendIf(
                s.update("UPDATE sender SET scope = ? WHERE id = ? AND scope <> ?", name, id.toString(), name) > 0, s, act));
    }

    @Override
    public boolean suspend(SenderId id, boolean suspended, Act act) {
        return database.write("sender", s -> audit.appendIf(
                s.update("UPDATE sender SET state = ? WHERE id = ? AND state = ?", suspended ? "suspended" : "active", id.toString(),
                        suspended ? "active" : "suspended") > 0,
                s, act));
    }

    @Override
    public boolean addAddress(SenderId id, Address address, List<SenderLink.Mailed> undos, Act act) {
        return database.write("sender", s -> audit.appendIf(addAddress(s, id, address, undos, time.instant()), s, act));
    }

    static boolean addAddress(Session session, SenderId id, Address address, List<SenderLink.Mailed> undos, Instant now) throws SQLException {
        boolean added = session.exists("SELECT 1 FROM sender WHERE id = ? AND state <> 'tombstone'", id.toString())
                && isFree(session, id, address, now) && putAddress(session, id, address, 1, now);
        if (added) {
            session.update("UPDATE list_grant SET paused = 1 WHERE sender = ? AND reapprove = 1", id.toString());
            SenderLinkRows.insert(session, undos, now);
        }
        return added;
    }

    @Override
    public boolean removeAddress(SenderId id, Address address, List<SenderLink.Mailed> undos, Act act) {
        Instant now = time.instant();
        return database.write("sender", s -> {
            boolean removed = s.update("DELETE FROM sender_address WHERE sender = ? AND address_key = ? AND rank > 0", id.toString(), address.key()) > 0;
            if (removed && !undos.isEmpty()) {
                s.update("INSERT INTO sender_reserved (address_key, sender, ends) VALUES (?, ?, ?) ON CONFLICT (address_key) DO UPDATE SET sender = excluded.sender, ends = excluded.ends",
                        address.key(), id.toString(), undos.getFirst().link().expires());
                SenderLinkRows.insert(s, undos, now);
            }
            return audit.appendIf(removed, s, act);
        });
    }

    @Override
    public boolean prefer(SenderId id, Address address, List<SenderLink.Mailed> undos, Act act) {
        Instant now = time.instant();
        return database.write("sender", s -> {
            s.exists("SELECT 1 FROM sender WHERE id = ?" + database.dialect().forUpdate, id.toString());
            boolean changed = s.update("UPDATE sender_address SET rank = 0 WHERE sender = ? AND address_key = ? AND rank > 0", id.toString(), address.key()) > 0;
            if (changed) {
                s.update("UPDATE sender_address SET rank = 1 WHERE sender = ? AND address_key <> ?", id.toString(), address.key());
                SenderLinkRows.insert(s, undos, now);
            }
            return audit.appendIf(changed, s, act);
        });
    }

    @Override
    public List<Purged> purge(Instant now) {
        boolean due = database.read(s -> s.exists("SELECT 1 FROM sender WHERE purge_after <= ?", now));
        return due ? database.write("sender", s -> purge(s, now)) : List.of();
    }

    private List<Purged> purge(Session session, Instant now) throws SQLException {
        List<Purged> purged = new ArrayList<>();
        for (String id : session.list(
                "SELECT id FROM sender WHERE state = 'tombstone' AND purge_after <= ? ORDER BY purge_after LIMIT ?" + database.dialect().skipLocked,
                row -> row.getString(1), now, PURGED_AT_ONCE)) {
            Sender sender = one(session, id).orElseThrow(() -> new StoreException(StoreException.Kind.TEMPORARY, "sender " + id + " is gone"));
            List<Grant> grants = GrantRows.of(session, sender.id());
            session.update(
                    """
                    INSERT INTO grant_history (sender, address, target, granted_by, granted, ended)
                    SELECT sender, ?, CASE WHEN list IS NULL THEN '@' || list_group ELSE 'list ' || list END, granted_by, granted, ? FROM list_grant WHERE sender = ?
                    """,
                    sender.primary().toString(), now, id);
            session.update("DELETE FROM list_grant WHERE sender = ?", id);
            session.update("DELETE FROM sender WHERE id = ?", id);
            audit.append(session, new Act(now, "chancery", "time", "sender.purge", sender.primary().key(), "sender " + id + ", grants " + grants.size()));
            purged.add(new Purged(sender.id(), sender.primary(), grants.stream().map(Grant::target).toList()));
        }
        return purged;
    }
}
