package org.chancery.sender;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts wrong secrets by where they come from, so that a guesser stops himself and never the sender whose name he uses
/// (authorisation.md section 3.7). Each server counts for itself.
final class Attempts {
    static final int PER_HOUR = 60;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MAX_SOURCES = 10_000; // the longest quiet is forgotten first

    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    private record Count(Instant since, int wrong) {}

    synchronized boolean isOver(String source, Instant now) {
        Count count = counts.get(source);
        return count != null && now.isBefore(count.since().plus(HOUR)) && count.wrong() >= PER_HOUR;
    }

    synchronized void wrong(String source, Instant now) {
        Count before = counts.get(source);
        if (before == null || !now.isBefore(before.since().plus(HOUR))) {
            counts.put(source, new Count(now, 1));
        } else {
            counts.put(source, new Count(before.since(), before.wrong() + 1));
        }
    }
}
