package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.account.Account;
import org.chancery.account.AccountRole;
import org.chancery.account.Accounts;
import org.chancery.audit.Act;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// Accounts, their site roles and their submission passwords in their tables.
final class JdbcAccounts implements Accounts {
    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcAccounts(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    @Override
    public Optional<Account> find(Address address) {
        return database.read(s -> {
            Optional<Row> row = s.first("SELECT address, created FROM account WHERE address_key = ?", Row::read, address.key());
            return row.isEmpty() ? Optional.empty() : Optional.of(row.get().account(s));
        });
    }

    @Override
    public List<Account> all() {
        return database.read(s -> {
            List<Account> accounts = new ArrayList<>();
            for (Row row : s.list("SELECT address, created FROM account ORDER BY address_key", Row::read)) {
                accounts.add(row.account(s));
            }
            return accounts;
        });
    }

    private record Row(Address address, Instant created) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(Address.of(row.getString(1)), Instant.ofEpochMilli(row.getLong(2)));
        }

        Account account(Session session) throws SQLException {
            return new Account(address, created, session.list(
                    "SELECT role, domain FROM account_role WHERE account = ? ORDER BY role, domain", JdbcAccounts::grant, address.key()));
        }
    }

    private static Account.Grant grant(ResultSet row) throws SQLException {
        String domain = row.getString(2);
        return new Account.Grant(
                AccountRole.valueOf(row.getString(1)), domain.isEmpty() ? Optional.empty() : Optional.of(Domain.of(domain)));
    }

    /// False also when another account owns the address.
    @Override
    public boolean add(Address address, Act act) {
        return database.write("account", s -> {
            boolean isNew = !s.exists("SELECT 1 FROM account_address WHERE address_key = ?", address.key())
                    && s.update(
                            "INSERT INTO account (address_key, address, created) VALUES (?, ?, ?) ON CONFLICT (address_key) DO NOTHING",
                            address.key(), address.toString(), time.instant()) > 0;
            if (isNew) {
                s.update(JdbcPersons.INSERT, address.key(), address.key(), address.toString(), true, time.instant());
            }
            return audit.appendIf(isNew, s, act);
        });
    }

    @Override
    public boolean remove(Address address, Act act) {
        return database.write("account", s -> {
            KeyVersions.touchOf(s, address);
            return audit.appendIf(s.update("DELETE FROM account WHERE address_key = ?", address.key()) > 0, s, act);
        });
    }

    @Override
    public boolean grant(Address address, Account.Grant role, Act act) {
        return database.write("account", s -> s.exists("SELECT 1 FROM account WHERE address_key = ?", address.key())
                && audit.appendIf(
                        s.update(
                                "INSERT INTO account_role (account, role, domain) VALUES (?, ?, ?) ON CONFLICT (account, role, domain) DO NOTHING",
                                address.key(), role.role().name(), role.domain().map(Domain::ascii).orElse("")) > 0,
                        s, act));
    }

    /// The account is locked first, so that two passwords made at once get two numbers.
    @Override
    public Optional<Integer> addPassword(Address address, String label, StoredPassword password, Act act) {
        return database.write("account", s -> {
            if (!s.exists("SELECT 1 FROM account WHERE address_key = ?" + database.dialect().forUpdate, address.key())) {
                return Optional.empty();
            }
            int number = (int) s.number("SELECT COALESCE(MAX(number), 0) + 1 FROM account_password WHERE account = ?", address.key());
            s.update(
                    """
                    INSERT INTO account_password (account, number, label, created, salt, iterations, stored_key, server_key)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    address.key(), number, label, time.instant(),
                    password.salt(), password.iterations(), password.storedKey(), password.serverKey());
            audit.append(s, act);
            return Optional.of(number);
        });
    }

    @Override
    public boolean revokePassword(Address address, int number, Act act) {
        return database.write("account", s -> audit.appendIf(
                s.update(
                        "UPDATE account_password SET revoked = ? WHERE account = ? AND number = ? AND revoked IS NULL",
                        time.instant(), address.key(), number) > 0,
                s, act));
    }

    @Override
    public List<PasswordEntry> passwords(Address address) {
        return database.read(s -> s.list(
                """
                SELECT number, label, created, salt, iterations, stored_key, server_key FROM account_password
                WHERE account = ? AND revoked IS NULL ORDER BY number
                """,
                row -> new PasswordEntry(
                        row.getInt(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3)),
                        new StoredPassword(row.getBytes(4), row.getInt(5), row.getBytes(6), row.getBytes(7))),
                address.key()));
    }
}
