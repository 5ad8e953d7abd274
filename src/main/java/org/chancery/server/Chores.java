package org.chancery.server;

import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs each [Chore] on a thread of its own: the first time as it says, then one period after the end of the
/// last. One that fails is logged and done again.
final class Chores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
    private final List<Thread> threads;

    private Chores(List<Thread> threads) {
        this.threads = threads;
    }

    static Chores start(List<Chore> chores, InstantSource clock) {
        return new Chores(chores.stream().map(chore -> Thread.ofVirtual().name("chore-" + chore.name()).start(() -> run(chore, clock))).toList());
    }

    private static void run(Chore chore, InstantSource clock) {
        try {
            Thread.sleep(chore.first());
            while (true) {
                once(chore, clock);
                Thread.sleep(chore.period());
            }
        } catch (InterruptedException _) {
            LOG.debug("server.chore.ended name={}", chore.name());
        }
    }

    private static void once(Chore chore, InstantSource clock) {
        try {
            chore.work().at(clock.instant());
        } catch (RuntimeException e) {
            LOG.warn("server.chore.failed name={} again-in={}", chore.name(), chore.period(), e);
        }
    }

    /// Waits for what is being done.
    @Override
    public void close() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
