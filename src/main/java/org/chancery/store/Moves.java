package org.chancery.store;

import java.sql.SQLException;
import java.util.List;
import org.chancery.list.Members.Moved;
import org.chancery.mail.Address;

/// A change of address carried out: every membership, and the address of an account; or what follows the preferred address of a person.
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
        takePostsAlong(session, from, to);
        List<Long> all = session.list("SELECT number FROM member WHERE address_key = ? ORDER BY number", row -> row.getLong(1), from.key());
        boolean ownAddress = People.move(session, from, to);
        boolean leaves = session.exists("SELECT 1 FROM account_address WHERE address_key = ?", from.key());
        int moved = 0;
        for (long number : all) {
            moved += moveOne(session, number, to) ? 1 : 0;
            if (leaves) { // a change that names an address is stronger than what the person prefers
                session.update("UPDATE member SET follows_preferred = 0 WHERE number = ?", number);
            }
        }
        KeyVersions.touchOf(session, to);
        return new Done(new Moved(moved, all.size() - moved), ownAddress);
    }

    /// Brings the memberships of a person that follow to the preferred address.
    static void follow(Session session, People.Owner owner) throws SQLException {
        Address to = owner.preferred();
        List<Following> elsewhere = session.list(
                """
                SELECT m.number, m.list, m.role FROM member m JOIN account_address a ON a.address_key = m.address_key
                WHERE a.account = ? AND m.follows_preferred = 1 AND m.address_key <> ? ORDER BY m.number
                """,
                row -> new Following(row.getLong(1), row.getLong(2), row.getString(3)), owner.account(), to.key());
        for (Following one : elsewhere) {
            if (!moveOne(session, one.number(), to)) {
                session.update("UPDATE member SET follows_preferred = 1 WHERE list = ? AND role = ? AND address_key = ?", one.list(), one.role(), to.key());
            }
        }
        KeyVersions.touchOf(session, to);
    }

    private record Following(long number, long list, String role) {}

    /// False when the new address holds the role already: then the old membership ends. What failed under the old address is not held
    /// against the new one.
    private static boolean moveOne(Session session, long number, Address to) throws SQLException {
        if (merge(session, number, to)) {
            return false;
        }
        session.update("DELETE FROM bounce WHERE membership = ?", number);
        session.update("UPDATE member SET delivery = 1, stopped_by = 'OFF_BY_MEMBER' WHERE number = ? AND delivery = 0 AND stopped_by = 'OFF_BY_BOUNCES'", number);
        return session.update("UPDATE member SET address = ?, address_key = ? WHERE number = ?", to.toString(), to.key(), number) > 0;
    }

    /// The first posts of a member are counted by author: who has passed quarantine does not enter it anew.
    private static void takePostsAlong(Session session, Address from, Address to) throws SQLException {
        for (long list : session.list("SELECT DISTINCT list FROM member WHERE address_key = ?", row -> row.getLong(1), from.key())) {
            session.update("UPDATE posting SET author_key = ? WHERE list = ? AND author_key = ?", to.key(), list, from.key());
        }
    }

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
