package org.chancery.archive;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides when a digest goes out: when its posts have reached `digest_size`, when the oldest of them has waited for
/// `digest_period`, or at once when somebody says so. Who went back to single posts gets his last digest first.
///
/// Several servers may do this at the same time on one store; an issue goes out once, from one of them.
public final class DigestDesk {
    private static final Logger LOG = LoggerFactory.getLogger(DigestDesk.class);
    /// Issues of one list in one round: what is left then waits for the next.
    private static final int MAX_ISSUES = 100;
    /// Another server or a member was faster: look again.
    private static final int MAX_TRIES = 5;

    private final Digests digests;
    private final Lists lists;
    private final Issues issues;
    private final InstantSource clock;
    private final Runnable bell;

    /// `bell` is rung when something was put into the queue.
    public DigestDesk(Digests digests, Lists lists, Issues issues, InstantSource clock, Runnable bell) {
        this.digests = digests;
        this.lists = lists;
        this.issues = issues;
        this.clock = clock;
        this.bell = bell;
    }

    /// Sends everything that is due at `now`, on all lists; returns how many issues. One list that fails does not keep others from theirs.
    public int sendDue(Instant now) {
        int sent = 0;
        for (Digests.Waiting waiting : digests.waiting()) {
            try {
                sent += sendDue(waiting, now);
            } catch (RuntimeException e) {
                LOG.warn("digest.failed list={}", waiting.list().value(), e);
            }
        }
        return sent;
    }

    private int sendDue(Digests.Waiting first, Instant now) {
        Optional<MailingList> list = lists.find(first.list());
        if (list.isEmpty()) {
            return 0;
        }
        issues.sendLast(list.get(), now);
        int sent = 0;
        Optional<Digests.Waiting> waiting = Optional.of(first);
        while (sent < MAX_ISSUES && waiting.filter(what -> isDue(list.get(), what, now)).isPresent() && send(list.get(), now)) {
            sent++;
            waiting = digests.waiting(first.list());
        }
        return sent;
    }

    static boolean isDue(MailingList list, Digests.Waiting waiting, Instant now) {
        long limit = list.settings().number(Setting.DIGEST_SIZE) * 1024L;
        boolean large = limit > 0 && waiting.octets() >= limit;
        return large || until(list.settings().text(Setting.DIGEST_PERIOD), waiting.oldest()).filter(end -> !end.isAfter(now)).isPresent();
    }

    private static Optional<Instant> until(String period, Instant from) {
        var start = from.atOffset(ZoneOffset.UTC);
        return switch (period) {
            case "daily" -> Optional.of(start.plusDays(1).toInstant());
            case "weekly" -> Optional.of(start.plusWeeks(1).toInstant());
            case "monthly" -> Optional.of(start.plusMonths(1).toInstant());
            default -> Optional.empty();
        };
    }

    /// Sends all that waits on this list; returns how many issues.
    public int sendNow(MailingList list) {
        Instant now = clock.instant();
        issues.sendLast(list, now);
        int sent = 0;
        while (sent < MAX_ISSUES && digests.waiting(list.id()).isPresent() && send(list, now)) {
            sent++;
        }
        return sent;
    }

    /// False when it could not be sent now, because others changed what it was made from each time.
    private boolean send(MailingList list, Instant now) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<Digests.Sending> issue = issues.make(list, now);
            if (issue.isEmpty()) {
                return false;
            }
            if (digests.send(issue.get())) {
                Numbers numbers = issue.get().after();
                LOG.info("digest.sent list={} volume={} issue={} posts={} letters={}", list.address(), numbers.volume(), numbers.issue(),
                        issue.get().taken().size(), issue.get().letters().size());
                bell.run();
                return true;
            }
        }
        return false;
    }

    /// What waits on this list.
    public Optional<Digests.Waiting> waiting(MailingList list) {
        return digests.waiting(list.id());
    }

    /// Of the digest that comes next.
    public Numbers next(MailingList list) {
        return digests.numbers(list.id()).next(list.settings().text(Setting.DIGEST_VOLUME), clock.instant());
    }

    /// The next digest begins a new volume; returns its numbers.
    public Numbers bump(MailingList list) {
        Numbers before = digests.numbers(list.id());
        digests.renumber(list.id(), before, before.newVolume(list.settings().text(Setting.DIGEST_VOLUME), clock.instant()));
        return next(list);
    }
}
