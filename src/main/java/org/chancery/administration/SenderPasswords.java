package org.chancery.administration;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.account.Accounts;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.secrets.ChosenPassword;
import org.chancery.secrets.PasswordHash;
import org.chancery.secrets.ScramVerifier;
import org.chancery.secrets.Secret;
import org.chancery.sender.Credential;
import org.chancery.sender.Credentials;
import org.chancery.sender.PasswordRule;
import org.chancery.sender.PostingKey;
import org.chancery.sender.Registry;
import org.chancery.sender.Sender;

/// Passwords that senders and moderators choose, on sites that allow them (`senders.passwords`). One for each, and nobody can read it again.
public final class SenderPasswords {
    public static final int MIN_LENGTH = ChosenPassword.MIN_LENGTH;
    public static final int MAX_LENGTH = ChosenPassword.MAX_LENGTH;

    private final Registry registry;
    private final Members members;
    private final Accounts accounts;
    private final InstantSource clock;
    private final SecureRandom random;

    /// Why a password cannot be used, with the clause that says so.
    public enum Fault {
        NOT_ALLOWED("passwords are not allowed here (senders.passwords); make a key with \"chancery sender key new\""),
        FORM("it must have " + ChosenPassword.MIN_LENGTH + " to " + ChosenPassword.MAX_LENGTH + " printable ASCII characters without blanks"),
        GUESSABLE("it is too easily guessed: known from breaches, or made of few words"),
        LOGIN("it is a password of the account of this address"),
        GONE("its owner is gone");

        private final String clause;

        Fault(String clause) {
            this.clause = clause;
        }
    }

    SenderPasswords(Registry registry, Members members, Accounts accounts, InstantSource clock, SecureRandom random) {
        this.registry = registry;
        this.members = members;
        this.accounts = accounts;
        this.clock = clock;
        this.random = random;
    }

    /// The one before it ends.
    public Credential choose(Caller caller, Sender sender, Secret password) {
        caller.must(Permission.MANAGE_SENDERS);
        if (!sender.isActive()) {
            throw new Refused("The sender " + sender.primary() + " is " + sender.state().word() + "; it gets no password.");
        }
        return choose(caller, new Credential.Owner.OfSender(sender.id()), sender.addresses(), password);
    }

    /// Of a moderator or an owner of the list: approves held posts of his own address.
    public Credential choose(Caller caller, MailingList list, String moderator, Secret password) {
        caller.must(Permission.NAME_OFFICERS, list);
        Address address = Addresses.require(moderator);
        var standing = members.standing(list.id(), address);
        if (!standing.containsKey(Role.MODERATOR) && !standing.containsKey(Role.OWNER)) {
            throw new Refused(address + " is neither moderator nor owner of " + list.address() + ".");
        }
        return choose(caller, new Credential.Owner.OfModerator(list.id(), address), List.of(address), password);
    }

    private Credential choose(Caller caller, Credential.Owner owner, List<Address> addresses, Secret password) {
        return switch (chosen(caller, owner, addresses, password)) {
            case Chosen.Not(Fault fault) -> throw new Refused("This password cannot be used: " + fault.clause + ".");
            case Chosen.Now(Credential credential) -> credential;
        };
    }

    /// The caller is the sender, as his mailbox proves. Empty when it is the password now.
    Optional<Fault> chooseOwn(Caller caller, Sender sender, Secret password) {
        return chosen(caller, new Credential.Owner.OfSender(sender.id()), sender.addresses(), password) instanceof Chosen.Not(Fault fault)
                ? Optional.of(fault)
                : Optional.empty();
    }

    private sealed interface Chosen {
        record Now(Credential credential) implements Chosen {}

        record Not(Fault fault) implements Chosen {}
    }

    private Chosen chosen(Caller caller, Credential.Owner owner, List<Address> addresses, Secret password) {
        Optional<Fault> fault = registry.rule() == PasswordRule.OFF ? Optional.of(Fault.NOT_ALLOWED) : fault(password, addresses);
        if (fault.isPresent()) {
            return new Chosen.Not(fault.get());
        }
        remove(caller, owner);
        Address address = addresses.getFirst();
        String kid = PostingKey.create(PostingKey.Holder.SENDER, random).kid();
        Credential credential = Credential.of(kid, owner, Credential.Kind.PASSWORD, "", clock.instant());
        boolean added = registry.ports().credentials().add(
                credential, PasswordHash.of(password, random).stored(), caller.act(clock.instant(), "sender.password.set", address.key(), "key=" + kid));
        return added ? new Chosen.Now(credential) : new Chosen.Not(Fault.GONE);
    }

    /// What opens the pages or submission must not stand in mail.
    private Optional<Fault> fault(Secret password, List<Address> addresses) {
        if (!ChosenPassword.isPossible(password.revealText())) {
            return Optional.of(Fault.FORM);
        }
        if (ChosenPassword.fault(password.revealText(), addresses.stream().map(Address::toString).toList()).isPresent()) {
            return Optional.of(Fault.GUESSABLE);
        }
        boolean login = addresses.stream().flatMap(address -> accounts.passwords(address).stream())
                .map(Accounts.PasswordEntry::password)
                .anyMatch(one -> new ScramVerifier(one.salt(), one.iterations(), one.storedKey(), one.serverKey()).matchesPlain(password));
        return login ? Optional.of(Fault.LOGIN) : Optional.empty();
    }

    /// False when there was none.
    private boolean remove(Caller caller, Credential.Owner owner) {
        return registry.ports().credentials().password(owner).map(Credentials.Stored::credential)
                .filter(old -> registry.ports().credentials().end(old.kid(), "another password, or none", caller.act(clock.instant(), "sender.password.end", old.kid(), "")))
                .isPresent();
    }

    public void remove(Caller caller, Sender sender) {
        caller.must(Permission.MANAGE_SENDERS);
        if (!remove(caller, new Credential.Owner.OfSender(sender.id()))) {
            throw new Refused("The sender " + sender.primary() + " has no password.");
        }
    }

    public void remove(Caller caller, MailingList list, String moderator) {
        caller.must(Permission.NAME_OFFICERS, list);
        if (!remove(caller, new Credential.Owner.OfModerator(list.id(), Addresses.require(moderator)))) {
            throw new Refused(moderator + " has no password for " + list.address() + ".");
        }
    }
}
