package org.chancery.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;

/// Which addresses are one person's: those of one account.
final class People {
    private People() {}

    /// The key of this address first, then those of the same account, oldest first.
    static List<String> keys(Session session, Address address) throws SQLException {
        List<String> keys = new ArrayList<>(List.of(address.key()));
        keys.addAll(session.list(
                """
                SELECT other.address_key FROM account_address mine JOIN account_address other ON other.account = mine.account
                WHERE mine.address_key = ? AND other.address_key <> mine.address_key ORDER BY other.since, other.address_key
                """,
                row -> row.getString(1), address.key()));
        return keys;
    }

    /// The account that owns an address, and where the person wants mail.
    record Owner(String account, Address preferred) {}

    static Optional<Owner> owner(Session session, Address address) throws SQLException {
        return session.first(
                """
                SELECT mine.account, other.address FROM account_address mine JOIN account_address other ON other.account = mine.account
                WHERE mine.address_key = ? ORDER BY other.preferred DESC, other.address_key <> other.account LIMIT 1
                """,
                row -> new Owner(row.getString(1), Address.of(row.getString(2))), address.key());
    }

    /// Until the transaction ends nobody else changes what the person prefers.
    static Optional<Owner> locked(Session session, Address address) throws SQLException {
        session.update(
                "UPDATE account SET address = address WHERE address_key = (SELECT account FROM account_address WHERE address_key = ?)", address.key());
        return owner(session, address);
    }

    static Address preferred(Session session, Address address) throws SQLException {
        return owner(session, address).map(Owner::preferred).orElse(address);
    }

    /// One name for one person: the login of the account that owns this address key, else what was given.
    static String name(Session session, String key) throws SQLException {
        return session.first("SELECT account FROM account_address WHERE address_key = ?", row -> row.getString(1), key).orElse(key);
    }

    /// Puts one address of an account in the place of another. The login stays what it is, and so does an address that somebody
    /// else owns; false then, and when no account owns the first.
    static boolean move(Session session, Address from, Address to) throws SQLException {
        Optional<String> account = session.first(
                "SELECT account FROM account_address WHERE address_key = ? AND account <> address_key", row -> row.getString(1), from.key());
        if (account.isEmpty()) {
            return false;
        }
        if (session.exists("SELECT 1 FROM account_address WHERE address_key = ?", to.key())) {
            return false;
        }
        return session.update(
                "UPDATE account_address SET address_key = ?, address = ? WHERE address_key = ?", to.key(), to.toString(), from.key()) > 0;
    }
}
