package org.chancery.posting;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.chancery.protection.ProtectionLimits;

/// How much of the heap may hold opened posts at a time, while they are judged, sealed and archived. Whoever finds no room within ten seconds is
/// told to come again: a flood of large encrypted posts must not take the memory that mail needs.
///
/// Example: `budget.within(message.size(), () -> opener.open(…))`.
public final class OpeningBudget {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    /// Of what happens behind the queue.
    static final Duration LONG_PATIENCE = Duration.ofMinutes(2);
    /// Ciphertext, packets, plain text and what is parsed of it.
    private static final int TIMES = 6;
    /// What was compressed, while it is unpacked and read.
    private static final int UNPACKED_TIMES = 3;
    private static final int UNIT = 64 * 1024;

    private final Semaphore units;
    private final int all;

    /// `octets`: of the heap.
    public OpeningBudget(long octets) {
        this.all = (int) Math.clamp(octets / UNIT, 1, Integer.MAX_VALUE);
        this.units = new Semaphore(all, true);
    }

    /// Empty when there was no room in time, or the thread is being stopped.
    public <T> Optional<T> within(long size, Supplier<T> work) {
        return within(size, PATIENCE, work);
    }

    /// The same where no client waits for it.
    public <T> Optional<T> patiently(long size, Supplier<T> work) {
        return within(size, LONG_PATIENCE, work);
    }

    private <T> Optional<T> within(long size, Duration patience, Supplier<T> work) {
        int wanted = (int) Math.clamp(need(size) / UNIT + 1, 1, all);
        try {
            if (!units.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            units.release(wanted);
        }
    }

    /// Whether a post is compressed, and how much comes out of it, shows only when it is open.
    private static long need(long size) {
        return Math.max(size * TIMES, (long) ProtectionLimits.mostOutOf(size) * UNPACKED_TIMES);
    }
}
