package org.chancery.list;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.chancery.audit.Act;
import org.chancery.mail.Address;

/// The port to memberships. Every change takes the [Act] that is logged in the same transaction.
public interface Members {
    /// The roles that this address holds on this list, compared without regard to case.
    Set<Role> roles(ListId list, Address address);

    /// The roles that the person writing from this address holds on this list, each with the address that holds it: this one,
    /// or another address of the account that owns it.
    Map<Role, Address> standing(ListId list, Address author);

    /// Where the person with this address wants to be written to: the preferred address of the account that owns it, or itself.
    Address preferred(Address address);

    Optional<Member> find(ListId list, Address address, Role role);

    Optional<Member> find(MembershipNumber number);

    /// Streams the roster in order of address, without holding it in memory.
    void each(ListId list, Optional<Role> role, Consumer<Member> visitor);

    long count(ListId list, Role role);

    /// Every membership of one address in the whole site.
    List<Member> of(Address address);

    /// Empty when the address already holds this role here.
    Optional<Member> add(NewMember member, Act act);

    boolean remove(ListId list, Address address, Role role, Act act);

    boolean setPreferences(MembershipNumber number, Member.Preferences preferences, Act act);

    /// Moves every membership of one address to another, where it begins without the failures of the old one. Where the other holds the role already, the two become one and the
    /// membership that was there stays as it is. An address of an account moves too, unless it is the account's login.
    /// Everything in one transaction with one audit entry, or nothing.
    Moved move(Address from, Address to, Act act);

    /// Adds many in few large transactions, skipping those who already hold the role; one audit entry for all.
    /// `progress` hears how many have been looked at so far.
    ImportResult addAll(Iterable<NewMember> members, Act act, LongConsumer progress);

    record NewMember(ListId list, Address address, String displayName, Role role, Member.Preferences preferences) {}

    /// `moved` carry the new address now, `merged` were there already.
    record Moved(int moved, int merged) {}

    record ImportResult(long added, long alreadyThere) {}
}
