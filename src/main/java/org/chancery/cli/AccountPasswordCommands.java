package org.chancery.cli;

import org.chancery.account.Account;
import org.chancery.administration.AccountPasswords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery account password`: generated passwords for submission.
@Command(name = "password", description = "Generated passwords for submission (SMTP AUTH).",
        footer = "Example: chancery account password new anna@example.org --label laptop")
final class AccountPasswordCommands {
    private final Invocation invocation;

    AccountPasswordCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "new", description = "Make a password and show it: it cannot be shown again.",
            footer = "Example: chancery account password new anna@example.org --label laptop")
    int create(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Option(names = "--label", defaultValue = "", description = "What it is for, such as laptop.") String label) {
        Account account = account(address);
        AccountPasswords.Made made = passwords().create(invocation.caller(), account, label);
        if (invocation.printer().isJson()) {
            invocation.printer().thing(Row.of("account", account.address(), "number", made.number(), "label", label,
                    "password", made.password().revealText()));
        } else {
            invocation.printer().heading(made.password().revealText());
        }
        return ExitCode.DONE;
    }

    @Command(name = "list", description = "List the passwords in force by number, label and age.",
            footer = "Example: chancery account password list anna@example.org")
    int list(@Parameters(paramLabel = "ADDRESS", description = "The account.") String address) {
        Account account = account(address);
        invocation.printer().table("No password. \"chancery account password new " + account.address() + "\" makes one.", table ->
                passwords().all(account).forEach(entry ->
                        table.add(Row.of("number", entry.number(), "label", entry.label(), "created", entry.created()))));
        return ExitCode.DONE;
    }

    @Command(name = "revoke", description = "End one password.", footer = "Example: chancery account password revoke anna@example.org 1")
    int revoke(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Parameters(paramLabel = "NUMBER", description = "Number of the password, from \"account password list\".") int number) {
        Account account = account(address);
        passwords().revoke(invocation.caller(), account, number);
        return invocation.done("Password " + number + " of " + account.address() + " is revoked.",
                Row.of("account", account.address(), "number", number));
    }

    private Account account(String address) {
        return invocation.administration().accounts().require(address);
    }

    private AccountPasswords passwords() {
        return invocation.administration().passwords();
    }
}
