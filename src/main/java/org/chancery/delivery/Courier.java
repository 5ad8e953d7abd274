package org.chancery.delivery;

import java.time.Duration;
import java.util.List;

/// Takes copies to where they belong. Each copy accepted ends in exactly one [Report] to the [OutcomeLog],
/// also when the courier is closed.
sealed interface Courier permits SmtpCourier, CaptureCourier {

    void start();

    /// Takes over the copies of one piece of work; does not wait for the network.
    void accept(List<Copy> copies);

    /// Threads that are sending or ready to send.
    int senders();

    /// The memory is full: gives back what has been waiting for long behind a slow site.
    void shed();

    /// All delivery is stopped: gives back what waits; what is on the way comes to its end.
    void recall();

    /// Sites that are taken for dead are probed with the next copy for them, whatever was planned.
    void probeNow();

    /// Finishes what is on the way, at most for this long, and gives back all that waits.
    void close(Duration atMost) throws InterruptedException;
}
