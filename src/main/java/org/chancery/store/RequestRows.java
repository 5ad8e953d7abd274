package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.list.Member.Digest;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.subscription.Asker;
import org.chancery.subscription.Change;
import org.chancery.subscription.Door;
import org.chancery.subscription.Request;

/// A request and its row, and the change of a request carried out.
final class RequestRows {
    static final String SELECT =
            "SELECT id, list, address, kind, detail, door, asker, state, asked, expires, decide_by, mailed FROM request ";

    private RequestRows() {}

    /// False when it is there already: a repeated commit after a cut connection.
    static boolean insert(Session session, Request request, Instant now) throws SQLException {
        return session.update(
                        """
                        INSERT INTO request (id, list, address_key, address, kind, detail, door, asker, state, asked, expires, decide_by, mailed, changed)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?) ON CONFLICT (id) DO NOTHING
                        """,
                        request.id(), request.list().value(), request.address().key(), request.address().toString(), request.change().word(),
                        detail(request.change()), request.door().word(), word(request.asker()), request.state().word(),
                        request.asked(), request.expires(), request.decideBy(), now)
                > 0;
    }

    static Request read(ResultSet row) throws SQLException {
        long mailed = row.getLong(12);
        boolean wasMailed = !row.wasNull();
        return new Request(
                row.getLong(1), new ListId(row.getLong(2)), Address.of(row.getString(3)), change(row.getString(4), row.getString(5)),
                Door.valueOf(row.getString(6).toUpperCase(Locale.ROOT)), Asker.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                Request.State.valueOf(row.getString(8).toUpperCase(Locale.ROOT)),
                Instant.ofEpochMilli(row.getLong(9)), Instant.ofEpochMilli(row.getLong(10)), Instant.ofEpochMilli(row.getLong(11)),
                wasMailed ? Optional.of(Instant.ofEpochMilli(mailed)) : Optional.empty());
    }

    /// False when there was nothing to change.
    static boolean carryOut(Session session, Request request, Instant now) throws SQLException {
        return switch (request.change()) {
            case Change.Join(String name, Preferences preferences) -> join(session, request, name, preferences, now);
            case Change.Invited(String name, Preferences preferences) -> join(session, request, name, preferences, now);
            case Change.Leave() -> session.update(
                            "DELETE FROM member WHERE list = ? AND address_key = ? AND role = ?",
                            request.list().value(), request.address().key(), Role.MEMBER.word())
                    > 0;
        };
    }

    private static boolean join(Session session, Request request, String name, Preferences preferences, Instant now) throws SQLException {
        return Roster.insert(session, List.of(new NewMember(request.list(), request.address(), name, Role.MEMBER, preferences)), now) > 0;
    }

    private static String word(Asker asker) {
        return asker.name().toLowerCase(Locale.ROOT);
    }

    private static String detail(Change change) {
        return switch (change) {
            case Change.Join(String name, Preferences preferences) -> detail(name, preferences);
            case Change.Invited(String name, Preferences preferences) -> detail(name, preferences);
            case Change.Leave() -> "";
        };
    }

    private static String detail(String name, Preferences preferences) {
        return Lines.map(Map.of(
                "name", name, "delivery", Boolean.toString(preferences.delivery()), "digest", preferences.digest().name(),
                "moderated", Boolean.toString(preferences.moderated()), "hidden", Boolean.toString(preferences.hidden())));
    }

    private static Change change(String kind, String detail) {
        Map<String, String> values = Lines.map(detail);
        return switch (kind) {
            case "join" -> new Change.Join(values.getOrDefault("name", ""), preferences(values));
            case "invitation" -> new Change.Invited(values.getOrDefault("name", ""), preferences(values));
            case "leave" -> new Change.Leave();
            default -> throw new StoreException(StoreException.Kind.FATAL, "a request is of the unknown kind " + kind);
        };
    }

    private static Preferences preferences(Map<String, String> values) {
        return new Preferences(
                flag(values, "delivery"), Digest.valueOf(values.getOrDefault("digest", "NONE")), flag(values, "moderated"), flag(values, "hidden"));
    }

    private static boolean flag(Map<String, String> values, String name) {
        return Boolean.parseBoolean(values.get(name));
    }
}
