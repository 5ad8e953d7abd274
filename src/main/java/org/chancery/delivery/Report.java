package org.chancery.delivery;

import java.time.Instant;

/// How one copy ended in memory. `permit`: it held a permit of the [DuplicateWindow].
sealed interface Report {
    Copy copy();

    boolean permit();

    /// With an outcome to be written.
    record Done(Copy copy, Outcome outcome, boolean permit) implements Report {}

    /// Not by its own fault (its site is down, or we are closing): it stays open and is due at `again`.
    /// `attempted`: a connection was tried for it, so it counts as an attempt.
    record Returned(Copy copy, Instant again, String reason, boolean attempted, boolean permit) implements Report {}

    /// The post is gone or the lease was lost: nothing to be written.
    record Gone(Copy copy, boolean permit) implements Report {}
}
