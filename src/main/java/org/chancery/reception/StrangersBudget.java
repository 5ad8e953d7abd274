package org.chancery.reception;

import java.time.Duration;
import java.time.Instant;

/// How many answers go to people for whom nothing speaks and whom nothing disowns: their domains publish neither SPF nor DKIM nor DMARC. A few
/// an hour serve those who have such a provider; a flood of forged mail gets no more than that out of us, whatever addresses it names.
///
/// In memory: each server of a site has its own.
final class StrangersBudget {
    static final int MOST = 20;
    private static final Duration REFILL = Duration.ofHours(1).dividedBy(MOST);

    private double left = MOST;
    private Instant seen = Instant.EPOCH;

    /// True when one more may go out.
    synchronized boolean take(Instant now) {
        left = Math.min(MOST, left + (double) Duration.between(seen, now).toMillis() / REFILL.toMillis());
        seen = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
