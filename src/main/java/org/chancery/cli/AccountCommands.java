package org.chancery.cli;

import java.util.Optional;
import org.chancery.account.Account;
import org.chancery.mail.Address;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `chancery account`: people who log in.
@Command(name = "account", addMethodSubcommands = false, description = "People who log in: submission, web.",
        footer = "Example: chancery account add anna@example.org")
final class AccountCommands {
    private final Invocation invocation;

    AccountCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "add", description = "Make an account. A password is made by \"account password new\".",
            footer = "Example: chancery account add anna@example.org")
    int add(@Parameters(paramLabel = "ADDRESS", description = "The person's address; it is the login name.") String text) {
        Address address = invocation.administration().accounts().add(invocation.caller(), text);
        return invocation.done("The account " + address + " is made. \"chancery account password new " + address + "\" makes a password.",
                Row.of("account", address));
    }

    @Command(name = "remove", description = "End an account with its passwords and roles; memberships stay.",
            footer = "Example: chancery account remove anna@example.org")
    int remove(@Parameters(paramLabel = "ADDRESS", description = "The account.") String text) {
        Account account = invocation.administration().accounts().require(text);
        invocation.administration().accounts().remove(invocation.caller(), account);
        return invocation.done("The account " + account.address() + " is removed.", Row.of("account", account.address()));
    }

    @Command(name = "list", description = "List all accounts.", footer = "Example: chancery account list --json")
    int list() {
        invocation.printer().table("There is no account yet. \"chancery account add ADDRESS\" makes one.", table ->
                invocation.administration().accounts().all().forEach(account -> table.add(row(account))));
        return ExitCode.DONE;
    }

    @Command(name = "show", description = "Show one account with its roles.", footer = "Example: chancery account show anna@example.org")
    int show(@Parameters(paramLabel = "ADDRESS", description = "The account.") String text) {
        invocation.printer().thing(row(invocation.administration().accounts().require(text)));
        return ExitCode.DONE;
    }

    @Command(name = "role", description = "Give a role: site-admin, or domain-owner or list-creator of one domain.",
            footer = "Example: chancery account role anna@example.org domain-owner lists.example.org")
    int role(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String text,
            @Parameters(paramLabel = "ROLE", description = "site-admin, domain-owner or list-creator.") String role,
            @Parameters(paramLabel = "DOMAIN", arity = "0..1", description = "For domain-owner and list-creator.") @Nullable String domain) {
        Account account = invocation.administration().accounts().require(text);
        Account.Grant grant = invocation.administration().accounts().grant(invocation.caller(), account, role, Optional.ofNullable(domain));
        return invocation.done(account.address() + " is " + word(grant) + " now.", row(invocation.administration().accounts().require(text)));
    }

    private static Row row(Account account) {
        return Row.of("account", account.address(), "roles", account.roles().stream().map(AccountCommands::word).toList(),
                "created", account.created());
    }

    private static String word(Account.Grant grant) {
        return grant.role().word() + grant.domain().map(domain -> " of " + domain).orElse("");
    }
}
