package org.chancery.administration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.sender.Grant;
import org.chancery.sender.Grant.Target;
import org.chancery.sender.Invitations;
import org.chancery.sender.Registry;
import org.chancery.sender.Sender;

/// What is granted to authorised senders: lists, and groups of lists. An owner names an address and never learns whether it is a sender's
/// elsewhere: the address is asked in each case. Who manages senders grants at once.
public final class GrantAdministration {
    private final Registry registry;
    private final Lists lists;
    private final InstantSource clock;

    GrantAdministration(Registry registry, Lists lists, InstantSource clock) {
        this.registry = registry;
        this.lists = lists;
        this.clock = clock;
    }

    /// How a grant is limited. `only` empty is all addresses of the sender.
    public record Limits(List<String> only, boolean reapprove, Optional<Instant> expires) {
        public static final Limits NONE = new Limits(List.of(), false, Optional.empty());

        public Limits {
            only = List.copyOf(only);
        }
    }

    /// What became of it.
    public enum Granted {
        AT_ONCE,
        /// The address was asked; the grant comes with its answer.
        ASKED
    }

    /// One grant with its sender.
    public record Shown(Grant grant, Sender sender) {}

    /// The end of what lasts so many days from now, at least one.
    public Instant in(int days) {
        if (days < 1) {
            throw new Refused("It must last one day at least.");
        }
        return clock.instant().plus(Duration.ofDays(days));
    }

    /// `LIST` or `@LISTGROUP`.
    public Target target(String text) {
        if (!text.startsWith("@")) {
            return new Target.OfList(lists.find(Addresses.require(text)).map(MailingList::id)
                    .orElseThrow(() -> new Refused("There is no list " + text + ". \"chancery list show\" names all lists.")));
        }
        String name = text.substring(1);
        if (registry.ports().groups().lists(name).isEmpty()) {
            throw new Refused("There is no list group " + name + ". \"chancery listgroup list\" names all.");
        }
        return new Target.OfGroup(name);
    }

    /// `LIST` or `@LISTGROUP`, as people wrote it.
    public String name(Target target) {
        return switch (target) {
            case Target.OfList(ListId list) -> lists.find(list).map(found -> found.address().toString()).orElse("a list that is gone");
            case Target.OfGroup(String name) -> "@" + name;
        };
    }

    public Granted add(Caller caller, Target target, String text, Limits limits) {
        must(caller, target);
        Address address = Addresses.require(text);
        Optional<Sender> sender = registry.ports().senders().of(address).filter(Sender::isActive);
        if (sender.isEmpty() || !mayManageSenders(caller)) {
            ask(caller, target, address);
            return Granted.ASKED;
        }
        Set<Address> only = limits.only().stream().map(Addresses::require).collect(Collectors.toSet());
        if (!sender.get().addresses().containsAll(only)) {
            throw new Refused("A grant can be limited to addresses of the sender alone: " + sender.get().addresses() + ".");
        }
        Grant grant = Grant.of(target, sender.get().id(), caller.actor(), clock.instant())
                .limitedTo(only).reapproving(limits.reapprove()).until(limits.expires());
        if (!registry.ports().grants().add(grant, act(caller, "grant.add", target, address))) {
            throw new Refused(name(target) + " is granted to " + address + " already.");
        }
        return Granted.AT_ONCE;
    }

    private void ask(Caller caller, Target target, Address address) {
        MailingList list = SenderAdministration.inNameOf(registry.ports().groups(), lists, target).orElseThrow(() -> new Refused(name(target) + " has no list in whose name " + address + " could be asked."));
        Invitations.Outcome outcome = registry.inviting().invite(list, target, address, Optional.empty(), act(caller, "grant.ask", target, address));
        if (outcome != Invitations.Outcome.MAILED) {
            throw new Refused(notAsked(address, outcome));
        }
    }

    static String notAsked(Address address, Invitations.Outcome outcome) {
        return switch (outcome) {
            case OPEN_ALREADY -> address + " was asked already and has not answered yet.";
            case NOT_NOW, MAILED -> address + " cannot be asked now: too many were asked today, or it was asked too often, or does not want to be.";
        };
    }

    public void remove(Caller caller, Target target, String text) {
        must(caller, target);
        Address address = Addresses.require(text);
        boolean removed = registry.ports().senders().of(address)
                .filter(sender -> registry.ports().grants().remove(target, sender.id(), act(caller, "grant.remove", target, address))).isPresent();
        if (!removed) {
            throw new Refused(name(target) + " is not granted to " + address + ".");
        }
    }

    /// After a change of address, where the grant wants that.
    public void approve(Caller caller, Target target, String text) {
        must(caller, target);
        Address address = Addresses.require(text);
        boolean resumed = registry.ports().senders().of(address)
                .filter(sender -> registry.ports().grants().resume(target, sender.id(), act(caller, "grant.approve", target, address))).isPresent();
        if (!resumed) {
            throw new Refused("No grant of " + name(target) + " to " + address + " waits for approval.");
        }
    }

    /// Those on the list or group itself; deleted senders too, since theirs can come back.
    public List<Shown> on(Caller caller, Target target) {
        must(caller, target);
        return registry.ports().grants().on(target).stream()
                .flatMap(grant -> registry.ports().senders().find(grant.sender()).stream().map(sender -> new Shown(grant, sender))).toList();
    }

    private void must(Caller caller, Target target) {
        switch (target) {
            case Target.OfGroup _ -> caller.must(Permission.MANAGE_SENDERS);
            case Target.OfList(ListId list) -> caller.must(
                    Permission.GRANT_POSTING, lists.find(list).orElseThrow(() -> new Refused("The list is gone.")));
        }
    }

    private static boolean mayManageSenders(Caller caller) {
        return caller.powers().at(Powers.Place.SITE).stream().anyMatch(Permission.MANAGE_SENDERS::isFor);
    }

    private Act act(Caller caller, String action, Target target, Address address) {
        return caller.act(clock.instant(), action, name(target), address.key());
    }
}
