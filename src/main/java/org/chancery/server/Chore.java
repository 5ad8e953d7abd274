package org.chancery.server;

import java.time.Duration;
import java.time.Instant;

/// Something that is done every `period` while the server runs. What it does must be right when two servers on one database do
/// it at the same time, and when it is cut anywhere and begins anew. `now` is the site's time.
record Chore(String name, Duration period, Work work) {

    @FunctionalInterface
    interface Work {
        void at(Instant now);
    }
}
