package org.chancery.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.chancery.smtp.SmtpReply;

/// When something that could not be delivered is tried again, and when it is given up (RFC 5321 section 4.5.4.1).
///
/// 5, 10, 20, 40 minutes, 1, 2, 4 hours, then every 4 hours, each ±20 %; five days after the post was accepted one
/// last attempt is made. Whatever was never tried before is tried again, however late it is: the server may have been away, or its clock wrong. The steps below 30 minutes are for those cases alone where the reason is known to be short:
/// greylisting (RFC 6647 section 4.2), and a site that cannot be reached.
///
/// Example: `new RetrySchedule(random).afterReply(0, since, now, reply)` is 5 minutes from now for
/// `450 4.7.1 greylisted`, and 30 minutes from now for `452 4.2.2 mailbox full`.
final class RetrySchedule {
    /// RFC 5321 section 4.5.4.1: the give-up time needs to be at least 4-5 days.
    static final Duration EXPIRY = Duration.ofDays(5);

    /// RFC 5321 section 4.5.4.1: the interval SHOULD be at least 30 minutes unless the reason is known.
    static final Duration UNKNOWN_REASON = Duration.ofMinutes(30);

    private static final List<Duration> STEPS = List.of(
            Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(20), Duration.ofMinutes(40),
            Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(4));
    private static final double JITTER = 0.2; // so that what failed together does not come back together

    private final RandomGenerator random;

    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /// `attempts` before this one. Empty: expired.
    Optional<Instant> afterReply(int attempts, Instant since, Instant now, SmtpReply reply) {
        Duration wait = jittered(attempts);
        boolean unknown = !isLikeGreylisting(reply) && wait.compareTo(UNKNOWN_REASON) < 0;
        Duration until = unknown ? UNKNOWN_REASON : wait;
        return within(since, now, until).or(() -> attempts == 0 ? Optional.of(now.plus(until)) : Optional.empty());
    }

    /// After a connection that failed, `failures` in a row before this one.
    ///
    /// Deviates from RFC 5321 section 4.5.4.1: begins with 5 minutes although the reason is not known, because a
    /// restart of the peer is the commonest one, and because a whole site is probed by one connection: the load
    /// that the 30 minutes are to keep from the peer does not arise.
    Instant siteProbe(int failures, Instant now) {
        return now.plus(jittered(failures));
    }

    static boolean isExpired(Instant since, Instant now) {
        return !now.isBefore(since.plus(EXPIRY));
    }

    private Duration jittered(int attempts) {
        Duration step = STEPS.get(Math.clamp(attempts, 0, STEPS.size() - 1));
        return Duration.ofMillis((long) (step.toMillis() * random.nextDouble(1 - JITTER, 1 + JITTER)));
    }

    private static Optional<Instant> within(Instant since, Instant now, Duration wait) {
        if (isExpired(since, now)) {
            return Optional.empty();
        }
        Instant last = since.plus(EXPIRY);
        Instant next = now.plus(wait);
        return Optional.of(next.isBefore(last) ? next : last);
    }

    /// 450 4.7.x, 450 4.2.x and 451 4.7.1 are what greylisting servers answer.
    private static boolean isLikeGreylisting(SmtpReply reply) {
        return switch (reply.code()) {
            case 450 -> reply.status().startsWith("4.7.") || reply.status().startsWith("4.2.");
            case 451 -> reply.status().equals("4.7.1");
            default -> false;
        };
    }
}
