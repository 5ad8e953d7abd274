package org.chancery.sender;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.audit.Act;
import org.chancery.mail.Address;

/// Changes the addresses of a sender and tells the one we wrote to before, and one that was removed, with a link that takes the change
/// back for 72 hours: whoever got at the sender's page cannot quietly take his name away (authorisation.md section 3.3). Mail and change
/// are one commit.
///
/// Example: `changes.prefer(sender, address, AddressChanges.Telling.UNDO, act)`.
public final class AddressChanges {
    /// Does anybody hear of it?
    public enum Telling {
        /// Yes, and can take it back.
        UNDO,
        /// Nobody: an administrator answers for it, as for someone who left.
        FINAL
    }

    /// Mails about changes in a day, where the sender makes them himself: a thief at his page must not fill his mailbox.
    private static final int PER_DAY = 20;

    private final Ports ports;
    private final OwnLinks links;
    private final Runnable wake;

    AddressChanges(Ports ports, OwnLinks links, Runnable wake) {
        this.ports = ports;
        this.links = links;
        this.wake = wake;
    }

    /// May the sender change his own addresses once more today?
    public boolean mayChange(Sender sender, Instant now) {
        return ports.links().undos(sender.id(), now) < PER_DAY;
    }

    /// Whoever calls has verified the address.
    public boolean add(Sender sender, Address address, Telling telling, Act act) {
        return told(ports.senders().addAddress(sender.id(), address, letters(telling, added(sender, address)), act));
    }

    /// The mails of an addition that comes about by an answer of the address itself.
    List<SenderLink.Mailed> added(Sender sender, Address address) {
        return links.undos(sender, Stream.concat(sender.addresses().stream(), Stream.of(address)).toList(), Stream.of(sender.primary()));
    }

    /// False for the primary address.
    public boolean remove(Sender sender, Address address, Telling telling, Act act) {
        List<Address> after = sender.addresses().stream().filter(one -> !one.equals(address)).toList();
        Optional<Address> removed = sender.addresses().stream().filter(address::equals).findFirst();
        return told(ports.senders().removeAddress(
                sender.id(), address, letters(telling, links.undos(sender, after, Stream.concat(Stream.of(sender.primary()), removed.stream()))), act));
    }

    public boolean prefer(Sender sender, Address address, Telling telling, Act act) {
        List<Address> after = new ArrayList<>(sender.addresses());
        after.remove(address);
        after.addFirst(address);
        return told(ports.senders().prefer(sender.id(), address, letters(telling, links.undos(sender, after, Stream.of(sender.primary()))), act));
    }

    private static List<SenderLink.Mailed> letters(Telling telling, List<SenderLink.Mailed> letters) {
        return telling == Telling.UNDO ? letters : List.of();
    }

    private boolean told(boolean changed) {
        wake.run();
        return changed;
    }
}
