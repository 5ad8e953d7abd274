package org.chancery.server;

import java.time.Duration;
import java.time.Instant;

/// Something that is done every `period` while the server runs, and `first` so long after the start. What it does must be right when two servers on one database do
/// it at the same time, and when it is cut anywhere and begins anew. `now` is the site's time.
record Chore(String name, Duration first, Duration period, Work work) {
    /// The first time one period after the start.
    Chore(String name, Duration period, Work work) {
        this(name, period, period, work);
    }

    @FunctionalInterface
    interface Work {
        void at(Instant now);
    }
}
