package org.chancery.smtp;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The octets of messages that may be in memory at once, over all sessions of a site.
///
/// A session takes permits before it allocates; if there are none it stops reading, and TCP makes the sender
/// wait. After [#PATIENCE] at most without permits the message is refused with 451 4.3.2, so that sessions which
/// hold permits and want more cannot wait for each other for ever. Their patience differs: if all gave up at
/// the same moment, none would have had the room that the first left.
///
/// Example: `MemoryBudget.quarterOfHeap()`.
public final class MemoryBudget {
    /// How long a session waits for room.
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int UNIT = 1024; // a Semaphore counts to 2^31 only

    private static final int STEPS = 8; // of patience

    private final Semaphore units;
    private final Duration patience;
    private final AtomicInteger turn = new AtomicInteger();

    /// `octets` at least 1 KiB; counted in whole KiB.
    public MemoryBudget(long octets) {
        this(octets, PATIENCE);
    }

    /// With another patience than [#PATIENCE].
    public MemoryBudget(long octets, Duration patience) {
        if (octets < UNIT) {
            throw new IllegalArgumentException("a memory budget has at least " + UNIT + " octets");
        }
        this.units = new Semaphore((int) Math.min(Integer.MAX_VALUE, octets / UNIT));
        this.patience = patience;
    }

    public static MemoryBudget quarterOfHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    /// Octets that could be taken now, rounded down to KiB.
    public long available() {
        return (long) units.availablePermits() * UNIT;
    }

    boolean take(int octets) {
        int wanted = inUnits(octets);
        try {
            return units.tryAcquire(wanted) || units.tryAcquire(wanted, itsPatience(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long itsPatience() {
        return patience.toNanos() / STEPS * (1 + Math.floorMod(turn.getAndIncrement(), STEPS));
    }

    void giveBack(int octets) {
        units.release(inUnits(octets));
    }

    private static int inUnits(int octets) {
        return (int) (((long) octets + UNIT - 1) / UNIT);
    }
}
