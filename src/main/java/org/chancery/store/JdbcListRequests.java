package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListRequests;
import org.chancery.mail.Address;

/// Lists that were asked for, in their table; decided ones stay as a record.
final class JdbcListRequests implements ListRequests {
    private static final String SELECT = "SELECT id, address, style, reason, asker, at FROM list_request WHERE state = 'asked' ";
    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcListRequests(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    @Override
    public Optional<ListRequest> ask(Address address, String style, String reason, Address asker, Act act) {
        return database.write("list", s -> {
            Optional<ListRequest> asked = s.first(
                    """
                    INSERT INTO list_request (address_key, address, style, reason, asker, at, state) VALUES (?, ?, ?, ?, ?, ?, 'asked')
                    ON CONFLICT DO NOTHING RETURNING id, address, style, reason, asker, at
                    """,
                    JdbcListRequests::read, address.key(), address.toString(), style, reason, asker.toString(), time.instant());
            audit.appendIf(asked.isPresent(), s, act);
            return asked;
        });
    }

    @Override
    public List<ListRequest> waiting() {
        return database.read(s -> s.list(SELECT + "ORDER BY id", JdbcListRequests::read));
    }

    @Override
    public Optional<ListRequest> find(long id) {
        return database.read(s -> s.first(SELECT + "AND id = ?", JdbcListRequests::read, id));
    }

    @Override
    public boolean decide(long id, boolean granted, Act act) {
        return database.write("list", s -> audit.appendIf(
                s.update("UPDATE list_request SET state = ? WHERE id = ? AND state = 'asked'", granted ? "granted" : "refused", id) > 0, s, act));
    }

    private static ListRequest read(ResultSet row) throws SQLException {
        return new ListRequest(
                row.getLong(1), Address.of(row.getString(2)), row.getString(3), row.getString(4), Address.of(row.getString(5)),
                Instant.ofEpochMilli(row.getLong(6)));
    }
}
