package org.chancery.sender;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// That a sender may post on a list, or on every list of a list group. It counts only while sender and grant are active.
///
/// `only` limits it to some of the sender's addresses; empty is all of them. `reapprove`: a new address of the sender pauses
/// the grant until an owner approves it again.
public record Grant(
        Target target, SenderId sender, Set<Address> only, boolean reapprove, boolean paused, String grantedBy, Instant granted, Optional<Instant> expires) {
    public Grant {
        only = Set.copyOf(only);
    }

    /// A new one for all addresses, without end.
    public static Grant of(Target target, SenderId sender, String grantedBy, Instant now) {
        return new Grant(target, sender, Set.of(), false, false, grantedBy, now, Optional.empty());
    }

    public Grant limitedTo(Set<Address> addresses) {
        return new Grant(target, sender, addresses, reapprove, paused, grantedBy, granted, expires);
    }

    public Grant until(Optional<Instant> end) {
        return new Grant(target, sender, only, reapprove, paused, grantedBy, granted, end);
    }

    public Grant reapproving(boolean wanted) {
        return new Grant(target, sender, only, wanted, paused, grantedBy, granted, expires);
    }

    /// Does it let this address post now?
    public boolean holdsFor(Address author, Instant now) {
        return !paused && expires.filter(end -> !now.isBefore(end)).isEmpty() && (only.isEmpty() || only.contains(author));
    }

    /// What is granted on.
    public sealed interface Target {
        /// One list.
        record OfList(ListId list) implements Target {}

        /// Every list that is in the group at the moment of use.
        record OfGroup(String name) implements Target {}
    }
}
