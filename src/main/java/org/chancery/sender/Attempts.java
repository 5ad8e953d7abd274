package org.chancery.sender;

import java.time.Duration;
import java.time.Instant;

/// Counts wrong secrets by where they come from, so that a guesser stops himself and never the sender whose name he uses
/// (authorisation.md section 3.7). The counts lie in the store, so that several servers count together.
///
/// Keys: [#PER_HOUR] wrong ones an hour. Passwords, which can be guessed: after each wrong one the source waits 1, 2, 4 … 3,600 seconds;
/// and when a sender has had more than [#PER_DAY] wrong ones in a day, from wherever, only sources that are his own may still try.
final class Attempts {
    static final int PER_HOUR = 60;
    static final int PER_DAY = 100;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MAX_DOUBLINGS = 12; // 2^12 s are more than an hour
    private final Failures failures;

    Attempts(Failures failures) {
        this.failures = failures;
    }

    boolean isOver(String source, Instant now) {
        return failures.of("key|" + source, now, HOUR).filter(count -> count.wrong() >= PER_HOUR).isPresent();
    }

    void wrong(String source, Instant now) {
        failures.add("key|" + source, now, HOUR);
    }

    /// Has this source to wait before its next password?
    boolean mustWait(String source, Instant now) {
        return failures.of("password|" + source, now, DAY).filter(count -> now.isBefore(count.latest().plus(pause(count.wrong())))).isPresent();
    }

    private static Duration pause(int wrong) {
        Duration pause = Duration.ofSeconds(1L << Math.min(wrong - 1, MAX_DOUBLINGS));
        return pause.compareTo(HOUR) < 0 ? pause : HOUR;
    }

    /// Do so many guess at this one that strangers are not listened to any more?
    boolean isUnderAttack(String holder, Instant now) {
        return failures.of("sender|" + holder, now, DAY).filter(count -> count.wrong() > PER_DAY).isPresent();
    }

    void wrongPassword(String source, String holder, Instant now) {
        failures.add("password|" + source, now, DAY);
        failures.add("sender|" + holder, now, DAY);
    }
}
