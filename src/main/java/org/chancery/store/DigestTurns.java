package org.chancery.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.chancery.list.Setting;

/// Which posts wait for a digest, and for whom they are not the whole of it. In doubt a member gets a post twice rather than never:
/// only somebody who changes his mind in the very moment in which a post is distributed does.
final class DigestTurns {
    private DigestTurns() {}

    /// A post begins to wait before its first single copy is written, if the list has anybody who takes digests.
    static void wait(Session session, long posting, long list, Instant now) throws SQLException {
        if (!isOff(session, list) && session.exists("SELECT 1 FROM member WHERE list = ? AND digest <> 'NONE' AND role = 'member' LIMIT 1", list)) {
            session.update(
                    "INSERT INTO digest_post (posting, list, since) VALUES (?, ?, ?) ON CONFLICT (posting) DO NOTHING", posting, list, now);
        }
    }

    /// Does the owner offer no digests? Then who chose one gets single copies like everybody.
    static boolean isOff(Session session, long list) throws SQLException {
        return session.exists("SELECT 1 FROM list_setting WHERE list = ? AND name = ? AND value = 'false'", list, Setting.DIGESTS.key());
    }

    /// Called in the transaction that writes the new choice.
    static void changed(Session session, Member before, Member.Digest after) throws SQLException {
        Member.Digest was = before.preferences().digest();
        if (before.role() != Role.MEMBER) {
            return;
        }
        if (was == Member.Digest.NONE && after != Member.Digest.NONE) {
            joined(session, before);
        } else if (was != Member.Digest.NONE && after == Member.Digest.NONE) {
            left(session, before, was);
        }
    }

    /// He has had what waits as single posts, unless one is just on its way. A last digest that he did not get yet becomes part of
    /// the whole one.
    private static void joined(Session session, Member member) throws SQLException {
        long list = member.list().value();
        boolean forgotten = session.update("DELETE FROM digest_turn WHERE member = ?", member.number().value()) > 0;
        Optional<Long> last = last(session, list);
        boolean underway = session.exists("SELECT 1 FROM posting WHERE list = ? AND state = 'ACCEPTED' LIMIT 1", list);
        if (!forgotten && !underway && last.isPresent()) {
            session.update(
                    "INSERT INTO digest_turn (member, list, behind) VALUES (?, ?, ?)", member.number().value(), list, last.get());
        }
    }

    private static void left(Session session, Member member, Member.Digest form) throws SQLException {
        long list = member.list().value();
        Optional<Long> last = last(session, list);
        if (last.isEmpty()) {
            session.update("DELETE FROM digest_turn WHERE member = ?", member.number().value());
            return;
        }
        session.update(
                """
                INSERT INTO digest_turn (member, list, form, behind, up_to) VALUES (?, ?, ?, 0, ?)
                ON CONFLICT (member) DO UPDATE SET form = excluded.form, up_to = excluded.up_to
                """,
                member.number().value(), list, form.name(), last.get());
    }

    private static Optional<Long> last(Session session, long list) throws SQLException {
        return session.first(
                "SELECT sequence FROM digest_post WHERE list = ? ORDER BY sequence DESC LIMIT 1", row -> row.getLong(1), list);
    }
}
