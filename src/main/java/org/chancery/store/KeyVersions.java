package org.chancery.store;

import java.sql.SQLException;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// Counts what may change the keyring of a list. Lists without a keyring have no row, and for them all of this does nothing.
final class KeyVersions {
    private static final String ONE_MORE = "UPDATE list_keyring SET version = version + 1 WHERE list ";

    private KeyVersions() {}

    /// A role on the list was given or taken, or a key changed.
    static void touch(Session session, ListId list) throws SQLException {
        session.update(ONE_MORE + "= ?", list.value());
    }

    /// A membership is about to end.
    static void touchOf(Session session, long membership) throws SQLException {
        session.update(ONE_MORE + "= (SELECT list FROM member WHERE number = ?)", membership);
    }

    /// Whose address this is, or which roles its owner has, becomes known otherwise: called on both sides of the change.
    static void touchOf(Session session, Address address) throws SQLException {
        session.update(
                ONE_MORE + """
                IN (SELECT k.list FROM member_key k WHERE k.address_key = ?
                UNION SELECT k.list FROM member_key k JOIN account_address other ON other.address_key = k.address_key
                JOIN account_address mine ON mine.account = other.account WHERE mine.address_key = ?)
                """,
                address.key(), address.key());
    }

    /// The first key makes the row.
    static void begin(Session session, ListId list) throws SQLException {
        session.update("INSERT INTO list_keyring (list, version) VALUES (?, 1) ON CONFLICT (list) DO UPDATE SET version = list_keyring.version + 1", list.value());
    }
}
