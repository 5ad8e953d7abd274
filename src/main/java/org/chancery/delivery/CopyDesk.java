package org.chancery.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.chancery.failpoint.Failpoints;
import org.chancery.smtp.DotStuffed;
import org.chancery.smtp.SmtpReply;
import org.chancery.smtp.Transmission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a copy begins and ends: makes the transmission of it, and turns what the other server said into a [Report].
/// Shared by all sites.
final class CopyDesk {
    private static final Logger LOG = LoggerFactory.getLogger(CopyDesk.class);
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+"); // compiled once: asked for each copy
    private static final int MAX_REPLY = 500; // as [Outcome] promises

    /// Its chunks went with it, so the release finds nothing; if they did not, this is not a loop.
    static final Duration POST_IS_GONE = Duration.ofHours(1);

    /// Why a copy was given back that an administrator stopped with all others.
    static final String STOPPED = "all delivery is stopped";

    /// How soon a copy is tried again that cannot be made yet.
    static final Duration NOT_YET = Duration.ofMinutes(30);

    /// How soon a copy is tried again for which we ourselves had no answer, at first.
    private static final Duration AFTER_FAULT = Duration.ofSeconds(5);
    private static final int MAX_DOUBLINGS = 10;

    /// How soon a copy is tried again for which there was no room.
    private static final Duration CROWDED = Duration.ofSeconds(2);

    private final PostCache<ReadyPost> posts;
    private final LargePosts large;
    private final OutcomeLog log;
    private final Tallies tallies;
    private final RetrySchedule schedule;
    private final InstantSource clock;
    private final Doubts doubts = new Doubts();

    CopyDesk(PostCache<ReadyPost> posts, LargePosts large, OutcomeLog log, Tallies tallies, RetrySchedule schedule, InstantSource clock) {
        this.posts = posts;
        this.large = large;
        this.log = log;
        this.tallies = tallies;
        this.schedule = schedule;
        this.clock = clock;
    }

    /// A prepared post; what its copies have in common is dot-stuffed once.
    record ReadyPost(PreparedPost post, StuffedSlices stuffed) {
        static ReadyPost of(PreparedPost post) {
            return new ReadyPost(post, new StuffedSlices(post.shared()));
        }

        /// The post keeps its own octets, and the stuffed ones are as many again.
        long octets() {
            return post.octets() + stuffed.shared().size();
        }
    }

    Instant now() {
        return clock.instant();
    }

    RetrySchedule schedule() {
        return schedule;
    }

    /// Empty: the copy is not to be sent, and that has been reported. The copy holds no permit yet. A transmission ends with [#ended(Copy)].
    Optional<Transmission> prepare(Copy copy) {
        if (copy.work().isLost()) {
            gone(copy, false);
            return Optional.empty();
        }
        try {
            if (!large.enter(copy.work().posting())) {
                returned(copy, now().plus(CROWDED), "waits for large posts before it", false, false);
                return Optional.empty();
            }
        } catch (RuntimeException storeIsAway) {
            return unprepared(copy, storeIsAway);
        }
        Optional<Transmission> transmission = Optional.empty();
        try {
            transmission = ready(copy);
            return transmission;
        } finally {
            if (transmission.isEmpty()) {
                ended(copy);
            }
        }
    }

    /// What was prepared for this copy is not needed any more.
    void ended(Copy copy) {
        large.leave(copy.work().posting());
    }

    private Optional<Transmission> ready(Copy copy) {
        try {
            Optional<ReadyPost> ready = posts.get(copy.work().posting());
            if (ready.isEmpty()) {
                returned(copy, now().plus(POST_IS_GONE), "the post is gone", false, false);
                return Optional.empty();
            }
            Failpoints.hit("copy.before-mail");
            return transmission(copy, ready.get());
        } catch (RuntimeException | OutOfMemoryError cannotPrepare) {
            return unprepared(copy, cannotPrepare);
        }
    }

    private Optional<Transmission> unprepared(Copy copy, Throwable why) {
        LOG.error("delivery.prepare.failed posting={}", copy.work().posting(), why);
        returned(copy, soon(copy.work().attempts()), "cannot be prepared", true, false);
        return Optional.empty();
    }

