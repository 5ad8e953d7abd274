package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.sender.Grant;
import org.chancery.sender.SenderId;

/// Rows of grants, for all that reads and writes them inside a transaction.
final class GrantRows {
    static final String SELECT =
            "SELECT g.list, g.list_group, g.sender, g.only_from, g.reapprove, g.paused, g.granted_by, g.granted, g.expires FROM list_grant g ";
    private static final String TARGET = "COALESCE(list, 0) = ? AND COALESCE(list_group, '') = ? AND sender = ?";

    private GrantRows() {}

    static Grant read(ResultSet row) throws SQLException {
        long list = row.getLong(1);
        Grant.Target target = row.wasNull() ? new Grant.Target.OfGroup(row.getString(2)) : new Grant.Target.OfList(new ListId(list));
        return new Grant(
                target, new SenderId(java.util.UUID.fromString(row.getString(3))), addresses(row.getString(4)), row.getLong(5) != 0, row.getLong(6) != 0,
                row.getString(7), Instant.ofEpochMilli(row.getLong(8)), instant(row, 9));
    }

    private static Set<Address> addresses(String lines) {
        return lines.lines().map(Address::of).collect(Collectors.toSet());
    }

    static List<Grant> of(Session session, SenderId sender) throws SQLException {
        return session.list(SELECT + "WHERE g.sender = ? ORDER BY g.list_group, g.list", GrantRows::read, sender.toString());
    }

    static boolean insert(Session session, Grant grant) throws SQLException {
        return session.update(
                        """
                        INSERT INTO list_grant (list, list_group, sender, only_from, reapprove, paused, granted_by, granted, expires)
                        VALUES (NULLIF(?, 0), NULLIF(?, ''), ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                        """,
                        list(grant.target()), group(grant.target()), grant.sender().toString(),
                        grant.only().stream().map(Address::toString).sorted().collect(Collectors.joining("\n")), grant.reapprove(), grant.paused(),
                        grant.grantedBy(), grant.granted(), grant.expires().orElse(null))
                > 0;
    }

    static boolean delete(Session session, Grant.Target target, SenderId sender) throws SQLException {
        return session.update("DELETE FROM list_grant WHERE " + TARGET, list(target), group(target), sender.toString()) > 0;
    }

    static boolean resume(Session session, Grant.Target target, SenderId sender) throws SQLException {
        return session.update("UPDATE list_grant SET paused = 0 WHERE paused = 1 AND " + TARGET, list(target), group(target), sender.toString()) > 0;
    }

    static boolean exists(Session session, Grant.Target target) throws SQLException {
        return switch (target) {
            case Grant.Target.OfList(ListId list) -> session.exists("SELECT 1 FROM list WHERE id = ?", list.value());
            case Grant.Target.OfGroup(String name) -> session.exists("SELECT 1 FROM list_group WHERE name = ?", name);
        };
    }

    /// 0 is no list.
    static long list(Grant.Target target) {
        return target instanceof Grant.Target.OfList(ListId list) ? list.value() : 0;
    }

    /// Empty is no group.
    static String group(Grant.Target target) {
        return target instanceof Grant.Target.OfGroup(String name) ? name : "";
    }

    static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
