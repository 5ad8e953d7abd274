package org.chancery.server;

import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done once an hour behind the mail: octets of posts that were finished five days ago go, so that the store does not
/// grow for ever. (Five days: as long as a lost 250 may make a client send again.)
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration RETENTION = Duration.ofDays(5);

    private Housekeeping() {}

    static void start(Wiring wiring, InstantSource clock) {
        Thread.ofVirtual().name("housekeeping").start(() -> run(wiring, clock));
    }

    private static void run(Wiring wiring, InstantSource clock) {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                once(wiring, clock);
            }
        } catch (InterruptedException _) {
            LOG.debug("server.housekeeping interrupted");
        }
    }

    private static void once(Wiring wiring, InstantSource clock) {
        try {
            long purged = wiring.store().receipts().purge(clock.instant().minus(RETENTION));
            LOG.info("server.housekeeping purged={}", purged);
        } catch (RuntimeException e) {
            LOG.warn("server.housekeeping failed; tried again in {} minutes", PERIOD.toMinutes(), e);
        }
    }
}
