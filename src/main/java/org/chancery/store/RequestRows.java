package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chancery.list.Choice;
import org.chancery.list.ListId;
import org.chancery.list.Member;
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
                        detail(request.change()), word(request.door()), word(request.asker()), request.state().word(),
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
            case Change.Leave() -> JdbcMembers.remove(session, request.list(), request.address(), Role.MEMBER);
            case Change.Choose(Map<Choice, String> choices) -> choose(session, request, choices, now);
            case Change.GiveUp _ -> false; // the other address is asked, nothing moves yet
            case Change.Prefer(Address to) -> JdbcPersons.handOver(session, request.address(), to);
            case Change.TakeOver(Address from) -> Moves.move(session, from, request.address()).isSomething();
        };
    }

    /// Each value as the moment of the answer understands it; a vacation that is over by now is no choice any more. What a
    /// moderator stopped a moderator starts again.
    private static boolean choose(Session session, Request request, Map<Choice, String> choices, Instant now) throws SQLException {
        Optional<Member> member = JdbcMembers.find(session, request.list(), request.address(), Role.MEMBER);
        Preferences chosen = member.map(Member::preferences).orElse(Preferences.DEFAULT);
        for (Map.Entry<Choice, String> choice : choices.entrySet()) {
            chosen = choice.getKey().in(chosen, choice.getValue(), LocalDate.ofInstant(now, ZoneOffset.UTC)).toOptional().orElse(chosen);
        }
        boolean stopped = member.filter(found -> found.preferences().state() == Member.Delivery.OFF_BY_MODERATOR).isPresent();
        return member.isPresent() && JdbcMembers.setPreferences(session, member.get(), stopped ? chosen.state(Member.Delivery.OFF_BY_MODERATOR) : chosen);
    }

    private static boolean join(Session session, Request request, String name, Preferences preferences, Instant now) throws SQLException {
        return Roster.insert(session, List.of(new NewMember(request.list(), request.address(), name, Role.MEMBER, preferences)), now) > 0;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String detail(Change change) {
        return switch (change) {
            case Change.Join(String name, Preferences preferences) -> detail(name, preferences);
            case Change.Invited(String name, Preferences preferences) -> detail(name, preferences);
            case Change.Leave() -> "";
            case Change.Choose(Map<Choice, String> choices) -> Lines.map(choices.entrySet().stream()
                    .collect(Collectors.toMap(choice -> choice.getKey().word(), Map.Entry::getValue)));
            case Change.GiveUp(Address to) -> Lines.map(Map.of("address", to.toString()));
            case Change.Prefer(Address to) -> Lines.map(Map.of("address", to.toString()));
            case Change.TakeOver(Address from) -> Lines.map(Map.of("address", from.toString()));
        };
    }

    private static String detail(String name, Preferences preferences) {
        Map<String, String> values = new HashMap<>(Map.of("name", name, "moderated", Boolean.toString(preferences.moderated())));
        for (Choice choice : Choice.values()) {
            values.put(choice.word(), choice.value(preferences));
        }
        return Lines.map(values);
    }

    private static Change change(String kind, String detail) {
        Map<String, String> values = Lines.map(detail);
        return switch (kind) {
            case "join" -> new Change.Join(values.getOrDefault("name", ""), preferences(values));
            case "invitation" -> new Change.Invited(values.getOrDefault("name", ""), preferences(values));
            case "leave" -> new Change.Leave();
            case "set" -> new Change.Choose(choices(values));
            case "new-address" -> new Change.GiveUp(Address.of(values.getOrDefault("address", "")));
            case "preferred-address" -> new Change.Prefer(Address.of(values.getOrDefault("address", "")));
            case "address" -> new Change.TakeOver(Address.of(values.getOrDefault("address", "")));
            default -> throw new StoreException(StoreException.Kind.FATAL, "a request is of the unknown kind " + kind);
        };
    }

    private static Map<Choice, String> choices(Map<String, String> values) {
        Map<Choice, String> choices = new EnumMap<>(Choice.class);
        values.forEach((word, value) -> Choice.ofWord(word).ifPresent(choice -> choices.put(choice, value)));
        return choices;
    }

    /// Read with the vacation as it was written: it began its life checked.
    private static Preferences preferences(Map<String, String> values) {
        Preferences chosen = Preferences.DEFAULT.moderated(Boolean.parseBoolean(values.get("moderated")));
        for (Map.Entry<Choice, String> choice : choices(values).entrySet()) {
            chosen = choice.getKey() == Choice.VACATION
                    ? chosen.away(choice.getValue().equals("none") ? Optional.empty() : Optional.of(LocalDate.parse(choice.getValue())))
                    : choice.getKey().in(chosen, choice.getValue(), LocalDate.EPOCH).orThrow();
        }
        return chosen;
    }
}
