package org.chancery.store;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.list.Member;
import org.chancery.list.Members.ImportResult;
import org.chancery.list.Members.NewMember;
import org.jspecify.annotations.Nullable;

/// Adding many members: a few thousand to a transaction, so that mail is accepted between two of them.
/// The one audit entry stands in the transaction that adds the first of them: an import that is cut short has its entry.
final class Roster {
    private static final int TRANSACTION = 5_000; // rows; some 50 ms of the one writer
    private static final int STATEMENT = 100; // rows in one INSERT

    /// The columns of what a member chose, in the order of [#values(Member.Preferences)].
    static final String PREFERENCES = "delivery, stopped_by, digest, moderated, hidden, away_until, own_posts, duplicates, language, topics, follows_preferred";

    private static final String COLUMNS =
            "INSERT INTO member (list, address_key, address, display_name, role, since, " + PREFERENCES + ") VALUES ";
    private static final String ROW = "(?, ?, ?, ?, ?, ?, " + PREFERENCES.replaceAll("\\w+", "?") + ")";
    private static final String SKIP = " ON CONFLICT (list, address_key, role) DO NOTHING";
    private static final String INSERT_ONE = COLUMNS + ROW + SKIP;
    private static final String INSERT_MANY = COLUMNS + (ROW + ", ").repeat(STATEMENT - 1) + ROW + SKIP;

    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;
    private final Act act;
    private long seen;
    private long added;

    Roster(Database database, AuditTrail audit, InstantSource time, Act act) {
        this.database = database;
        this.audit = audit;
        this.time = time;
        this.act = act;
    }

    ImportResult addAll(Iterable<NewMember> members, LongConsumer progress) {
        List<NewMember> waiting = new ArrayList<>(TRANSACTION);
        for (NewMember member : members) {
            waiting.add(member);
            if (waiting.size() == TRANSACTION) {
                store(waiting, progress);
            }
        }
        if (!waiting.isEmpty()) {
            store(waiting, progress);
        }
        return new ImportResult(added, seen - added);
    }

    private void store(List<NewMember> members, LongConsumer progress) {
        boolean first = added == 0;
        added += database.write("member", s -> {
            long stored = insert(s, members, time.instant());
            audit.appendIf(first && stored > 0, s, act);
            return stored;
        });
        seen += members.size();
        members.clear();
        progress.accept(seen);
    }

    /// How many did not hold their role yet.
    static long insert(Session session, List<NewMember> wanted, Instant now) throws SQLException {
        long stored = 0;
        List<NewMember> members = placed(session, wanted);
        int whole = members.size() - members.size() % STATEMENT;
        for (int from = 0; from < whole; from += STATEMENT) {
            stored += session.update(INSERT_MANY, values(members.subList(from, from + STATEMENT), now));
        }
        for (NewMember member : members.subList(whole, members.size())) {
            stored += session.update(INSERT_ONE, values(List.of(member), now));
        }
        if (stored > 0) {
            for (ListId list : members.stream().map(NewMember::list).distinct().toList()) {
                KeyVersions.touch(session, list);
            }
        }
        return stored;
    }

    private static List<NewMember> placed(Session session, List<NewMember> members) throws SQLException {
        List<NewMember> placed = new ArrayList<>(members.size());
        for (NewMember member : members) {
            placed.add(placed(session, member));
        }
        return placed;
    }

    /// Who follows the preferred address begins there.
    static NewMember placed(Session session, NewMember member) throws SQLException {
        return member.preferences().followsPreferred()
                ? new NewMember(member.list(), People.preferred(session, member.address()), member.displayName(), member.role(), member.preferences())
                : member;
    }

    private static @Nullable Object[] values(List<NewMember> members, Instant now) {
        List<@Nullable Object> values = new ArrayList<>(members.size() * 17);
        for (NewMember member : members) {
            values.add(member.list().value());
            values.add(member.address().key());
            values.add(member.address().toString());
            values.add(member.displayName());
            values.add(member.role().word());
            values.add(now);
            values.addAll(values(member.preferences()));
        }
        return values.toArray();
    }

    static List<Object> values(Member.Preferences chosen) {
        return List.of(
                chosen.delivery(), (chosen.delivery() ? Member.Delivery.OFF_BY_MEMBER : chosen.state()).name(), chosen.digest().name(),
                chosen.moderated(), chosen.hidden(), chosen.back().map(Instant::toEpochMilli).orElse(0L), chosen.ownPosts(),
                chosen.duplicates(), chosen.language(), chosen.topics().toString(), chosen.followsPreferred());
    }
}
