package org.chancery.administration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.chancery.audit.Act;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.sender.AddressChanges;
import org.chancery.sender.Credential;
import org.chancery.sender.Grant;
import org.chancery.sender.Invitations;
import org.chancery.sender.ListGroups;
import org.chancery.sender.Registry;
import org.chancery.sender.Sender;
import org.chancery.sender.SenderId;
import org.chancery.sender.SenderLinks;

/// Authorised senders and their addresses. Who calls with `MANAGE_SENDERS` answers for the addresses, as for those of accounts;
/// with [#askAddress] the address is asked itself.
public final class SenderAdministration {
    private static final int MAX_KEEP_DAYS = 365;
    private final Registry registry;
    private final Lists lists;
    private final InstantSource clock;
    private final RandomGenerator random;

    SenderAdministration(Registry registry, Lists lists, InstantSource clock, RandomGenerator random) {
        this.registry = registry;
        this.lists = lists;
        this.clock = clock;
        this.random = random;
    }

    /// By address, deleted ones too.
    public List<Sender> all(Caller caller) {
        caller.must(Permission.MANAGE_SENDERS);
        return registry.ports().senders().all();
    }

    /// By any of his addresses.
    public Sender require(Caller caller, String address) {
        caller.must(Permission.MANAGE_SENDERS);
        return registry.ports().senders().of(Addresses.require(address)).orElseThrow(() -> new Refused("There is no sender " + address
                + ". \"chancery sender show\" names all, \"chancery sender add " + address + "\" makes one."));
    }

    /// The same, where there may be none.
    Optional<Sender> find(Caller caller, String address) {
        caller.must(Permission.MANAGE_SENDERS);
        return registry.ports().senders().of(Addresses.require(address));
    }

    /// To the lists of one domain of this site; without one, to none in particular.
    public Sender limit(Caller caller, Sender sender, Optional<String> domain) {
        caller.must(Permission.MANAGE_SENDERS);
        Optional<Domain> scope = domain.map(name -> Domain.parse(name).toOptional().filter(lists.domains()::contains)
                .orElseThrow(() -> new Refused("This site has no domain " + name + ". \"chancery domain list\" names them.")));
        registry.ports().senders().limit(sender.id(), scope, act(caller, "sender.limit", sender.primary(), scope.map(Domain::toString).orElse("site")));
        return find(sender.id());
    }

    public Sender add(Caller caller, String text) {
        caller.must(Permission.MANAGE_SENDERS);
        Address address = Addresses.require(text);
        SenderId id = SenderId.create(clock.instant(), random);
        if (!registry.ports().senders().create(id, address, act(caller, "sender.add", address, "sender " + id))) {
            throw new Refused(registry.ports().senders().of(address).map(taken -> taken.state() == Sender.State.TOMBSTONE
                    ? address + " belongs to a deleted sender; \"chancery sender restore " + address + "\" brings him back."
                    : address + " belongs to a sender already.")
                    .orElse(address + " was given up by a sender in the last 72 hours and can be taken back until they are over."));
        }
        return find(id);
    }

    private Sender find(SenderId id) {
        return registry.ports().senders().find(id).orElseThrow(() -> new Refused("The sender is gone."));
    }

    /// Deletes so that everything can be restored for `days`, 1 to 365.
    public Sender delete(Caller caller, Sender sender, int days) {
        caller.must(Permission.MANAGE_SENDERS);
        if (days < 1 || days > MAX_KEEP_DAYS) {
            throw new Refused("A deleted sender is kept for 1 to " + MAX_KEEP_DAYS + " days.");
        }
        Instant until = clock.instant().plus(Duration.ofDays(days));
        if (!registry.ports().senders().delete(sender.id(), until, act(caller, "sender.delete", sender.primary(), "until " + until))) {
            throw new Refused("The sender " + sender.primary() + " is deleted already.");
        }
        return find(sender.id());
    }

    public Sender restore(Caller caller, Sender sender) {
        caller.must(Permission.MANAGE_SENDERS);
        if (!registry.ports().senders().restore(sender.id(), act(caller, "sender.restore", sender.primary(), ""))) {
            throw new Refused("The sender " + sender.primary() + " is not deleted.");
        }
        return find(sender.id());
    }

