package org.chancery.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.chancery.failpoint.Failpoints;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes outcomes durable in groups and then gives the permits back.
///
/// Senders leave their report and go on; what stops them is the [DuplicateWindow], whose permits come back only after the write.
/// The sender that brings a group to [#WORTH_A_COMMIT] hands it to the store, whose writer gives the permits back: two threads are woken for
/// a group and no more, since waking one takes as long as sending a copy. Groups do not wait for each other; those that
/// come while the disk is busy share its next commit. One that stays small is handed in by a thread of our own after [#GATHERING]: otherwise a
/// fast disk is kept busy with commits of a handful, and they take the processor from the senders.
///
/// That thread also does what must not keep the writer: single recipients, chunks that go back, and groups that the store refused, again and
/// again until it takes them: permits stay taken and the senders wait.
final class OutcomeLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeLog.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /// While one third of the window is being written, one more can be, and the senders go on with the rest.
    private static final int WORTH_A_COMMIT = DuplicateWindow.SIZE / 3;

    /// A report waits for twice as long at most: less than the 5 ms that the architecture allows between two commits of outcomes.
    private static final Duration GATHERING = Duration.ofMillis(2);

    private final Queue queue;
    private final DuplicateWindow window;
    private final Tallies tallies;
    private final Load load;
    private final Thread thread;

    /// Guards what follows, and the state of all chunks in memory.
    private final Object lock = new Object();
    private List<Report> pending = new ArrayList<>();
    private long groups;
    /// For our own thread, in their order.
    private List<Chore> chores = new ArrayList<>();
    private int onTheirWay;
    private boolean idle;
    private boolean closing;
    private volatile boolean abandoned;

    OutcomeLog(Queue queue, DuplicateWindow window, Tallies tallies, Load load) {
        this.queue = queue;
        this.window = window;
        this.tallies = tallies;
        this.load = load;
        // A platform thread: an embedded database blocks its carrier.
        this.thread = Thread.ofPlatform().name("outcome-log").daemon().unstarted(this::run);
    }

    /// Something that waits for the store.
    @FunctionalInterface
    private interface Chore {
        void run() throws InterruptedException;
    }

    void start() {
        thread.start();
    }

    void report(Report report) {
        List<Report> group;
        synchronized (lock) {
            pending.add(report);
            if (pending.size() < WORTH_A_COMMIT) {
                wake();
                return;
            }
            group = takePending();
        }
        handIn(group);
    }

    /// Holds the lock. Only a thread that sleeps without an end has to be told.
    private void wake() {
        if (idle) {
            idle = false;
            lock.notifyAll();
        }
    }

    /// Holds the lock.
    private List<Report> takePending() {
        List<Report> group = pending;
        pending = new ArrayList<>();
        groups++;
        onTheirWay++;
        return group;
    }

    // ---- our own thread

    private void run() {
        try {
            while (awaitWork()) {
                for (Chore chore : takeChores()) {
                    chore.run();
                }
                gather();
            }
        } catch (InterruptedException _) {
            LOG.warn("delivery.outcomes.abandoned unsettled={}", window.taken());
        }
    }

    /// False at the end, when all is written.
    private boolean awaitWork() throws InterruptedException {
        synchronized (lock) {
            while (pending.isEmpty() && chores.isEmpty()) {
                if (closing && onTheirWay == 0) {
                    return false;
                }
                idle = true;
                lock.wait();
            }
            idle = false;
            return true;
        }
    }

    private List<Chore> takeChores() {
        synchronized (lock) {
            List<Chore> taken = chores;
            chores = new ArrayList<>();
            return taken;
        }
    }

    /// Hands in a group that did not become large enough meanwhile.
    private void gather() throws InterruptedException {
        List<Report> group = List.of();
        synchronized (lock) {
            long before = groups;
            if (!closing && !pending.isEmpty()) {
                lock.wait(GATHERING.toMillis());
            }
            if (before == groups && !pending.isEmpty()) {
                group = takePending();
            }
        }
        if (!group.isEmpty()) {
            handIn(group);
        }
    }

    private void later(Chore chore) {
        synchronized (lock) {
            chores.add(chore);
            wake();
        }
    }

    // ---- chunks

    /// Reports of copies on their way to the store, and what is written for them.
    private record Group(List<Report> reports, List<ChunkWork> changed, List<Queue.Progress> progress) {}

    private void handIn(List<Report> reports) {
        List<Report> retries = reports.stream().filter(report -> report.copy().work() instanceof RetryWork).toList();
        Group group = noted(retries.isEmpty() ? reports : reports.stream().filter(report -> report.copy().work() instanceof ChunkWork).toList());
        if (!retries.isEmpty()) {
            later(() -> settleRetries(retries));
        }
        if (group.progress().isEmpty()) {
            written(group, List.of());
            return;
        }
        Failpoints.hit("copy.before-settle");
        handIn(group);
    }

    private Group noted(List<Report> reports) {
        Set<ChunkWork> changed = new LinkedHashSet<>();
        synchronized (lock) {
            for (Report report : reports) {
                if (report.copy().work() instanceof ChunkWork chunk && chunk.note(report) && !chunk.isLost()) {
                    changed.add(chunk);
                }
            }
            return new Group(reports, List.copyOf(changed), changed.stream().map(ChunkWork::takeProgress).toList());
        }
    }

    private void handIn(Group group) {
        try {
            var _ = queue.settleLater(group.progress()).handle((lost, failure) -> {
                answered(group, lost, failure);
                return group;
            });
        } catch (RuntimeException refused) {
            later(() -> writeAtLast(group, refused));
        }
    }

    /// On the writer of the store.
    private void answered(Group group, @Nullable List<Queue.ChunkRef> lost, @Nullable Throwable failure) {
        if (failure != null) {
            later(() -> writeAtLast(group, failure));
            return;
        }
        try {
            written(group, lost == null ? List.of() : lost);
        } catch (RuntimeException ours) {
            LOG.error("delivery.outcomes.broken", ours);
        }
    }

    private void writeAtLast(Group group, Throwable first) throws InterruptedException {
        LOG.warn("delivery.settle.failed again-in={} cause=\"{}\"", FIRST_PAUSE, first.toString());
        Thread.sleep(FIRST_PAUSE);
        List<Queue.ChunkRef> lost = new ArrayList<>();
        untilWritten(() -> lost.addAll(queue.settle(group.progress())));
        written(group, lost);
    }

    /// What the store was told is durable: the senders may go on.
    private void written(Group group, List<Queue.ChunkRef> lost) {
        for (ChunkWork chunk : group.changed()) {
            if (lost.contains(chunk.chunk())) {
                chunk.lose();
                LOG.info("delivery.lease.lost posting={} chunk={}", chunk.posting(), chunk.chunk().number());
            }
        }
        tallies.count(group.reports());
        giveBack(group.reports());
        List<ChunkWork> over = over(group.reports());
        over.stream().filter(chunk -> !chunk.isToBeReleased()).forEach(this::end);
        List<ChunkWork> back = over.stream().filter(ChunkWork::isToBeReleased).toList();
        if (!back.isEmpty()) {
            later(() -> release(back));
        }
        load.chunkCopiesEnded(group.reports().size());
        arrived();
    }

    private void giveBack(List<Report> reports) {
        int permits = 0;
        for (Report report : reports) {
            permits += report.permit() ? 1 : 0;
        }
        window.giveBack(permits);
    }

    /// Chunks whose last copy is among these.
    private List<ChunkWork> over(List<Report> reports) {
        List<ChunkWork> over = new ArrayList<>();
        synchronized (lock) {
            for (Report report : reports) {
                if (report.copy().work() instanceof ChunkWork chunk && chunk.copyEnded()) {
                    over.add(chunk);
                }
            }
        }
        return over;
    }

    private void arrived() {
        synchronized (lock) {
            onTheirWay--;
            if (closing) {
                wake();
            }
        }
    }

    private void release(List<ChunkWork> chunks) throws InterruptedException {
        sideBySide(chunks.stream().<Runnable>map(chunk -> () -> chunk.release(queue)).toList());
        chunks.forEach(this::end);
    }

    private void end(ChunkWork chunk) {
        tallies.chunkEnded(chunk.posting());
        load.chunkEnded();
    }

    // ---- single recipients

    /// Each is a transaction of its own, so they go side by side: the store commits them together.
    private void settleRetries(List<Report> reports) throws InterruptedException {
        List<Runnable> writes = new ArrayList<>();
        for (Report report : reports) {
            if (report.copy().work() instanceof RetryWork retry && !retry.isLost()) {
                switch (report) {
                    case Report.Done done -> writes.add(() -> settle(retry, done.outcome()));
                    // The port has no release for a single recipient; the attempt that is counted only lengthens its wait.
                    case Report.Returned back -> writes.add(() -> settle(retry, deferred(back)));
                    case Report.Gone _ -> {}
                }
            }
        }
        sideBySide(writes);
        giveBack(reports);
        reports.forEach(_ -> load.retryEnded());
    }

    private void settle(RetryWork retry, Outcome outcome) {
        if (!queue.settle(retry.claim(), outcome)) {
            retry.lose();
        }
    }

    private static Outcome deferred(Report.Returned returned) {
        return new Outcome.Deferred(returned.again(), "4.4.1", returned.reason());
    }

    // ---- writing

    private void sideBySide(List<Runnable> writes) throws InterruptedException {
        if (writes.size() == 1) {
            untilWritten(writes.getFirst());
            return;
        }
        List<Thread> threads = new ArrayList<>();
        for (Runnable write : writes) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    untilWritten(write);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread one : threads) {
            one.join();
        }
    }

    private void untilWritten(Runnable write) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                write.run();
                return;
            } catch (RuntimeException storeFailed) {
                LOG.warn("delivery.settle.failed again-in={} cause=\"{}\"", pause, storeFailed.toString());
                if (abandoned) {
                    throw new InterruptedException("closed while the store does not take outcomes");
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    /// Writes what was reported so far; gives up after `atMost` (the store is gone: those recipients stay open).
    boolean close(Duration atMost) throws InterruptedException {
        synchronized (lock) {
            closing = true;
            wake();
        }
        if (thread.join(atMost)) {
            return true;
        }
        abandoned = true;
        thread.interrupt();
        return thread.join(LONGEST_PAUSE);
    }

    @Override
    public void close() throws InterruptedException {
        close(LONGEST_PAUSE);
    }
}
