package org.chancery.delivery;

import java.time.Duration;
import java.time.Instant;

/// How many connections a site may have now, learnt from how it answers. Pure state, no I/O; the owner locks.
///
/// Starts with a few, one more per success, half per failure. When as many connections in a row failed as were in use
/// when the failing began (one cohort), the site is dead: it gets nothing until a probe is due, then one connection.
final class Feedback {
    static final int START = 5;

    /// After a failure the number does not grow at once, or a site that refuses the sixth connection would be asked
    /// for it after every message.
    static final Duration HOLD = Duration.ofSeconds(10);

    private final int max;
    private int allowed;
    private int failures;
    private int cohort;
    private int deaths;
    private Instant growFrom = Instant.MIN;
    private Instant probeAt = Instant.MIN;
    private boolean dead;

    Feedback(int max) {
        this.max = max;
        this.allowed = Math.min(START, max);
    }

    int allowed() {
        return allowed;
    }

    /// True if the site was dead until now.
    boolean success(Instant now) {
        boolean revived = answered();
        if (allowed < max && !now.isBefore(growFrom)) {
            allowed++;
        }
        return revived;
    }

    /// The site is there, though it did not want this copy now. True if it was dead until now.
    boolean answered() {
        boolean revived = dead;
        if (dead) {
            dead = false;
            allowed = Math.min(START, max);
        }
        deaths = 0;
        failures = 0;
        return revived;
    }

    /// As many connections as there may ever be, and no failure since.
    boolean isCalm() {
        return allowed == max && failures == 0 && !dead;
    }

    /// Fewer connections for a while.
    void slow(Instant now) {
        allowed = Math.max(1, allowed / 2);
        growFrom = now.plus(HOLD);
    }

    /// `inUse` counts the failed connection too. True if the site is dead now; the owner then says when to probe it.
    boolean failure(Instant now, int inUse) {
        if (failures == 0) {
            cohort = inUse;
        }
        failures++;
        slow(now);
        dead |= failures >= cohort;
        return dead;
    }

    void probeAt(Instant when) {
        probeAt = when;
        deaths++;
        failures = 0;
        allowed = 1;
    }

    /// Somebody knows better: the next copy is the probe.
    void probeNow() {
        probeAt = Instant.MIN;
    }

    Instant probeAt() {
        return probeAt;
    }

    /// Times in a row that the site was found dead.
    int deaths() {
        return deaths;
    }

    boolean isDead() {
        return dead;
    }

    /// Dead, and not yet to be probed.
    boolean isClosed(Instant now) {
        return dead && now.isBefore(probeAt);
    }
}
