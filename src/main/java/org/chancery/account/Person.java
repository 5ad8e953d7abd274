package org.chancery.account;

import java.util.List;
import org.chancery.mail.Address;

/// One person with several addresses: an account, all of whose addresses are verified, its login first.
/// `preferred` is where we write when the person did not say otherwise, and where memberships are that follow it.
///
/// Example: the account `anna@example.org` owns `anna@example.org` and `anna@work.example`.
public record Person(Address account, Address preferred, List<Address> addresses) {
    public Person {
        addresses = List.copyOf(addresses);
    }
}
