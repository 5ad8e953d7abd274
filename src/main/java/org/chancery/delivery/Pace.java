package org.chancery.delivery;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How fast copies may follow each other to one site: so many in a minute, evenly, with one second's share at once. The owner locks.
///
/// Example: with 120 a minute [#delay] is nothing for the first two copies of a second, and half a second for the next.
final class Pace {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final long apart;
    private final long atOnce;
    private long next;
    private boolean begun;

    /// 0 a minute: no limit.
    Pace(int perMinute, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.apart = perMinute == 0 ? 0 : MINUTE / perMinute;
        this.atOnce = Math.max(0, SECOND - apart);
    }

    /// Nanoseconds until the next copy may go; 0 or less: now.
    long delay() {
        return begun ? next - atOnce - nanoTime.getAsLong() : 0;
    }

    /// A copy goes now.
    void count() {
        if (apart > 0) {
            long now = nanoTime.getAsLong();
            next = (begun && next - now > 0 ? next : now) + apart;
            begun = true;
        }
    }
}
