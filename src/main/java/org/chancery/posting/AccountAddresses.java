package org.chancery.posting;

import org.chancery.mail.Address;

/// The port to the addresses of people: is this address one of those that the account has proved to own?
@FunctionalInterface
public interface AccountAddresses {
    /// An account owns its login only.
    AccountAddresses LOGIN_ONLY = (login, address) -> address.key().equalsIgnoreCase(login);

    boolean owns(String login, Address address);
}
