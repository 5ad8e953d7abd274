package org.chancery.delivery;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lengthens our leases, on a thread of its own: nothing else that waits may make us lose them. Looks at the same time whether all delivery was
/// stopped, by whichever server, and then has what waits here given back.
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /// [Queue#heartbeat] wants one every 5 seconds at least; the commit takes its time too.
    static final Duration PERIOD = Duration.ofSeconds(4);

    private final Queue queue;
    private final Runnable recall;
    private final Thread thread;

    Heartbeat(Queue queue, Runnable recall) {
        this.queue = queue;
        this.recall = recall;
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

    private void beat() {
        try {
            queue.heartbeat();
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
