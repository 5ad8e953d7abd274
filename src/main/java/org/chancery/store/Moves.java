package org.chancery.store;

import java.sql.SQLException;
import org.chancery.list.Members.Moved;
import org.chancery.mail.Address;

/// A change of address carried out: every membership, and the address of an account.
final class Moves {
    private Moves() {}

    record Done(Moved memberships, boolean ownAddress) {
        boolean isSomething() {
            return ownAddress || memberships.moved() + memberships.merged() > 0;
        }
    }

    static Done move(Session session, Address from, Address to) throws SQLException {
        KeyVersions.touchOf(session, from);
        MemberKeyRows.move(session, from, to);
        int moved = 0;
        int merged = 0;
        takePostsAlong(session, from, to);
        for (long number : session.list("SELECT number FROM member WHERE address_key = ? ORDER BY number", row -> row.getLong(1), from.key())) {
            boolean isMerged = merge(session, number, to);
            merged += isMerged ? 1 : 0;
            moved += isMerged ? 0
                    : session.update("UPDATE member SET address = ?, address_key = ? WHERE number = ?", to.toString(), to.key(), number);
        }
        boolean ownAddress = People.move(session, from, to);
        KeyVersions.touchOf(session, to);
        return new Done(new Moved(moved, merged), ownAddress);
    }

    /// The first posts of a member are counted by author: who has passed quarantine does not enter it anew.
    private static void takePostsAlong(Session session, Address from, Address to) throws SQLException {
        for (long list : session.list("SELECT DISTINCT list FROM member WHERE address_key = ?", row -> row.getLong(1), from.key())) {
            session.update("UPDATE posting SET author_key = ? WHERE list = ? AND author_key = ?", to.key(), list, from.key());
        }
    }

    /// Where the new address holds the role already, the old membership ends.
    private static boolean merge(Session session, long number, Address to) throws SQLException {
        return session.update(
                        """
                        DELETE FROM member WHERE number = ? AND EXISTS (SELECT 1 FROM member m
                        WHERE m.list = member.list AND m.role = member.role AND m.address_key = ? AND m.number <> member.number)
                        """,
                        number, to.key())
                > 0;
    }
}
