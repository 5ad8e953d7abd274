package org.chancery.store;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue;
import org.chancery.delivery.Queue.Target;
import org.chancery.mail.Address;

/// Turns an accepted post into chunks of recipients, in the order of membership numbers. Where it stopped stands in the
/// posting and moves in the same transaction as the chunks, so it can be cut anywhere and goes on there.
final class Expansion {
    private final Database database;
    private final Leases leases;
    private final InstantSource time;
    /// Ours, but their last step failed: claimed again from here, because on SQLite their lease does not run out.
    private final ConcurrentLinkedQueue<PostingId> stalled = new ConcurrentLinkedQueue<>();

    Expansion(Database database, Leases leases, InstantSource time) {
        this.database = database;
        this.leases = leases;
        this.time = time;
    }

    Optional<PostingId> claim() {
        PostingId again = stalled.poll();
        if (again != null) {
            return Optional.of(again);
        }
        long owner = leases.owner();
        return database.writeRepeatable("claim", s -> s.first(
                "UPDATE posting SET owner = ?, lease_until = " + leases.end()
                        + " WHERE id = (SELECT id FROM posting WHERE state = 'ACCEPTED' AND queue = 'open' AND " + leases.isFree()
                        + " ORDER BY id LIMIT 1" + database.dialect().skipLocked + ") RETURNING id",
                row -> new PostingId(row.getLong(1)), owner));
    }

    /// Is there one to claim that needs no look into the database?
    boolean hasStalled() {
        return !stalled.isEmpty();
    }

    /// True while there is more; false also when the post is no longer ours to expand. Each call lengthens the lease.
    boolean expand(PostingId posting, int chunks) {
        try {
            return tryToExpand(posting, chunks);
        } catch (StoreException e) {
            stalled.add(posting);
            throw e;
        }
    }

    private boolean tryToExpand(PostingId posting, int chunks) {
        long owner = leases.owner();
        return database.writeRepeatable("expand", s -> {
            Optional<Roster> roster = s.first(
                    "SELECT list, expanded_to, member_bound, chunks, singly FROM posting"
                            + " WHERE id = ? AND state = 'ACCEPTED' AND queue = 'open' AND owner = ?" + database.dialect().forUpdate,
                    row -> new Roster(posting.value(), row.getLong(1), row.getLong(2), row.getLong(3), row.getInt(4), row.getInt(5) != 0),
                    posting.value(), owner);
            return roster.isPresent() && write(s, roster.get(), chunks);
        });
    }

    /// Where an expansion stands. `bound`: the last member that belongs to it. `isSingle`: also who takes digests gets a copy.
    record Roster(long posting, long list, long expandedTo, long bound, int chunks, boolean isSingle) {}

    /// Writes up to `chunks` chunks and where they end; true while there is more.
    boolean write(Session session, Roster roster, int chunks) throws SQLException {
        if (roster.expandedTo() == 0 && !roster.isSingle()) {
            DigestTurns.wait(session, roster.posting(), roster.list(), time.instant());
        }
        int wanted = Math.multiplyExact(chunks, Queue.CHUNK);
        Instant now = time.instant();
        Spared spared = Spared.of(session, roster.posting());
        List<Found> found = session.list(
                """
                SELECT number, address, own_posts, duplicates, topics FROM member
                WHERE list = ? AND role = 'member' AND number > ? AND number <= ? AND delivery = 1 AND (digest = 'NONE' OR ? = 1) AND away_until <= ?
                ORDER BY number LIMIT ?
                """,
                row -> new Found(row.getLong(1), Address.of(row.getString(2)), row.getLong(3) != 0, row.getLong(4) != 0, row.getString(5)),
                roster.list(), roster.expandedTo(), roster.bound(), roster.isSingle() || DigestTurns.isOff(session, roster.list()), now, wanted);
        List<Found> members = found.stream().filter(member -> !spared.spares(member.address(), member.ownPosts(), member.duplicates(), member.topics())).toList();
        int number = roster.chunks();
        for (int from = 0; from < members.size(); from += Queue.CHUNK) {
            Chunks.insert(
                    session, roster.posting(), number++, targets(members.subList(from, Math.min(from + Queue.CHUNK, members.size()))), now);
        }
        boolean more = found.size() == wanted;
        long last = found.isEmpty() ? roster.expandedTo() : found.getLast().number();
        session.update(
                "UPDATE posting SET chunks = ?, expanded_to = ?, state = ?, changed = ?, owner = "
                        + (more ? "owner, lease_until = " + leases.end() : "NULL, lease_until = NULL") + " WHERE id = ?",
                number, last, more ? "ACCEPTED" : "DISTRIBUTED", now, roster.posting());
        return more;
    }

    private record Found(long number, Address address, boolean ownPosts, boolean duplicates, String topics) {}

    private static List<Target> targets(List<Found> members) {
        List<Target> targets = new ArrayList<>();
        for (Found member : members) {
            targets.add(new Target(targets.size(), OptionalLong.of(member.number()), member.address()));
        }
        return targets;
    }
}
