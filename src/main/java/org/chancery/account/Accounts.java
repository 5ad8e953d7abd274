package org.chancery.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.mail.Address;

/// The port to accounts. Every change takes the [Act] that is logged in the same transaction.
public interface Accounts {
    Optional<Account> find(Address address);

    List<Account> all();

    boolean add(Address address, Act act);

    boolean remove(Address address, Act act);

    /// Grants the role; false when it was there already or the account is unknown.
    boolean grant(Address address, Account.Grant role, Act act);

    /// Stores a generated submission password as its SCRAM verifier and returns its number in this account, from 1;
    /// empty when the account is unknown. All passwords of one account share one salt.
    Optional<Integer> addPassword(Address address, String label, StoredPassword password, Act act);

    boolean revokePassword(Address address, int number, Act act);

    /// Those in force, oldest first.
    List<PasswordEntry> passwords(Address address);

    /// RFC 5803 fields of a SCRAM-SHA-256 verifier: octets, not text.
    record StoredPassword(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {}

    record PasswordEntry(int number, String label, Instant created, StoredPassword password) {}
}