    public Sender suspend(Caller caller, Sender sender, boolean suspended) {
        caller.must(Permission.MANAGE_SENDERS);
        if (!registry.ports().senders().suspend(sender.id(), suspended, act(caller, suspended ? "sender.suspend" : "sender.resume", sender.primary(), ""))) {
            throw new Refused("The sender " + sender.primary() + " is " + find(sender.id()).state().word() + ".");
        }
        return find(sender.id());
    }

    /// What is granted to him.
    public List<Grant> grants(Caller caller, Sender sender) {
        caller.must(Permission.MANAGE_SENDERS);
        return registry.ports().grants().of(sender.id());
    }

    public List<Credential> keys(Caller caller, Sender sender) {
        caller.must(Permission.MANAGE_SENDERS);
        return registry.ports().credentials().of(new Credential.Owner.OfSender(sender.id()));
    }

    /// Who calls answers for it that the address is the sender's; here and below `telling` says whether the old address hears of it.
    public Sender addAddress(Caller caller, Sender sender, String text, AddressChanges.Telling telling) {
        caller.must(Permission.MANAGE_SENDERS);
        Address more = Addresses.require(text);
        if (!registry.addresses().add(sender, more, telling, act(caller, "sender.address.add", sender.primary(), more.key()))) {
            throw new Refused(more + " belongs to a sender already, or did until lately and can be taken back for 72 hours, or " + sender.primary() + " is deleted.");
        }
        return find(sender.id());
    }

    /// Mails him the link to his own page, at this address of his.
    public void mailPage(Caller caller, String text) {
        Sender sender = require(caller, text);
        if (!registry.links().mailPage(Addresses.require(text), act(caller, "sender.page", sender.primary(), text))) {
            throw new Refused("No link was sent: " + (sender.isActive()
                    ? text + " had " + SenderLinks.PER_ADDRESS + " of them today, or this site has no web address (web.url)."
                    : "the sender is " + sender.state().word() + "."));
        }
    }

    /// Asks the address itself, in the name of a list that is granted to the sender.
    public void askAddress(Caller caller, Sender sender, String text) {
        caller.must(Permission.MANAGE_SENDERS);
        Address more = Addresses.require(text);
        Grant.Target target = registry.ports().grants().of(sender.id()).stream().map(Grant::target).findFirst()
                .orElseThrow(() -> new Refused("No list is granted to " + sender.primary() + " in whose name the address could be asked."));
        MailingList list = inNameOf(registry.ports().groups(), lists, target).orElseThrow(() -> new Refused("The list group has no list in whose name the address could be asked."));
        Invitations.Outcome outcome = registry.inviting().invite(
                list, target, more, Optional.of(sender.id()), act(caller, "sender.address.ask", sender.primary(), more.key()));
        if (outcome != Invitations.Outcome.MAILED) {
            throw new Refused(GrantAdministration.notAsked(more, outcome));
        }
    }

    /// The list itself, or the first of the group.
    static Optional<MailingList> inNameOf(ListGroups groups, Lists lists, Grant.Target target) {
        return groups.in(target).stream().flatMap(list -> lists.find(list).stream()).findFirst();
    }

    public Sender removeAddress(Caller caller, Sender sender, String text, AddressChanges.Telling telling) {
        caller.must(Permission.MANAGE_SENDERS);
        Address address = Addresses.require(text);
        if (!registry.addresses().remove(sender, address, telling, act(caller, "sender.address.remove", sender.primary(), address.key()))) {
            throw new Refused(address.equals(sender.primary())
                    ? address + " is the primary address; make another one primary first."
                    : address + " is not an address of the sender " + sender.primary() + ".");
        }
        return find(sender.id());
    }

    public Sender preferAddress(Caller caller, Sender sender, String text, AddressChanges.Telling telling) {
        caller.must(Permission.MANAGE_SENDERS);
        Address address = Addresses.require(text);
        if (!registry.addresses().prefer(sender, address, telling, act(caller, "sender.address.prefer", sender.primary(), address.key()))) {
            throw new Refused(address.equals(sender.primary()) ? address + " is primary already." : address + " is not an address of this sender.");
        }
        return find(sender.id());
    }

    private Act act(Caller caller, String action, Address address, String detail) {
        return caller.act(clock.instant(), action, address.key(), detail);
    }
}
