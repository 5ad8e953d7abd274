package org.chancery.store;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.account.Person;
import org.chancery.account.Persons;
import org.chancery.audit.Act;
import org.chancery.mail.Address;

/// The addresses of accounts in their table; each account has its login there from its beginning.
final class JdbcPersons implements Persons {
    static final String INSERT =
            "INSERT INTO account_address (address_key, account, address, preferred, since) VALUES (?, ?, ?, ?, ?) ON CONFLICT (address_key) DO NOTHING";

    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcPersons(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    private record Owned(Address address, boolean isLogin, boolean isPreferred) {}

    @Override
    public Optional<Person> of(Address address) {
        return database.read(s -> person(s, address));
    }

    private static Optional<Person> person(Session session, Address address) throws SQLException {
        List<Owned> owned = session.list(
                """
                SELECT o.address, o.address_key = o.account, o.preferred
                FROM account_address mine JOIN account_address o ON o.account = mine.account
                WHERE mine.address_key = ? ORDER BY o.address_key <> o.account, o.since, o.address_key
                """,
                row -> new Owned(Address.of(row.getString(1)), row.getBoolean(2), row.getLong(3) != 0), address.key());
        return owned.stream().filter(Owned::isLogin).findFirst().map(login -> new Person(
                login.address(),
                owned.stream().filter(Owned::isPreferred).findFirst().orElse(login).address(),
                owned.stream().map(Owned::address).toList()));
    }

    /// Only of an account that is there.
    @Override
    public boolean add(Address account, Address more, Act act) {
        return database.write("account", s -> s.exists("SELECT 1 FROM account WHERE address_key = ?" + database.dialect().forUpdate, account.key())
                && audit.appendIf(add(s, account, more), s, act));
    }

    private boolean add(Session session, Address account, Address more) throws SQLException {
        boolean added = session.update(INSERT, more.key(), account.key(), more.toString(), false, time.instant()) > 0;
        KeyVersions.touchOf(session, more);
        if (added) {
            follow(session, account);
        }
        return added;
    }

    @Override
    public boolean remove(Address account, Address address, Act act) {
        return database.write("account", s -> {
            KeyVersions.touchOf(s, address);
            if (!address.equals(account) && isPreferred(s, account, address)) {
                prefer(s, account, account);
            }
            return audit.appendIf(
                    s.update("DELETE FROM account_address WHERE account = ? AND address_key = ? AND address_key <> account", account.key(), address.key()) > 0,
                    s, act);
        });
    }

    @Override
    public boolean prefer(Address account, Address address, Act act) {
        return database.write("account", s -> audit.appendIf(prefer(s, account, address), s, act));
    }

    /// Who is preferred until now has agreed. False when that changed since, or the other address is not the same person's.
    static boolean handOver(Session session, Address from, Address to) throws SQLException {
        Optional<People.Owner> owner = People.locked(session, from).filter(found -> found.preferred().equals(from));
        return owner.isPresent() && prefer(session, Address.of(owner.get().account()), to);
    }

    /// The account is locked first, so that one address is preferred at a time. What follows it goes along.
    private static boolean prefer(Session session, Address account, Address address) throws SQLException {
        People.locked(session, account);
        boolean changed = session.update(
                "UPDATE account_address SET preferred = 1 WHERE account = ? AND address_key = ? AND preferred = 0", account.key(), address.key()) > 0;
        if (changed) {
            session.update("UPDATE account_address SET preferred = 0 WHERE account = ? AND address_key <> ?", account.key(), address.key());
            follow(session, account);
        }
        return changed;
    }

    private static void follow(Session session, Address account) throws SQLException {
        Optional<People.Owner> owner = People.owner(session, account);
        if (owner.isPresent()) {
            Moves.follow(session, owner.get());
        }
    }

    private static boolean isPreferred(Session session, Address account, Address address) throws SQLException {
        return session.exists("SELECT 1 FROM account_address WHERE account = ? AND address_key = ? AND preferred = 1", account.key(), address.key());
    }
}
