package org.chancery.administration;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.chancery.account.Account;
import org.chancery.account.Account.Grant;
import org.chancery.account.AccountRole;
import org.chancery.account.Accounts;
import org.chancery.list.Lists;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// People who log in, and their site roles.
public final class AccountAdministration {
    private final Accounts accounts;
    private final Lists lists;
    private final InstantSource clock;

    AccountAdministration(Accounts accounts, Lists lists, InstantSource clock) {
        this.accounts = accounts;
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
            throw new Refused("The account " + address + " is there already.");
        }
        return address;
    }

    /// Ends the account with its passwords and roles; memberships stay.
    public void remove(Caller caller, Account account) {
        if (!accounts.remove(account.address(), caller.act(clock.instant(), "account.remove", account.address().key(), ""))) {
            throw new Refused("The account " + account.address() + " is gone already.");
        }
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
