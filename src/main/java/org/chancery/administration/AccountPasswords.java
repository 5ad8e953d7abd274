package org.chancery.administration;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.chancery.account.Account;
import org.chancery.account.Accounts;
import org.chancery.account.Accounts.PasswordEntry;
import org.chancery.account.Accounts.StoredPassword;
import org.chancery.secrets.GeneratedPassword;
import org.chancery.secrets.ScramVerifier;
import org.chancery.secrets.Secret;

/// Submission passwords: generated, shown once, kept as SCRAM verifiers (RFC 5802, RFC 7677). An account may have
/// several, one for each device, so that one can be revoked alone.
public final class AccountPasswords {
    private final Accounts accounts;
    private final InstantSource clock;
    private final SecureRandom random;

    AccountPasswords(Accounts accounts, InstantSource clock, SecureRandom random) {
        this.accounts = accounts;
        this.clock = clock;
        this.random = random;
    }

    /// Makes a password. `label` says what for, such as `laptop`; it may be empty.
    public Made create(Caller caller, Account account, String label) {
        caller.must(Permission.MANAGE_ACCOUNTS);
        RosterFile.nameFault(label).ifPresent(fault -> {
            throw new Refused("The label \"" + label + "\" cannot be used: " + fault + ".");
        });
        Secret password = GeneratedPassword.create(random);
        ScramVerifier verifier = ScramVerifier.fromPassword(password, salt(account));
        StoredPassword stored = new StoredPassword(verifier.salt(), verifier.iterations(), verifier.storedKey(), verifier.serverKey());
        int number = accounts.addPassword(account.address(), label, stored,
                        caller.act(clock.instant(), "account.password.new", account.address().key(), label))
                .orElseThrow(() -> new Refused("The account " + account.address() + " is gone."));
        return new Made(number, password);
    }

    /// SCRAM names one salt before it knows which password the client has, so all of an account share it.
    private byte[] salt(Account account) {
        List<PasswordEntry> present = accounts.passwords(account.address());
        if (!present.isEmpty()) {
            return present.getFirst().password().salt();
        }
        byte[] salt = new byte[ScramVerifier.SALT_OCTETS];
        random.nextBytes(salt);
        return salt;
    }

    /// Those in force, oldest first; of each only number, label and age are to be shown.
    public List<PasswordEntry> all(Account account) {
        return accounts.passwords(account.address());
    }

    public void revoke(Caller caller, Account account, int number) {
        caller.must(Permission.MANAGE_ACCOUNTS);
        if (!accounts.revokePassword(account.address(), number,
                caller.act(clock.instant(), "account.password.revoke", account.address().key(), "number=" + number))) {
            throw new Refused("The account " + account.address() + " has no password " + number
                    + ". \"chancery account password list " + account.address() + "\" names those in force.");
        }
    }

    /// The only time the password can be seen.
    public record Made(int number, Secret password) {}
}
