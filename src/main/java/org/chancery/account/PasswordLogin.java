package org.chancery.account;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.chancery.mail.Address;
import org.chancery.secrets.DecoyAccount;
import org.chancery.secrets.LoginGuard;
import org.chancery.secrets.ScramVerifier;
import org.chancery.secrets.Secret;

/// Who logs in with the generated password of an account where no SASL exchange leads to it. An unknown account is answered like a wrong
/// password, after the same work; wrong ones make the account wait ([LoginGuard]). One password is looked at at a time, so guessing
/// takes one processor at most.
///
/// Example: `switch (login.check("anna@example.org", Secret.of(given))) { case Result.Welcome(Account anna) -> …; … }`
public final class PasswordLogin {
    private static final int MAX_LOGIN = 320; // longer than any address
    private static final int PATIENCE_SECONDS = 2;
    private final Accounts accounts;
    private final Secret decoyKey;
    private final LoginGuard guard = new LoginGuard();
    private final Semaphore turn = new Semaphore(1, true);

    /// `decoyKey` makes the verifiers of accounts that do not exist.
    public PasswordLogin(Accounts accounts, Secret decoyKey) {
        this.accounts = accounts;
        this.decoyKey = decoyKey;
    }

    /// What came of a login.
    public sealed interface Result {
        record Welcome(Account account) implements Result {}

        /// No such account, or not its password.
        record Wrong() implements Result {}

        /// Too many wrong ones before, or too many at once; the password was not looked at.
        record MustWait() implements Result {}
    }

    public Result check(String login, Secret password) {
        if (login.isEmpty() || login.length() > MAX_LOGIN) {
            return new Result.Wrong();
        }
        try {
            if (!turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new Result.MustWait();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Result.MustWait();
        }
        try {
            return looked(login, password);
        } finally {
            turn.release();
        }
    }

    private Result looked(String login, Secret password) {
        if (guard.mustWait(Optional.empty(), login, System.nanoTime())) {
            return new Result.MustWait();
        }
        List<ScramVerifier> known = verifiers(accounts, login).orElse(List.of());
        boolean matches = ScramVerifier.anyMatchesPlain(known.isEmpty() ? List.of(DecoyAccount.verifier(decoyKey, login)) : known, password);
        Optional<Account> account = matches ? Address.parse(login).toOptional().flatMap(accounts::find) : Optional.empty();
        if (account.isEmpty()) {
            guard.failed(Optional.empty(), login, System.nanoTime());
            return new Result.Wrong();
        }
        guard.succeeded(login);
        return new Result.Welcome(account.get());
    }

    /// The passwords in force of the account that somebody wants to log in to; empty when there is none of this name.
    public static Optional<List<ScramVerifier>> verifiers(Accounts accounts, String login) {
        return Address.parse(login).toOptional().flatMap(accounts::find).map(account -> accounts.passwords(account.address()).stream()
                .map(Accounts.PasswordEntry::password)
                .map(stored -> new ScramVerifier(stored.salt(), stored.iterations(), stored.storedKey(), stored.serverKey()))
                .toList());
    }
}
