package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.subscription.Ban;
import org.chancery.subscription.BanList;

/// Bans in their table.
final class JdbcBans implements BanList {
    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcBans(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    @Override
    public List<Ban> of(Optional<ListId> list) {
        return database.read(s -> s.list(
                "SELECT list, target FROM ban WHERE list IS NULL OR list = ? ORDER BY COALESCE(list, 0), target", JdbcBans::ban, number(list)));
    }

    private static Ban ban(ResultSet row) throws SQLException {
        long list = row.getLong(1);
        Optional<ListId> where = row.wasNull() ? Optional.empty() : Optional.of(new ListId(list));
        return new Ban(where, Ban.parse(row.getString(2)).orThrow());
    }

    @Override
    public boolean add(Ban ban, Act act) {
        return database.write("ban", s -> audit.appendIf(
                s.update(
                                "INSERT INTO ban (list, target, at) VALUES (NULLIF(?, 0), ?, ?) ON CONFLICT DO NOTHING",
                                number(ban.list()), ban.target().text(), time.instant())
                        > 0,
                s, act));
    }

    @Override
    public boolean remove(Ban ban, Act act) {
        return database.write("ban", s -> audit.appendIf(
                s.update("DELETE FROM ban WHERE COALESCE(list, 0) = ? AND target = ?", number(ban.list()), ban.target().text()) > 0, s, act));
    }

    /// 0 is no list.
    private static long number(Optional<ListId> list) {
        return list.map(ListId::value).orElse(0L);
    }
}
