package org.chancery.notice;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Lets all answers to a request leave at whole steps of time, so that what had to be done for it cannot be read from how long it took:
/// a member, a stranger and a banned address cost different work (reliability row I12).
///
/// Example: `EvenPace pace = EvenPace.begin(); … ; pace.waitForStep();` on a virtual thread, after everything is stored.
public final class EvenPace {
    /// The work takes some milliseconds, so that nearly all answers fall on the first step; and nobody waits for long.
    static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final long begun;

    private EvenPace(long begun) {
        this.begun = begun;
    }

    public static EvenPace begin() {
        return new EvenPace(System.nanoTime());
    }

    /// Returns at the next step, even if the thread is interrupted meanwhile: whoever interrupts finds the flag set.
    public void waitForStep() {
        long passed = System.nanoTime() - begun;
        long end = begun + (passed / STEP_NANOS + 1) * STEP_NANOS;
        boolean interrupted = false;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
