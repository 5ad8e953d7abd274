package org.chancery.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.chancery.failpoint.Failpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes outcomes durable in groups and then gives the permits back.
///
/// One thread calls [Queue#settle] as soon as anything is pending and the call before has returned; what arrives
/// meanwhile forms the next group. So the group grows with the load and with the slowness of the disk. A group smaller than
/// [#WORTH_A_COMMIT] waits [#GATHERING] for more: otherwise a fast disk is kept busy with commits of a handful, and they take
/// the processor from the senders. Senders leave their report and go on; what stops them is the
/// [DuplicateWindow], whose permits come back only after the write.
///
/// The same thread owns the state of all chunks in memory, so none of it needs a lock.
///
/// When the store fails, the group is kept and tried again until it succeeds: permits stay taken and the senders wait.
final class OutcomeLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeLog.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /// Half of the window: the senders go on with the other while this one is being written.
    private static final int WORTH_A_COMMIT = DuplicateWindow.SIZE / 2;

    /// Less than the 5 ms that the architecture allows between two commits of outcomes.
    private static final Duration GATHERING = Duration.ofMillis(2);

    private final Queue queue;
    private final DuplicateWindow window;
    private final Tallies tallies;
    private final Load load;
    private final Thread thread;
    private final Object lock = new Object();
    private List<Report> pending = new ArrayList<>();
    private boolean closing;
    private volatile boolean abandoned;

    OutcomeLog(Queue queue, DuplicateWindow window, Tallies tallies, Load load) {
        this.queue = queue;
        this.window = window;
        this.tallies = tallies;
        this.load = load;
        // A platform thread: an embedded database blocks its carrier, and there are few of those.
        this.thread = Thread.ofPlatform().name("outcome-log").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void report(Report report) {
        synchronized (lock) {
            pending.add(report);
            if (pending.size() == 1 || pending.size() == WORTH_A_COMMIT) {
                lock.notifyAll();
            }
        }
    }

    private void run() {
        try {
            for (List<Report> group = take(); !group.isEmpty(); group = take()) {
                write(group);
            }
        } catch (InterruptedException _) {
            LOG.warn("delivery.outcomes.abandoned unsettled={}", window.taken());
        }
    }

    /// Empty only at the end.
    private List<Report> take() throws InterruptedException {
        synchronized (lock) {
            while (pending.isEmpty() && !closing) {
                lock.wait();
            }
            gather();
            List<Report> group = pending;
            pending = new ArrayList<>();
            return group;
        }
    }

    /// Holds the lock, which waiting gives away.
    private void gather() throws InterruptedException {
        long end = System.nanoTime() + GATHERING.toNanos();
        long left = GATHERING.toMillis();
        while (pending.size() < WORTH_A_COMMIT && !closing && left > 0) {
            lock.wait(left);
            left = (end - System.nanoTime() + 999_999) / 1_000_000;
        }
    }

    private void write(List<Report> group) throws InterruptedException {
        Set<ChunkWork> touched = new LinkedHashSet<>();
        Set<ChunkWork> changed = new LinkedHashSet<>();
        List<Report> retries = new ArrayList<>();
        for (Report report : group) {
            switch (report.copy().work()) {
                case ChunkWork chunk -> {
                    touched.add(chunk);
                    if (chunk.note(report)) {
                        changed.add(chunk);
                    }
                }
                case RetryWork _ -> retries.add(report);
            }
        }
        settleChunks(changed);
        settleRetries(retries);
        tallies.count(group);
        window.giveBack((int) group.stream().filter(Report::permit).count());
        finish(touched);
        leaveMemory(group);
    }

    private void settleChunks(Set<ChunkWork> changed) throws InterruptedException {
        changed.removeIf(ChunkWork::isLost);
        if (changed.isEmpty()) {
            return;
        }
        Failpoints.hit("copy.before-settle");
        List<Queue.Progress> progress = changed.stream().map(ChunkWork::takeProgress).toList();
        Set<Queue.ChunkRef> lost = new HashSet<>();
        untilWritten(() -> lost.addAll(queue.settle(progress)));
        for (ChunkWork chunk : changed) {
            if (lost.contains(chunk.chunk())) {
                chunk.lose();
                LOG.info("delivery.lease.lost posting={} chunk={}", chunk.posting(), chunk.chunk().number());
            }
        }
    }

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
    }

    private void settle(RetryWork retry, Outcome outcome) {
        if (!queue.settle(retry.claim(), outcome)) {
            retry.lose();
        }
    }

    private static Outcome deferred(Report.Returned returned) {
        return new Outcome.Deferred(returned.again(), "4.4.1", returned.reason());
    }

    private void finish(Set<ChunkWork> touched) throws InterruptedException {
        List<ChunkWork> over = touched.stream().filter(ChunkWork::isFinished).toList();
        List<Runnable> releases = new ArrayList<>();
        over.stream().filter(ChunkWork::isToBeReleased).forEach(chunk -> releases.add(() -> chunk.release(queue)));
        sideBySide(releases);
        for (ChunkWork chunk : over) {
            tallies.chunkEnded(chunk.posting());
            load.chunkEnded();
        }
    }

    private void leaveMemory(List<Report> group) {
        for (Report report : group) {
            switch (report.copy().work()) {
                case ChunkWork _ -> load.chunkCopyEnded();
                case RetryWork _ -> load.retryEnded();
            }
        }
    }

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
            lock.notifyAll();
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