    /// 5 seconds, then twice as long each time, to an hour and a half: the commonest cause is a database that is back within seconds.
    private Instant soon(int attempts) {
        return now().plus(AFTER_FAULT.multipliedBy(1L << Math.clamp(attempts, 0, MAX_DOUBLINGS)));
    }

    private Optional<Transmission> transmission(Copy copy, ReadyPost ready) {
        Queue.Target target = copy.target();
        PreparedPost post = ready.post();
        tallies.receipt(copy.work().posting(), post.receipt());
        return switch (post.contentFor(target.membership(), target.address())) {
            case CopyContent.Shared(byte[] fields) -> sent(target, post, ready.stuffed().shared(fields));
            case CopyContent.Sliced(byte[] fields, List<byte[]> slices) -> sent(target, post, ready.stuffed().sliced(fields, slices));
            case CopyContent.NotYet(String reason) -> {
                siteFailed(copy, now().plus(NOT_YET), reason, true, false);
                yield Optional.empty();
            }
            case CopyContent.Withheld withheld -> {
                log.report(new Report.Done(copy, withheld.outcome(), false));
                yield Optional.empty();
            }
        };
    }

    private static Optional<Transmission> sent(Queue.Target target, PreparedPost post, List<DotStuffed> content) {
        return Optional.of(new Transmission(post.returnPath(target.membership()), List.of(target.address()), content));
    }

    void accepted(Copy copy, boolean permit) {
        LOG.debug("delivery.sent posting={} recipient={}", copy.work().posting(), copy.target().index());
        log.report(new Report.Done(copy, new Outcome.Delivered(), permit));
    }

    /// The recipient's own refusal.
    void refused(Copy copy, SmtpReply reply, boolean permit) {
        String text = oneLine(reply.toString());
        if (Doubts.isOne(reply)) {
            doubts.note(copy.target().address().domain(), reply, now());
        }
        Outcome outcome = reply.isPermanent()
                ? new Outcome.Failed(statusOf(reply), text)
                : schedule.afterReply(copy.work().attempts(), copy.work().since(), now(), reply)
                        .<Outcome>map(again -> new Outcome.Deferred(again, statusOf(reply), text))
                        .orElseGet(() -> expired(text));
        log.report(new Report.Done(copy, outcome, permit));
    }

    /// Refused before anything was sent: its domain takes no mail.
    void impossible(Copy copy, String status, String reason) {
        log.report(new Report.Done(copy, new Outcome.Failed(status, oneLine(reason)), false));
    }

    /// The site's failure: the copy stays open, unless its five days are over.
    void siteFailed(Copy copy, Instant again, String reason, boolean attempted, boolean permit) {
        if (RetrySchedule.isExpired(copy.work().since(), now())) {
            log.report(new Report.Done(copy, expired(oneLine(reason)), permit));
            return;
        }
        Instant last = copy.work().since().plus(RetrySchedule.EXPIRY);
        returned(copy, again.isBefore(last) ? again : last, oneLine(reason), attempted, permit);
    }

    void returned(Copy copy, Instant again, String reason, boolean attempted, boolean permit) {
        log.report(new Report.Returned(copy, again, reason, attempted, permit));
    }

    void gone(Copy copy, boolean permit) {
        log.report(new Report.Gone(copy, permit));
    }

    void stopped(Copy copy) {
        returned(copy, now(), STOPPED, false, false);
    }

    void closing(Copy copy, boolean permit) {
        returned(copy, now(), "closing", false, permit);
    }

    private static Outcome.Failed expired(String lastReason) {
        return new Outcome.Failed("5.4.7", oneLine("not delivered within 5 days; at last: " + lastReason));
    }

    /// Servers without ENHANCEDSTATUSCODES say only whether it is for ever.
    private static String statusOf(SmtpReply reply) {
        return reply.status().isEmpty() ? (reply.isPermanent() ? "5.0.0" : "4.0.0") : reply.status();
    }

    private static String oneLine(String text) {
        String line = text.chars().noneMatch(c -> c < ' ' || c == 127) ? text : CONTROLS.matcher(text).replaceAll(" ");
        return line.length() <= MAX_REPLY ? line : line.substring(0, MAX_REPLY);
    }
}
