package org.chancery.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// A person who logs in, named by an address. What the person may do beyond posting stands in `roles`.
public record Account(Address address, Instant created, List<Grant> roles) {
    public Account {
        roles = List.copyOf(roles);
    }

    /// A site role; `domain` only with [AccountRole#DOMAIN_OWNER] and [AccountRole#LIST_CREATOR].
    public record Grant(AccountRole role, Optional<Domain> domain) {}
}
