package org.chancery.list;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.mail.Address;

/// The port to lists that were asked for and are not decided upon yet. Every change takes the [Act] that is logged in the same
/// transaction.
public interface ListRequests {
    /// One that waits: `asker` is the account that wants the list `address` in this style.
    record ListRequest(long id, Address address, String style, String reason, Address asker, Instant at) {}

    /// Empty when the same address is asked for already.
    Optional<ListRequest> ask(Address address, String style, String reason, Address asker, Act act);

    /// Oldest first.
    List<ListRequest> waiting();

    Optional<ListRequest> find(long id);

    /// Ends it; false when it was decided already.
    boolean decide(long id, boolean granted, Act act);
}
