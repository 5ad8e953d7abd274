package org.chancery.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The time that processes of one machine share: microseconds since 1970.
final class Clock {
    private Clock() {}

    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
