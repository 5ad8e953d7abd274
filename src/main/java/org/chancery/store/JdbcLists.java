package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// Domains and lists in their tables. Looking a list up is part of every RCPT, so it goes through [ListCache].
final class JdbcLists implements Lists {
    private static final String SELECT =
            """
            SELECT l.id, l.address, l.style, l.state, l.policy_version, p.text, l.created
            FROM list l JOIN list_policy p ON p.list = l.id AND p.version = l.policy_version
            """;

    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;
    private final ListCache cache;

    JdbcLists(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
        this.cache = new ListCache(database.dialect());
    }

    @Override
    public Set<Domain> domains() {
        return new LinkedHashSet<>(database.read(s -> s.list("SELECT name FROM domain ORDER BY name", row -> Domain.of(row.getString(1)))));
    }

    @Override
    public boolean addDomain(Domain domain, Act act) {
        return change(s -> audit.appendIf(
                s.update("INSERT INTO domain (name, created) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", domain.ascii(), time.instant()) > 0,
                s, act));
    }

    @Override
    public boolean removeDomain(Domain domain, Act act) {
        return change(s -> audit.appendIf(
                s.update(
                        "DELETE FROM domain WHERE name = ? AND NOT EXISTS (SELECT 1 FROM list WHERE list.domain = domain.name)",
                        domain.ascii()) > 0,
                s, act));
    }

    @Override
    public Optional<MailingList> find(Address address) {
        return cache.get(address.key(), () -> database.read(s -> one(s, "WHERE l.address_key = ?", address.key())));
    }

    @Override
    public Optional<MailingList> find(ListId id) {
        return database.read(s -> one(s, "WHERE l.id = ?", id.value()));
    }

    private static Optional<MailingList> one(Session session, String where, Object key) throws SQLException {
        Optional<Row> found = session.first(SELECT + where, Row::read, key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        session.list("SELECT name, value FROM list_setting WHERE list = ?", row -> put(settings, row.getString(1), row.getString(2)),
                found.get().id());
        return Optional.of(found.get().with(settings));
    }

    /// A setting of a later version, met after a step back, is kept in its row and not used.
    private static boolean put(Map<Setting, String> settings, String name, String value) {
        Setting.ofKey(name).ifPresent(setting -> settings.put(setting, value));
        return true;
    }

    @Override
    public List<MailingList> all() {
        return database.read(s -> {
            Map<Long, Map<Setting, String>> settings = new HashMap<>();
            s.list("SELECT list, name, value FROM list_setting", row -> put(
                    settings.computeIfAbsent(row.getLong(1), _ -> new EnumMap<>(Setting.class)), row.getString(2), row.getString(3)));
            return s.list(SELECT + "ORDER BY l.address_key", Row::read).stream()
                    .map(row -> row.with(settings.getOrDefault(row.id(), Map.of())))
                    .toList();
        });
    }

    private record Row(long id, String address, String style, String state, int policyVersion, String policy, long created) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getInt(5), row.getString(6), row.getLong(7));
        }

        MailingList with(Map<Setting, String> settings) {
            return new MailingList(
                    new ListId(id), Address.of(address), style, MailingList.State.valueOf(state), new Settings(settings),
                    new MailingList.PolicyText(policyVersion, policy), Instant.ofEpochMilli(created));
        }
    }

    @Override
    public Optional<MailingList> create(Address address, String style, Settings settings, String policy, Act act) {
        return change(s -> {
            if (!s.exists("SELECT 1 FROM domain WHERE name = ?", address.domain().ascii())) {
                return Optional.empty();
            }
            Instant now = time.instant();
            Optional<Long> id = s.first(
                    """
                    INSERT INTO list (address_key, address, domain, style, state, policy_version, created)
                    VALUES (?, ?, ?, ?, ?, 1, ?) ON CONFLICT (address_key) DO NOTHING RETURNING id
                    """,
                    row -> row.getLong(1),
                    address.key(), address.toString(), address.domain().ascii(), style, MailingList.State.OPEN.name(), now);
            if (id.isEmpty()) {
                return Optional.empty();
            }
            insertPolicy(s, id.get(), 1, policy, now);
            insertSettings(s, id.get(), settings);
            audit.append(s, act);
            return one(s, "WHERE l.id = ?", id.get());
        });
    }

    private static void insertPolicy(Session session, long list, int version, String text, Instant at) throws SQLException {
        session.update("INSERT INTO list_policy (list, version, text, at) VALUES (?, ?, ?, ?)", list, version, text, at);
    }

    private static void insertSettings(Session session, long list, Settings settings) throws SQLException {
        for (Map.Entry<Setting, String> entry : settings.set().entrySet()) {
            session.update("INSERT INTO list_setting (list, name, value) VALUES (?, ?, ?)", list, entry.getKey().key(), entry.getValue());
        }
    }

    @Override
    public boolean saveSettings(ListId list, Settings before, Settings after, Act act) {
        return change(s -> {
            s.first("SELECT id FROM list WHERE id = ?" + database.dialect().forUpdate, row -> row.getLong(1), list.value()); // two servers: one after the other
            Optional<MailingList> stored = one(s, "WHERE l.id = ?", list.value());
            if (before.equals(after) || stored.isEmpty() || !stored.get().settings().equals(before)) {
                return false;
            }
            for (Setting setting : Setting.values()) {
                s.update("DELETE FROM list_setting WHERE list = ? AND name = ?", list.value(), setting.key());
            }
            insertSettings(s, list.value(), after);
            audit.append(s, act);
            return true;
        });
    }

    @Override
    public int savePolicy(ListId list, String policy, Act act) {
        return change(s -> {
            int version = (int) s.first(
                            "UPDATE list SET policy_version = policy_version + 1 WHERE id = ? RETURNING policy_version",
                            row -> row.getLong(1), list.value())
                    .orElseThrow(() -> new IllegalArgumentException("no list " + list))
                    .longValue();
            insertPolicy(s, list.value(), version, policy, time.instant());
            audit.append(s, act);
            return version;
        });
    }

    @Override
    public boolean setState(ListId list, MailingList.State state, Act act) {
        return change(s -> audit.appendIf(
                s.update("UPDATE list SET state = ? WHERE id = ? AND state <> ?", state.name(), list.value(), state.name()) > 0, s, act));
    }

    @Override
    public boolean rename(ListId list, Address newAddress, Act act) {
        return change(s -> audit.appendIf(
                s.update(
                        """
                        UPDATE list SET address_key = ?, address = ?, domain = ? WHERE id = ?
                        AND EXISTS (SELECT 1 FROM domain WHERE name = ?)
                        AND NOT EXISTS (SELECT 1 FROM list other WHERE other.address_key = ? AND other.id <> ?)
                        AND address <> ?
                        """,
                        newAddress.key(), newAddress.toString(), newAddress.domain().ascii(), list.value(),
                        newAddress.domain().ascii(), newAddress.key(), list.value(), newAddress.toString()) > 0,
                s, act));
    }

    /// The octets of posts that went to this list alone go with it; the receipts stay for `explain`.
    @Override
    public boolean delete(ListId list, Act act) {
        return change(s -> {
            s.update(
                    """
                    DELETE FROM message WHERE receipt IN (SELECT receipt FROM posting WHERE list = ?)
                    AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.receipt = message.receipt AND (p.list IS NULL OR p.list <> ?))
                    """,
                    list.value(), list.value());
            return audit.appendIf(s.update("DELETE FROM list WHERE id = ?", list.value()) > 0, s, act);
        });
    }

    private <T> T change(Work<T> work) {
        try {
            return database.write("list", work);
        } finally {
            cache.clear();
        }
    }
}
