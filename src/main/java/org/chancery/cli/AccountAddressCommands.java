package org.chancery.cli;

import java.util.List;
import org.chancery.account.Account;
import org.chancery.account.Person;
import org.chancery.administration.AccountAdministration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `chancery account address`: the several addresses of one person.
@Command(name = "address", description = {
        "The addresses of one person: who writes from any of them counts as the member that any of them is."},
        footer = "Example: chancery account address add anna@example.org anna@work.example")
final class AccountAddressCommands {
    private final Invocation invocation;

    AccountAddressCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "add", description = "Give an account another address. You answer for it that it is the same person's.",
            footer = "Example: chancery account address add anna@example.org anna@work.example")
    int add(
            @Parameters(paramLabel = "ACCOUNT", description = "The account.") String account,
            @Parameters(paramLabel = "ADDRESS", description = "The other address.") String address) {
        Person person = accounts().addAddress(invocation.caller(), account(account), address);
        return invocation.done(address + " is an address of " + person.account() + " now.", row(person));
    }

    @Command(name = "remove", description = "Take an address from an account; memberships under it stay.",
            footer = "Example: chancery account address remove anna@example.org anna@work.example")
    int remove(
            @Parameters(paramLabel = "ACCOUNT", description = "The account.") String account,
            @Parameters(paramLabel = "ADDRESS", description = "Which one goes.") String address) {
        Person person = accounts().removeAddress(invocation.caller(), account(account), address);
        return invocation.done(address + " is no address of " + person.account() + " any more.", row(person));
    }

    @Command(name = "list", description = "List the addresses of an account.", footer = "Example: chancery account address list anna@example.org")
    int list(@Parameters(paramLabel = "ACCOUNT", description = "The account.") String account) {
        Person person = accounts().person(account(account));
        invocation.printer().table("", table -> person.addresses().forEach(address -> table.add(
                Row.of("address", address, "login", address.equals(person.account()), "preferred", address.equals(person.preferred())))));
        return ExitCode.DONE;
    }

    @Command(name = "prefer", description = "Say to which address mail for the person goes.",
            footer = "Example: chancery account address prefer anna@example.org anna@work.example")
    int prefer(
            @Parameters(paramLabel = "ACCOUNT", description = "The account.") String account,
            @Parameters(paramLabel = "ADDRESS", description = "The address to prefer.") String address) {
        Person person = accounts().preferAddress(invocation.caller(), account(account), address);
        return invocation.done(person.preferred() + " is the preferred address of " + person.account() + " now. Memberships that follow it went along.", row(person));
    }

    private AccountAdministration accounts() {
        return invocation.administration().accounts();
    }

    private Account account(String address) {
        return accounts().require(address);
    }

    private static Row row(Person person) {
        return Row.of("account", person.account(), "preferred", person.preferred(), "addresses", List.copyOf(person.addresses()));
    }
}
