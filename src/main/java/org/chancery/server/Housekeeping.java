package org.chancery.server;

import java.time.Duration;
import org.chancery.delivery.bounce.BounceDesk;
import org.chancery.posting.Receipts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Octets of posts that were finished five days ago go, so that the store does not grow for ever. (Five days: as long as a lost
/// 250 may make a client send again.)
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration BOUNCES = Duration.ofSeconds(2); // two look-ups in an index when there is nothing to do
    private static final Duration RETENTION = Duration.ofDays(5);

    private Housekeeping() {}

    static Chore purge(Receipts receipts) {
        return new Chore("purge", PERIOD, now -> LOG.info("server.housekeeping purged={}", receipts.purge(now.minus(RETENTION))));
    }

    /// `bell` wakes the delivery for the mails of the steps.
    static Chore bounces(BounceDesk desk, Runnable bell) {
        return new Chore("bounces", BOUNCES, now -> {
            if (desk.work(now)) {
                bell.run();
            }
        });
    }
}
