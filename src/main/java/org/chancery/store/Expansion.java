package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue;

/// Turns an accepted post into chunks of recipients, in the order of membership numbers. Where it stopped stands in the
/// posting and moves in the same transaction as the chunks, so it can be cut anywhere and goes on there.
final class Expansion {
    private final Database database;
    private final Leases leases;
    private final InstantSource time;

    Expansion(Database database, Leases leases, InstantSource time) {
        this.database = database;
        this.leases = leases;
        this.time = time;
    }

    /// A post that was taken, and whether its roster goes on.
    record Begun(PostingId posting, boolean more) {}

    /// Takes free posts and writes the first chunks of each, in the transaction of the caller. Only a post that goes on keeps an owner.
    List<Begun> begin(Session session, int posts, int chunks, long owner) throws SQLException {
        List<Roster> free = session.list(
                "SELECT id, list, expanded_to, member_bound, chunks, singly FROM posting WHERE state = 'ACCEPTED' AND queue = 'open' AND "
                        + leases.isFree() + " ORDER BY id LIMIT ?" + database.dialect().skipLocked,
                Expansion::roster, posts);
        List<Begun> begun = new ArrayList<>();
        for (Roster roster : free) {
            boolean more = write(session, roster, chunks);
            if (more) {
                session.update("UPDATE posting SET owner = ?, lease_until = " + leases.end() + " WHERE id = ?", owner, roster.posting());
            }
            begun.add(new Begun(new PostingId(roster.posting()), more));
        }
        return begun;
    }

    /// True while there is more; false also when the post is no longer ours to expand. Each call lengthens the lease.
    ///
    /// The members are read before the transaction: meanwhile the one writer of an embedded database is free for outcomes.
    boolean expand(PostingId posting, int chunks) {
        long owner = leases.owner();
        Optional<Slice> ahead = database.read(s -> {
            Optional<Roster> roster = roster(s, posting, owner, "");
            return roster.isPresent() ? Optional.of(slice(s, roster.get(), chunks)) : Optional.empty();
        });
        return ahead.isPresent() && database.writeRepeatable("expand", s -> {
            Optional<Roster> roster = roster(s, posting, owner, database.dialect().forUpdate);
            if (roster.isEmpty()) {
                return false;
            }
            boolean current = roster.get().equals(ahead.get().roster());
            return write(s, current ? ahead.get() : slice(s, roster.get(), chunks));
        });
    }

    private static Optional<Roster> roster(Session session, PostingId posting, long owner, String lock) throws SQLException {
        return session.first(
                "SELECT id, list, expanded_to, member_bound, chunks, singly FROM posting WHERE id = ? AND state = 'ACCEPTED' AND queue = 'open' AND owner = ?" + lock,
                Expansion::roster, posting.value(), owner);
    }

    private static Roster roster(ResultSet row) throws SQLException {
        return new Roster(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getInt(5), row.getInt(6) != 0);
    }

    /// Where an expansion stands. `bound`: the last member that belongs to it. `isSingle`: also who takes digests gets a copy.
    record Roster(long posting, long list, long expandedTo, long bound, int chunks, boolean isSingle) {}

    /// Writes up to `chunks` chunks and where they end; true while there is more.
    boolean write(Session session, Roster roster, int chunks) throws SQLException {
        return write(session, slice(session, roster, chunks));
    }

    private boolean write(Session session, Slice slice) throws SQLException {
        Roster roster = slice.roster();
        Instant now = time.instant();
        if (roster.expandedTo() == 0) {
            PostNumbers.give(session, roster.posting(), roster.list());
        }
        if (roster.expandedTo() == 0 && !roster.isSingle()) {
            DigestTurns.wait(session, roster.posting(), roster.list(), now);
        }
        if (roster.expandedTo() == 0) {
            JdbcArchive.await(session, roster.posting(), roster.list(), now);
        }
        int number = roster.chunks();
        for (Piece piece : slice.pieces()) {
            Chunks.insert(session, roster.posting(), number++, piece.size(), piece.targets(), now);
        }
        session.update(
                "UPDATE posting SET chunks = ?, expanded_to = ?, state = ?, changed = ?, owner = "
                        + (slice.more() ? "owner, lease_until = " + leases.end() : "NULL, lease_until = NULL") + " WHERE id = ?",
                number, slice.last(), slice.more() ? "ACCEPTED" : "DISTRIBUTED", now, roster.posting());
        return slice.more();
    }

    /// The next members of a roster as chunks. `last`: the membership number up to which they were looked at.
    private record Slice(Roster roster, List<Piece> pieces, long last, boolean more) {}

    private record Piece(int size, String targets) {}

    private Slice slice(Session session, Roster roster, int chunks) throws SQLException {
        int wanted = Math.multiplyExact(chunks, Queue.CHUNK);
        Spared spared = Spared.of(session, roster.posting());
        List<Found> found = session.list(
                """
                SELECT number, address, own_posts, duplicates, topics FROM member
                WHERE list = ? AND role = 'member' AND number > ? AND number <= ? AND delivery = 1 AND (digest = 'NONE' OR ? = 1) AND away_until <= ?
                ORDER BY number LIMIT ?
                """,
                row -> new Found(row.getLong(1), row.getString(2), row.getLong(3) != 0, row.getLong(4) != 0, row.getString(5)),
                roster.list(), roster.expandedTo(), roster.bound(), roster.isSingle() || DigestTurns.isOff(session, roster.list()), time.instant(), wanted);
        List<Found> members = new ArrayList<>(found);
        members.removeIf(member -> spared.spares(member.address(), member.ownPosts(), member.duplicates(), member.topics()));
        List<Piece> pieces = new ArrayList<>();
        for (int from = 0; from < members.size(); from += Queue.CHUNK) {
            pieces.add(piece(members.subList(from, Math.min(from + Queue.CHUNK, members.size()))));
        }
        return new Slice(roster, pieces, found.isEmpty() ? roster.expandedTo() : found.getLast().number(), found.size() == wanted);
    }

    private record Found(long number, String address, boolean ownPosts, boolean duplicates, String topics) {}

    private static Piece piece(List<Found> members) {
        StringBuilder targets = new StringBuilder(members.size() * 32);
        members.forEach(member -> Chunks.append(targets, member.number(), member.address()));
        return new Piece(members.size(), targets.toString());
    }
}
