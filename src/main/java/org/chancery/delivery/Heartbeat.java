package org.chancery.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lengthens our leases, on a thread of its own: nothing else that waits may make us lose them. Looks at the same time whether all delivery was
/// stopped, by whichever server, and then has what waits here given back.
///
/// Senders ask here before content leaves ([#awaitLeases]): a server that was stopped for longer than its leases last (a suspended machine)
/// must look whether its work is still its own, or everything in its memory would be sent a second time. Time is told by two clocks: one of them stands
/// while a machine is suspended, the other may be set back.
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /// [Queue#heartbeat] wants one every 5 seconds at least; the commit takes its time too.
    static final Duration PERIOD = Duration.ofSeconds(4);

    private static final Duration AFTER_STORE_ERROR = Duration.ofMillis(500);

    private final Queue queue;
    private final Runnable recall;
    private final InstantSource clock;
    private final Thread thread;
    private final ReentrantLock beating = new ReentrantLock();
    private final Optional<Duration> safe;
    /// Until then no lease of ours can have run out. Known only after the first beat.
    private volatile Optional<Until> sure = Optional.empty();

    private record Until(long nanos, Instant time) {}

    Heartbeat(Queue queue, Runnable recall, InstantSource clock) {
        this.queue = queue;
        this.recall = recall;
        this.clock = clock;
        this.safe = queue.leaseLength().map(length -> length.minus(length.dividedBy(4))); // what is on its way needs time too
        this.thread = Thread.ofPlatform().name("delivery-heartbeat").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                beat();
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException _) {
            LOG.debug("delivery.heartbeat.end");
        }
    }

    /// Returns when all leases are known to be ours or marked as lost; waits while the store does not say.
    void awaitLeases() throws InterruptedException {
        while (!isSure()) {
            beating.lockInterruptibly();
            try {
                if (!isSure()) {
                    beat();
                }
            } finally {
                beating.unlock();
            }
            if (!isSure()) {
                Thread.sleep(AFTER_STORE_ERROR);
            }
        }
    }

    private boolean isSure() {
        return safe.isEmpty()
                || sure.filter(until -> System.nanoTime() - until.nanos() < 0 && clock.instant().isBefore(until.time())).isPresent();
    }

    private void beat() {
        Until begin = new Until(System.nanoTime(), clock.instant());
        try {
            queue.heartbeat();
            sure = safe.map(time -> new Until(begin.nanos() + time.toNanos(), begin.time().plus(time)));
            if (queue.stoppedSince().isPresent()) {
                recall.run();
            }
        } catch (RuntimeException storeFailed) {
            LOG.warn("delivery.heartbeat.failed", storeFailed);
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(PERIOD);
    }
}
