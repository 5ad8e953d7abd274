package org.chancery.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.sender.Grant;
import org.chancery.sender.Grants;
import org.chancery.sender.ListGroups;
import org.chancery.sender.SenderId;

/// Grants and list groups in their tables. A group is looked into when a post comes, so that what joins it is granted at once.
final class JdbcGrants implements Grants, ListGroups {
    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcGrants(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    @Override
    public List<Grant> of(SenderId sender) {
        return database.read(s -> GrantRows.of(s, sender));
    }

    @Override
    public List<Grant> on(Grant.Target target) {
        return database.read(s -> s.list(
                GrantRows.SELECT + "WHERE COALESCE(g.list, 0) = ? AND COALESCE(g.list_group, '') = ? ORDER BY g.granted, g.sender", GrantRows::read,
                GrantRows.list(target), GrantRows.group(target)));
    }

    @Override
    public Optional<SenderId> permits(ListId list, Address author, Instant now) {
        return database.read(s -> s.list(
                        GrantRows.SELECT
                                + """
                                JOIN sender_address a ON a.sender = g.sender JOIN sender s ON s.id = g.sender
                                WHERE a.address_key = ? AND s.state = 'active' AND (s.scope = '' OR s.scope = (SELECT domain FROM list WHERE id = ?))
                                AND (g.list = ? OR g.list_group IN (SELECT name FROM list_group_list WHERE list = ?))
                                """,
                        GrantRows::read, author.key(), list.value(), list.value(), list.value()))
                .stream().filter(grant -> grant.holdsFor(author, now)).map(Grant::sender).findFirst();
    }

    @Override
    public boolean add(Grant grant, Act act) {
        return database.write("sender", s -> audit.appendIf(GrantRows.exists(s, grant.target()) && GrantRows.insert(s, grant), s, act));
    }

    @Override
    public boolean remove(Grant.Target target, SenderId sender, Act act) {
        return database.write("sender", s -> audit.appendIf(GrantRows.delete(s, target, sender), s, act));
    }

    @Override
    public boolean resume(Grant.Target target, SenderId sender, Act act) {
        return database.write("sender", s -> audit.appendIf(GrantRows.resume(s, target, sender), s, act));
    }

    // ---- groups of lists

    @Override
    public List<String> all() {
        return database.read(s -> s.list("SELECT name FROM list_group ORDER BY name", row -> row.getString(1)));
    }

    @Override
    public Optional<List<ListId>> lists(String name) {
        return database.read(s -> s.exists("SELECT 1 FROM list_group WHERE name = ?", name)
                ? Optional.of(s.list("SELECT list FROM list_group_list WHERE name = ? ORDER BY list", row -> new ListId(row.getLong(1)), name))
                : Optional.<List<ListId>>empty());
    }

    @Override
    public boolean create(String name, Act act) {
        return database.write("sender", s -> audit.appendIf(
                s.update("INSERT INTO list_group (name, created) VALUES (?, ?) ON CONFLICT DO NOTHING", name, time.instant()) > 0, s, act));
    }

    @Override
    public boolean remove(String name, Act act) {
        return database.write("sender", s -> audit.appendIf(s.update("DELETE FROM list_group WHERE name = ?", name) > 0, s, act));
    }

    @Override
    public boolean put(String name, ListId list, Act act) {
        return database.write("sender", s -> audit.appendIf(
                s.exists("SELECT 1 FROM list_group WHERE name = ?", name)
                        && s.update("INSERT INTO list_group_list (name, list) VALUES (?, ?) ON CONFLICT DO NOTHING", name, list.value()) > 0,
                s, act));
    }

    @Override
    public boolean take(String name, ListId list, Act act) {
        return database.write("sender", s -> audit.appendIf(
                s.update("DELETE FROM list_group_list WHERE name = ? AND list = ?", name, list.value()) > 0, s, act));
    }
}
