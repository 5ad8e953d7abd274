package org.chancery.account;

import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.mail.Address;

/// The port to the addresses of accounts. An address belongs to one account at most. Every change takes the [Act] that is logged
/// in the same transaction, and returns false when there was nothing to change.
public interface Persons {
    /// Whose address this is; empty when no account owns it.
    Optional<Person> of(Address address);

    /// Gives the account one more address, which whoever calls has verified. False when anybody owns it already.
    boolean add(Address account, Address more, Act act);

    /// False for the login itself: it goes with the account. Where the address was preferred, the login is from now on.
    boolean remove(Address account, Address address, Act act);

    /// Memberships that follow the preferred address go along. False when the address is not of this account, or preferred already.
    boolean prefer(Address account, Address address, Act act);
}
