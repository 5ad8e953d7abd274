package org.chancery.administration;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.chancery.account.Accounts;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.mail.Address;
import org.chancery.secrets.Secret;
import org.chancery.sender.AddressChanges;
import org.chancery.sender.Credential;
import org.chancery.sender.Grant;
import org.chancery.sender.Invitations;
import org.chancery.sender.OwnLinks;
import org.chancery.sender.PasswordRule;
import org.chancery.sender.PostingKey;
import org.chancery.sender.Registry;
import org.chancery.sender.Sender;

/// What an authorised sender does for himself on the page behind a link to one of his addresses: keys, password, addresses. The link
/// ([OwnLinks.Found]) is the proof that he reads that mailbox; there is no way in here without one, and none to another sender.
///
/// Example: `own.choose(links.look(token).orElseThrow(), "seven-herons+12lanterns")`.
public final class OwnSender {
    /// Keys in force at once: an old and a new one for each of some people behind one address.
    public static final int MAX_KEYS = 10;

    private final Registry registry;
    private final Lists lists;
    private final SenderPasswords passwords;
    private final InstantSource clock;
    private final SecureRandom random;

    public OwnSender(Registry registry, Lists lists, Members members, Accounts accounts, InstantSource clock, SecureRandom random) {
        this.registry = registry;
        this.lists = lists;
        this.passwords = new SenderPasswords(registry, members, accounts, clock, random);
        this.clock = clock;
        this.random = random;
    }

    /// What was granted, and whether it waits for owners; named as people write it.
    public record Granted(String name, boolean paused) {}

    private static Caller caller(OwnLinks.Found own) {
        return new Caller(own.link().address().key(), "web", _ -> EnumSet.noneOf(Rank.class));
    }

    private Act act(OwnLinks.Found own, String action, String detail) {
        return caller(own).act(clock.instant(), action, own.sender().primary().key(), detail);
    }

    public List<Granted> grants(OwnLinks.Found own) {
        Instant now = clock.instant();
        return registry.ports().grants().of(own.sender().id()).stream()
                .filter(grant -> grant.expires().filter(end -> !now.isBefore(end)).isEmpty())
                .map(grant -> new Granted(name(grant.target()), grant.paused())).toList();
    }

    private String name(Grant.Target target) {
        return switch (target) {
            case Grant.Target.OfList(ListId list) -> lists.find(list).map(found -> found.address().toString()).orElse("-");
            case Grant.Target.OfGroup(String name) -> "@" + name;
        };
    }

    /// Keys and password in force.
    public List<Credential> credentials(OwnLinks.Found own) {
        Instant now = clock.instant();
        return registry.ports().credentials().of(owner(own)).stream().filter(one -> one.worksAt(now)).toList();
    }

    private static Credential.Owner owner(OwnLinks.Found own) {
        return new Credential.Owner.OfSender(own.sender().id());
    }

    public boolean mayHavePassword() {
        return registry.rule() != PasswordRule.OFF;
    }

    /// Why not; empty when it is the password now, and the one before it has ended.
    public Optional<SenderPasswords.Fault> choose(OwnLinks.Found own, String typed) {
        return passwords.chooseOwn(caller(own), own.sender(), Secret.of(typed));
    }

    /// A key without limits, seen now and never again; empty when there are [#MAX_KEYS].
    public Optional<PostingKey> makeKey(OwnLinks.Found own) {
        if (credentials(own).stream().filter(one -> one.kind() != Credential.Kind.PASSWORD).count() >= MAX_KEYS) {
            return Optional.empty();
        }
        PostingKey key = PostingKey.create(PostingKey.Holder.SENDER, random);
        Credential credential = Credential.of(key.kid(), owner(own), Credential.Kind.KEY, "made on the page", clock.instant());
        boolean added = registry.ports().credentials().add(credential, registry.verifiers().of(key), act(own, "sender.key.new", "key=" + key.kid() + " kind=key"));
        return Optional.of(key).filter(_ -> added);
    }

    /// A key or the password, by its name. False when it is not his or ended already.
    public boolean end(OwnLinks.Found own, String kid) {
        return credentials(own).stream().anyMatch(one -> one.kid().equals(kid))
                && registry.ports().credentials().end(kid, "ended by the sender", caller(own).act(clock.instant(), "sender.key.revoke", kid, ""));
    }

    /// Asks the address, in the name of a list that he may post to; it is his when it answers. What became of it he learns only by that answer.
    public Invitations.Outcome askAddress(OwnLinks.Found own, Address address) {
        Optional<Grant.Target> target = registry.ports().grants().of(own.sender().id()).stream().map(Grant::target).filter(one -> inNameOf(one).isPresent()).findFirst();
        return target.map(known -> registry.inviting().invite(
                        inNameOf(known).orElseThrow(), known, address, Optional.of(own.sender().id()), act(own, "sender.address.ask", address.key())))
                .orElse(Invitations.Outcome.NOT_NOW);
    }

    private Optional<MailingList> inNameOf(Grant.Target target) {
        return SenderAdministration.inNameOf(registry.ports().groups(), lists, target);
    }

    /// The address we write to from now on; the one before it can take that back.
    public boolean prefer(OwnLinks.Found own, Address address) {
        return registry.addresses().mayChange(own.sender(), clock.instant())
                && registry.addresses().prefer(own.sender(), address, AddressChanges.Telling.UNDO, act(own, "sender.address.prefer", address.key()));
    }

    /// False for the primary one, and for either act after twenty mails about such in a day.
    public boolean remove(OwnLinks.Found own, Address address) {
        return registry.addresses().mayChange(own.sender(), clock.instant())
                && registry.addresses().remove(own.sender(), address, AddressChanges.Telling.UNDO, act(own, "sender.address.remove", address.key()));
    }
}
