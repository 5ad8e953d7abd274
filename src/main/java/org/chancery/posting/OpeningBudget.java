package org.chancery.posting;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.chancery.protection.ProtectionLimits;

/// How much of the heap may hold opened posts at a time. Whoever finds no room within ten seconds is told to come again: a flood of large
/// encrypted posts must not take the memory that mail needs.
///
/// Example: `budget.within(message.size(), () -> opener.open(…))`.
public final class OpeningBudget {
    static final Duration PATIENCE = Duration.ofSeconds(10);
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
        int wanted = (int) Math.clamp(need(size) / UNIT + 1, 1, all);
        try {
            if (!units.tryAcquire(wanted, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
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
