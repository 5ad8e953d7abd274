package org.chancery.administration;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.chancery.account.Account;
import org.chancery.account.Account.Grant;
import org.chancery.account.AccountRole;
import org.chancery.account.Accounts;
import org.chancery.account.Person;
import org.chancery.account.Persons;
import org.chancery.audit.Act;
import org.chancery.list.Lists;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// People who log in, and their site roles.
public final class AccountAdministration {
    private final Accounts accounts;
    private final Persons persons;
    private final Lists lists;
    private final InstantSource clock;

    AccountAdministration(Accounts accounts, Persons persons, Lists lists, InstantSource clock) {
        this.accounts = accounts;
        this.persons = persons;
        this.lists = lists;
        this.clock = clock;
    }

    /// All accounts, by address.
    public List<Account> all() {
        return accounts.all();
    }

    public Account require(String address) {
        return accounts.find(Addresses.require(address)).orElseThrow(() -> new Refused("There is no account " + address
                + ". \"chancery account list\" names all, \"chancery account add " + address + "\" makes it."));
    }

    public Address add(Caller caller, String text) {
        Address address = Addresses.require(text);
        if (!accounts.add(address, caller.act(clock.instant(), "account.add", address.key(), ""))) {
            throw new Refused(persons.of(address).filter(owner -> !owner.account().equals(address))
                    .map(owner -> address + " belongs to the account " + owner.account() + " already.")
                    .orElse("The account " + address + " is there already."));
        }
        return address;
    }

    /// Ends the account with its passwords and roles; memberships stay.
    public void remove(Caller caller, Account account) {
        if (!accounts.remove(account.address(), caller.act(clock.instant(), "account.remove", account.address().key(), ""))) {
            throw new Refused("The account " + account.address() + " is gone already.");
        }
    }

    /// All addresses of the account's owner.
    public Person person(Account account) {
        return persons.of(account.address()).orElseThrow(() -> new Refused("The account " + account.address() + " is gone."));
    }

    /// Says that the account's owner has this address too. Whoever calls answers for it: nobody is asked at the address.
    public Person addAddress(Caller caller, Account account, String text) {
        Address more = Addresses.require(text);
        if (!persons.add(account.address(), more, act(caller, "account.address.add", account, more))) {
            throw new Refused(more + " belongs to " + persons.of(more).map(owner -> "the account " + owner.account()).orElse("another account") + " already.");
        }
        return person(account);
    }

    public Person removeAddress(Caller caller, Account account, String text) {
        Address address = Addresses.require(text);
        if (!persons.remove(account.address(), address, act(caller, "account.address.remove", account, address))) {
            throw new Refused(address.equals(account.address())
                    ? address + " is the login of the account; it goes with \"chancery account remove " + address + "\"."
                    : notOf(account, address));
        }
        return person(account);
    }

    /// Where we write to the account's owner from now on.
    public Person preferAddress(Caller caller, Account account, String text) {
        Address address = Addresses.require(text);
        if (!persons.prefer(account.address(), address, act(caller, "account.address.prefer", account, address))) {
            throw new Refused(person(account).preferred().equals(address) ? address + " is preferred already." : notOf(account, address));
        }
        return person(account);
    }

    private static String notOf(Account account, Address address) {
        return address + " is not an address of the account " + account.address() + ". \"chancery account address list " + account.address()
                + "\" names all.";
    }

    private Act act(Caller caller, String action, Account account, Address address) {
        return caller.act(clock.instant(), action, account.address().key(), address.key());
    }

    /// Grants a site role; domain-owner and list-creator are for one served domain, site-admin for all.
    public Grant grant(Caller caller, Account account, String word, Optional<String> domain) {
        AccountRole role = AccountRole.ofWord(word).orElseThrow(() -> new Refused("There is no role \"" + word + "\". The roles are: "
                + String.join(", ", Arrays.stream(AccountRole.values()).map(AccountRole::word).toList()) + "."));
        Grant grant = new Grant(role, domain.map(this::served));
        if (role == AccountRole.SITE_ADMIN && domain.isPresent()) {
            throw new Refused("The role site-admin holds for the whole site; leave out the domain.");
        }
        if (role != AccountRole.SITE_ADMIN && domain.isEmpty()) {
            throw new Refused("The role " + role.word() + " holds for one domain; name it after the role.");
        }
        String detail = role.word() + domain.map(name -> " " + name).orElse("");
        if (!accounts.grant(account.address(), grant, caller.act(clock.instant(), "account.role", account.address().key(), detail))) {
            throw new Refused("The account " + account.address() + " has the role " + detail + " already.");
        }
        return grant;
    }

    private Domain served(String name) {
        Domain domain = Domain.parse(name).toOptional().orElseThrow(() -> new Refused("\"" + name + "\" is not a domain name."));
        if (!lists.domains().contains(domain)) {
            throw new Refused(DomainAdministration.unknown(domain, lists));
        }
        return domain;
    }
}
