package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.MembershipNumber;
import org.chancery.list.Role;
import org.chancery.list.Topics;
import org.chancery.mail.Address;
import org.jspecify.annotations.Nullable;

/// Memberships in their table.
final class JdbcMembers implements Members {
    private static final String SELECT =
            """
            SELECT number, list, address, display_name, role, delivery, digest, moderated, hidden, since, address_key, stopped_by,
                away_until, own_posts, duplicates, language, topics, follows_preferred FROM member
            """;
    private static final int PAGE = 1_000; // members in memory at once while walking a roster

    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcMembers(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    @Override
    public Set<Role> roles(ListId list, Address address) {
        List<Role> roles = database.read(s -> s.list(
                "SELECT role FROM member WHERE list = ? AND address_key = ?", row -> role(row.getString(1)), list.value(), address.key()));
        return roles.isEmpty() ? EnumSet.noneOf(Role.class) : EnumSet.copyOf(roles);
    }

    @Override
    public Map<Role, Address> standing(ListId list, Address author) {
        return database.read(s -> {
            Map<Role, Address> standing = new EnumMap<>(Role.class);
            for (String key : People.keys(s, author)) {
                s.list("SELECT role, address FROM member WHERE list = ? AND address_key = ?",
                                row -> Map.entry(role(row.getString(1)), Address.of(row.getString(2))), list.value(), key)
                        .forEach(held -> standing.putIfAbsent(held.getKey(), held.getValue()));
            }
            return standing;
        });
    }

    @Override
    public Address preferred(Address address) {
        return database.read(s -> People.preferred(s, address));
    }

    @Override
    public Optional<Member> find(ListId list, Address address, Role role) {
        return database.read(s -> find(s, list, address, role));
    }

    static Optional<Member> find(Session session, ListId list, Address address, Role role) throws SQLException {
        return session.first(
                SELECT + "WHERE list = ? AND address_key = ? AND role = ?", JdbcMembers::member, list.value(), address.key(), role.word());
    }

    @Override
    public Optional<Member> find(MembershipNumber number) {
        return database.read(s -> s.first(SELECT + "WHERE number = ?", JdbcMembers::member, number.value()));
    }

    @Override
    public void each(ListId list, Optional<Role> role, Consumer<Member> visitor) {
        Place after = new Place("", "");
        List<Placed> page = page(list, role, after);
        while (!page.isEmpty()) {
            page.forEach(placed -> visitor.accept(placed.member()));
            after = page.getLast().place();
            page = page(list, role, after);
        }
    }

    private record Place(String key, String role) {}

    private record Placed(Place place, Member member) {}

    private List<Placed> page(ListId list, Optional<Role> role, Place after) {
        RowReader<Placed> reader = row -> new Placed(new Place(row.getString(11), row.getString(5)), member(row));
        String from = "WHERE list = ? AND (address_key, role) > (?, ?) ";
        String order = "ORDER BY address_key, role LIMIT ?";
        return database.read(s -> role.isPresent()
                ? s.list(SELECT + from + "AND role = ? " + order, reader, list.value(), after.key(), after.role(), role.get().word(), PAGE)
                : s.list(SELECT + from + order, reader, list.value(), after.key(), after.role(), PAGE));
    }

    @Override
    public long count(ListId list, Role role) {
        return database.read(s -> s.number("SELECT COUNT(*) FROM member WHERE list = ? AND role = ?", list.value(), role.word()));
    }

    @Override
    public List<Member> of(Address address) {
        return database.read(s -> s.list(SELECT + "WHERE address_key = ? ORDER BY number", JdbcMembers::member, address.key()));
    }

    @Override
    public Optional<Member> add(NewMember wanted, Act act) {
        return database.write("member", s -> {
            NewMember member = Roster.placed(s, wanted);
            if (Roster.insert(s, List.of(member), time.instant()) == 0) {
                return Optional.empty();
            }
            audit.append(s, act);
            return find(s, member.list(), member.address(), member.role());
        });
    }

    @Override
    public boolean remove(ListId list, Address address, Role role, Act act) {
        return database.write("member", s -> audit.appendIf(remove(s, list, address, role), s, act));
    }

    static boolean remove(Session session, ListId list, Address address, Role role) throws SQLException {
        KeyVersions.touch(session, list);
        return session.update("DELETE FROM member WHERE list = ? AND address_key = ? AND role = ?", list.value(), address.key(), role.word()) > 0;
    }

    @Override
    public boolean setPreferences(MembershipNumber number, Member.Preferences preferences, Act act) {
        return database.write("member", s -> {
            Optional<Member> before = s.first(SELECT + "WHERE number = ?", JdbcMembers::member, number.value());
            return audit.appendIf(before.isPresent() && setPreferences(s, before.get(), preferences), s, act);
        });
    }

    /// False when they are what they were.
    static boolean setPreferences(Session session, Member member, Member.Preferences preferences) throws SQLException {
        boolean begins = preferences.followsPreferred() && !member.preferences().followsPreferred();
        Optional<People.Owner> owner = begins ? People.locked(session, member.address()) : Optional.empty();
        List<@Nullable Object> values = new ArrayList<>(Roster.values(preferences));
        values.add(member.number().value());
        boolean changed = !member.preferences().equals(preferences)
                && session.update("UPDATE member SET " + Roster.PREFERENCES.replace(",", " = ?,") + " = ? WHERE number = ?", values.toArray()) > 0;
        if (changed) {
            DigestTurns.changed(session, member, preferences.digest());
        }
        if (changed && owner.isPresent()) {
            Moves.follow(session, owner.get());
        }
        return changed;
    }

    @Override
    public Moved move(Address from, Address to, Act act) {
        return database.write("member", s -> {
            Moves.Done done = Moves.move(s, from, to);
            audit.appendIf(done.isSomething(), s, act);
            return done.memberships();
        });
    }

    @Override
    public ImportResult addAll(Iterable<NewMember> members, Act act, LongConsumer progress) {
        return new Roster(database, audit, time, act).addAll(members, progress);
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                new MembershipNumber(row.getLong(1)),
                new ListId(row.getLong(2)),
                Address.of(row.getString(3)),
                row.getString(4),
                role(row.getString(5)),
                preferences(row),
                Instant.ofEpochMilli(row.getLong(10)));
    }

    private static Member.Preferences preferences(ResultSet row) throws SQLException {
        long away = row.getLong(13);
        return new Member.Preferences(
                row.getLong(6) != 0 ? Member.Delivery.ON : Member.Delivery.valueOf(row.getString(12)),
                Member.Digest.valueOf(row.getString(7)), row.getLong(8) != 0, row.getLong(9) != 0,
                away == 0 ? Optional.empty() : Optional.of(LocalDate.ofInstant(Instant.ofEpochMilli(away), ZoneOffset.UTC)),
                row.getLong(14) != 0, row.getLong(15) != 0, row.getString(16), Topics.parse(row.getString(17)).orThrow(), row.getLong(18) != 0);
    }

    private static Role role(String word) {
        return Role.ofWord(word).orElseThrow(() -> new StoreException(StoreException.Kind.FATAL, "a member has the unknown role " + word));
    }
}
