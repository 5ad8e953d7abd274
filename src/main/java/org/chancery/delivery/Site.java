package org.chancery.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.chancery.smtp.RecipientOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One destination: the set of mail exchangers that some domains share, or our smarthost. Has a queue of copies and as
/// many connections as [Feedback] allows, each on its own virtual thread.
///
/// A failure of the connection is the site's: copies go back to the store with the time of the next probe and no
/// row is written for them. No lock is held while the network or the window is waited for.
final class Site {
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);

    /// Longer behind a slow site than this, while others need the memory, and a copy goes back.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SiteParts parts;
    private final String name;
    private final CopyDesk desk;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final FairQueue queue = new FairQueue();
    private final Feedback feedback;
    private final Pace pace;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private int workers;
    private int idle;
    private boolean closing;
    /// All connections allowed and nothing wrong: another success teaches nothing. Asked for each copy, so it needs no lock.
    private volatile boolean calm;

    Site(SiteParts parts) {
        this.parts = parts;
        this.name = parts.name();
        this.desk = parts.desk();
        this.feedback = new Feedback(parts.limits().connections());
        this.pace = new Pace(parts.perMinute(), System::nanoTime);
    }

    // ---- the queue

    void accept(List<Copy> copies) {
        Instant now = desk.now();
        Instant closedUntil = null;
        lock.lock();
        try {
            if (!closing && feedback.isClosed(now)) {
                closedUntil = feedback.probeAt();
            } else if (!closing) {
                copies.forEach(copy -> queue.add(copy, now));
                hire();
                arrived.signalAll();
                return;
            }
        } finally {
            lock.unlock();
        }
        for (Copy copy : copies) {
            if (closedUntil == null) {
                desk.closing(copy, false);
            } else {
                desk.siteFailed(copy, closedUntil, name + " was not reachable", false, false);
            }
        }
    }

    /// A thread for each copy that no idle connection will take, as far as allowed.
    private void hire() {
        for (int wanted = queue.size() - idle; wanted > 0 && workers < feedback.allowed(); wanted--) {
            workers++;
            Thread thread = Thread.ofVirtual().name("site-" + name).unstarted(this::work);
            threads.add(thread);
            thread.start();
        }
    }

    /// The next copy; null when there was none for `atMost`, or when there are too many connections. One that only the pace keeps back is waited for.
    Optional<Copy> take(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long nanos = atMost.toNanos();
            while (true) {
                if (closing || workers > feedback.allowed()) {
                    return Optional.empty();
                }
                long paced = queue.isEmpty() ? 0 : pace.delay();
                Optional<Copy> copy = paced > 0 ? Optional.empty() : poll();
                if (copy.isPresent() || (paced <= 0 && nanos <= 0)) {
                    return copy;
                }
                nanos = awaited(paced > 0 ? paced : nanos, paced > 0, nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits as an idle connection; what is left of `nanos`, from which waiting for the pace takes nothing.
    private long awaited(long time, boolean paced, long nanos) throws InterruptedException {
        idle++;
        try {
            long left = arrived.awaitNanos(time);
            return paced ? nanos : left;
        } finally {
            idle--;
        }
    }

    private Optional<Copy> poll() {
        Optional<Copy> copy = queue.poll();
        copy.ifPresent(_ -> pace.count());
        return copy;
    }

    /// The next copy if there is one now: for a connection that is in the middle of sending.
    Optional<Copy> takeNow() {
        lock.lock();
        try {
            boolean isOver = closing || workers > feedback.allowed() || pace.delay() > 0;
            return isOver ? Optional.empty() : poll();
        } finally {
            lock.unlock();
        }
    }

    void shed() {
        Instant now = desk.now();
        List<Copy> old;
        lock.lock();
        try {
            old = queue.drainOlderThan(now.minus(PATIENCE));
        } finally {
            lock.unlock();
        }
        if (!old.isEmpty()) {
            LOG.info("delivery.site.slow site={} returned={}", name, old.size());
            Instant again = desk.schedule().siteProbe(0, now);
            old.forEach(copy -> desk.returned(copy, again, name + " is slow", false, false));
        }
    }

    void recall() {
        List<Copy> waiting;
        lock.lock();
        try {
            waiting = queue.drain();
        } finally {
            lock.unlock();
        }
        waiting.forEach(desk::stopped);
    }

    int senders() {
        return threads.size();
    }

    boolean isUnused() {
        lock.lock();
        try {
            return workers == 0 && queue.isEmpty() && !feedback.isDead();
        } finally {
            lock.unlock();
        }
    }

    // ---- one connection

    private void work() {
        SiteConnection worker = new SiteConnection(this, parts);
        try {
            worker.run();
        } catch (InterruptedException _) {
            LOG.debug("delivery.site.interrupted site={}", name);
        } finally {
            worker.hangUp();
            leave();
            threads.remove(Thread.currentThread());
        }
    }

    private void leave() {
        lock.lock();
        try {
            workers--;
            if (!closing && !feedback.isClosed(desk.now())) {
                hire();
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- how the site is

    void answered(boolean well) {
        if (well && calm) {
            return;
        }
        boolean revived;
        lock.lock();
        try {
            revived = well ? feedback.success(desk.now()) : feedback.answered();
            calm = feedback.isCalm();
            hire();
        } finally {
            lock.unlock();
        }
        if (revived) {
            LOG.info("delivery.site.alive site={}", name);
        }
    }

    /// The copy was not offered to anybody: it waits for another connection, if there is hope of one.
    void connectFailed(Copy copy, String reason) {
        Instant again = siteFailed(reason, false);
        if (Thread.currentThread().isInterrupted()) {
            desk.closing(copy, false);
        } else if (isDead()) {
            desk.siteFailed(copy, again, reason, true, false);
        } else {
            accept(List.of(copy));
        }
    }

    /// An administrator wants it tried now, dead or not.
    void probeNow() {
        lock.lock();
        try {
            feedback.probeNow();
        } finally {
            lock.unlock();
        }
    }

    private boolean isDead() {
        lock.lock();
        try {
            return feedback.isDead();
        } finally {
            lock.unlock();
        }
    }

    /// Fewer connections, or none until the next probe. When to try again what failed with it.
    Instant siteFailed(String reason, boolean hadServed) {
        Instant now = desk.now();
        List<Copy> stranded = new ArrayList<>();
        Instant again;
        boolean died = false;
        int allowed;
        lock.lock();
        try {
            calm = false;
            boolean wasClosed = feedback.isClosed(now);
            again = wasClosed ? feedback.probeAt() : desk.schedule().siteProbe(feedback.deaths(), now);
            if (hadServed) {
                feedback.slow(now);
            } else if (feedback.failure(now, workers) && !wasClosed) {
                died = true;
                feedback.probeAt(again);
                stranded = queue.drain();
            }
            allowed = feedback.allowed();
        } finally {
            lock.unlock();
        }
        LOG.info("delivery.site.{} site={} connections={} again={} reason=\"{}\"",
                died ? "dead" : "slowed", name, allowed, again, reason);
        stranded.forEach(copy -> desk.siteFailed(copy, again, name + ": " + reason, false, false));
        return again;
    }

    static String text(RecipientOutcome.SiteFailed failed) {
        return failed.reason() + failed.reply().map(reply -> " (" + reply + ")").orElse("");
    }

    // ---- the end

    /// No more copies; those that wait go back. Connections finish what they are sending.
    void stopAccepting() {
        List<Copy> waiting;
        lock.lock();
        try {
            closing = true;
            waiting = queue.drain();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        waiting.forEach(copy -> desk.closing(copy, false));
    }

    /// True if all connections ended by themselves before the deadline; the others were interrupted.
    boolean awaitEnd(long deadlineNanos) throws InterruptedException {
        boolean inTime = true;
        for (Thread thread : threads) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0 || !thread.join(Duration.ofNanos(left))) {
                inTime = false;
                thread.interrupt();
            }
        }
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        }
        return inTime;
    }
}
