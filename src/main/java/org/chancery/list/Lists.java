package org.chancery.list;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.audit.Act;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// The port to domains and lists. Every change takes the [Act] that is logged in the same transaction.
/// Methods that change return false (or empty) when there was nothing to change, and then log nothing.
public interface Lists {
    Set<Domain> domains();

    boolean addDomain(Domain domain, Act act);

    /// False when the domain does not exist or still has lists.
    boolean removeDomain(Domain domain, Act act);

    Optional<MailingList> find(Address address);

    Optional<MailingList> find(ListId id);

    /// All lists, by address.
    List<MailingList> all();

    /// Empty when the address is taken or its domain is not ours.
    Optional<MailingList> create(Address address, String style, Settings settings, String policy, Act act);

    /// Makes `before` to `after`. False if they are no longer `before` (somebody else was quicker: look again), if the list is gone, or if nothing changes.
    boolean saveSettings(ListId list, Settings before, Settings after, Act act);

    /// Stores a new version of the owner's policy and returns its number.
    int savePolicy(ListId list, String policy, Act act);

    boolean setState(ListId list, MailingList.State state, Act act);

    /// False when the new address is taken or its domain is not ours.
    boolean rename(ListId list, Address newAddress, Act act);

    /// Removes the list with its members, settings and held posts; queued copies are dropped.
    boolean delete(ListId list, Act act);
}
