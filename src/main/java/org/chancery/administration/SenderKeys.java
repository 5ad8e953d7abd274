package org.chancery.administration;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.sender.Credential;
import org.chancery.sender.PostingKey;
import org.chancery.sender.Registry;
import org.chancery.sender.Sender;

/// Posting keys of senders and approval keys of moderators. A key is seen once, by whoever makes it.
public final class SenderKeys {
    private static final int MAX_AT_ONCE = 100; // a printed sheet of one-time keys
    private final Registry registry;
    private final Members members;
    private final InstantSource clock;
    private final SecureRandom random;

    SenderKeys(Registry registry, Members members, InstantSource clock, SecureRandom random) {
        this.registry = registry;
        this.members = members;
        this.clock = clock;
        this.random = random;
    }

    /// What a new key may do. `lists` empty is all that are granted, `perDay` 0 any number of posts; `once` makes that many keys,
    /// each good for one text, 0 makes one that can be used again.
    public record Limits(List<ListId> lists, Optional<Instant> expires, int perDay, int once, String label) {
        public Limits {
            lists = List.copyOf(lists);
        }
    }

    /// The only time the key can be seen.
    public record Made(Credential credential, PostingKey key) {}

    public List<Made> create(Caller caller, Sender sender, Limits limits) {
        caller.must(Permission.MANAGE_SENDERS);
        if (!sender.isActive()) {
            throw new Refused("The sender " + sender.primary() + " is " + sender.state().word() + "; it gets no key.");
        }
        return create(caller, new Credential.Owner.OfSender(sender.id()), sender.primary(), limits);
    }

    /// For a moderator or an owner of the list: approves held posts of his own address when the post carries it.
    public List<Made> create(Caller caller, MailingList list, String moderator, Limits limits) {
        caller.must(Permission.NAME_OFFICERS, list);
        Address address = Addresses.require(moderator);
        if (!members.standing(list.id(), address).containsKey(Role.MODERATOR) && !members.standing(list.id(), address).containsKey(Role.OWNER)) {
            throw new Refused(address + " is neither moderator nor owner of " + list.address() + ".");
        }
        return create(caller, new Credential.Owner.OfModerator(list.id(), address), address, limits);
    }

    private List<Made> create(Caller caller, Credential.Owner owner, Address address, Limits limits) {
        RosterFile.nameFault(limits.label()).ifPresent(fault -> {
            throw new Refused("The label \"" + limits.label() + "\" cannot be used: " + fault + ".");
        });
        if (limits.once() < 0 || limits.once() > MAX_AT_ONCE || limits.perDay() < 0) {
            throw new Refused("At most " + MAX_AT_ONCE + " one-time keys are made at once.");
        }
        List<Made> made = new ArrayList<>();
        for (int i = 0; i < Math.max(1, limits.once()); i++) {
            made.add(one(caller, owner, address, limits));
        }
        return made;
    }

    private Made one(Caller caller, Credential.Owner owner, Address address, Limits limits) {
        PostingKey.Holder holder = switch (owner) {
            case Credential.Owner.OfSender _ -> PostingKey.Holder.SENDER;
            case Credential.Owner.OfModerator _ -> PostingKey.Holder.MODERATOR;
        };
        PostingKey key = PostingKey.create(holder, random);
        Credential.Kind kind = limits.once() > 0 ? Credential.Kind.ONCE : Credential.Kind.KEY;
        Credential credential = Credential.of(key.kid(), owner, kind, limits.label(), clock.instant())
                .limited(limits.lists(), limits.expires(), limits.perDay());
        if (!registry.ports().credentials().add(credential, registry.verifiers().of(key),
                caller.act(clock.instant(), "sender.key.new", address.key(), "key=" + key.kid() + " kind=" + kind.word()))) {
            throw new Refused(address + " is gone.");
        }
        return new Made(credential, key);
    }

    /// Those of a moderator on a list.
    public List<Credential> of(Caller caller, MailingList list, String moderator) {
        caller.must(Permission.NAME_OFFICERS, list);
        return registry.ports().credentials().of(new Credential.Owner.OfModerator(list.id(), Addresses.require(moderator)));
    }

    /// By the name of the key, which is no secret.
    public void revoke(Caller caller, String kid) {
        caller.must(Permission.MANAGE_SENDERS);
        if (!registry.ports().credentials().end(kid, "revoked", caller.act(clock.instant(), "sender.key.revoke", kid, ""))) {
            throw new Refused("There is no key " + kid + " in force. \"chancery sender key list ADDRESS\" names those of a sender.");
        }
    }
}
