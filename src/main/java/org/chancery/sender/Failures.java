package org.chancery.sender;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The port to counts of wrong secrets, which all servers of a site share. `counted` names what is counted, such as a source.
public interface Failures {
    /// Of the window that is open at `now`; empty when nothing was wrong in it.
    Optional<Count> of(String counted, Instant now, Duration window);

    /// One more. A window that is over begins anew.
    void add(String counted, Instant now, Duration window);

    /// Since `since`, the last one `latest`.
    record Count(Instant since, int wrong, Instant latest) {}
}
