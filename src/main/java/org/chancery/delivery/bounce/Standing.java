package org.chancery.delivery.bounce;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.chancery.delivery.bounce.FailedRecipient.Kind;
import org.chancery.list.MembershipNumber;

/// How the deliveries to one membership stand: what was counted, and which step comes next at `due`.
///
/// A day (UTC) with a failure that says *the address is dead* counts 1, however many failures it had. A full mailbox and other
/// failures that may pass count only once they have lasted a week. Refusals for the content or the sender never count, nor do
/// warnings that delivery is late. After `stale` days without a failure the count begins anew; a single success does not clear
/// it, since a server that takes mail and returns it later would never be found out. `counted` is when it last counted, `seen` when
/// anything last failed. `version` grows with each change.
public record Standing(
        MembershipNumber membership,
        State state,
        int score,
        Instant counted,
        Instant seen,
        Optional<Instant> slowSince,
        String status,
        String reason,
        String report,
        int warnings,
        Optional<Instant> due,
        long version) {
    /// How long a failure that may pass must last before it counts.
    static final Duration SLOW = Duration.ofDays(7);

    public enum State {
        COUNTING,
        /// The threshold is reached: a probe is to be sent.
        SUSPECTED,
        /// The probe is out; it has passed when `due` comes and nothing was returned.
        PROBED,
        /// The probe came back: delivery is to be stopped.
        REFUSED,
        /// Delivery is off; warnings go out until the member is removed.
        STOPPED
    }

    /// What a list counts by: days until a probe, and how long a count is kept.
    public record Measure(int threshold, Duration stale) {}

    /// Of a member of whom nothing bad is known.
    public static Standing fresh(MembershipNumber membership) {
        return new Standing(membership, State.COUNTING, 0, Instant.EPOCH, Instant.EPOCH, Optional.empty(), "", "", "", 0, Optional.empty(), 0);
    }

    public Standing after(Failure failure, Measure measure) {
        if (failure.kind() == Kind.POLICY) {
            return this;
        }
        if (failure.ofProbe()) {
            return state == State.PROBED ? told(failure).moved(State.REFUSED, Optional.of(failure.at())) : this;
        }
        if (state != State.COUNTING) {
            return this;
        }
        boolean stale = failure.at().isAfter(seen.plus(measure.stale()));
        return failure.kind() == Kind.TEMPORARY ? afterPassing(failure, measure, stale) : counted(failure, measure, stale);
    }

    private Standing afterPassing(Failure failure, Measure measure, boolean stale) {
        Instant since = stale ? failure.at() : slowSince.orElse(failure.at());
        Standing waiting = new Standing(membership, state, stale ? 0 : score, counted, seen, Optional.of(since), status, reason, report, warnings, due, version);
        return failure.at().isBefore(since.plus(SLOW)) ? waiting.told(failure) : waiting.counted(failure, measure, stale);
    }

    private Standing counted(Failure failure, Measure measure, boolean stale) {
        boolean again = !stale && score > 0 && day(failure.at()) <= day(counted);
        int now = again ? score : stale ? 1 : score + 1;
        boolean enough = now >= Math.max(1, measure.threshold());
        Standing more = new Standing(membership, state, now, again ? counted : failure.at(), seen, slowSince, status, reason, report, warnings, due, version).told(failure);
        return enough ? more.moved(State.SUSPECTED, Optional.of(failure.at())) : more;
    }

    private static long day(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
    }

    private Standing told(Failure failure) {
        Instant latest = failure.at().isAfter(seen) ? failure.at() : seen;
        return new Standing(membership, state, score, counted, latest, slowSince, failure.status(), failure.reason(), failure.report(), warnings, due, version);
    }

    Standing moved(State next, Optional<Instant> when) {
        return new Standing(membership, next, score, counted, seen, slowSince, status, reason, report, warnings, when, version);
    }

    Standing warned(Instant next) {
        return new Standing(membership, state, score, counted, seen, slowSince, status, reason, report, warnings + 1, Optional.of(next), version);
    }
}
