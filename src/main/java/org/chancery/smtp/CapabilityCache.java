package org.chancery.smtp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What each host offered when we last spoke with it, and whether its STARTTLS fails: so that an opportunistic client
/// does not pay for a broken handshake and a second connection with every message. Keyed by host name and port.
/// Entries live an hour; 10,000 hosts at most, the least used go first.
public final class CapabilityCache {
    private static final Duration LIFE = Duration.ofHours(1); // a host that is repaired is noticed within that time
    private static final int MAX_HOSTS = 10_000;

    private record Known(Optional<Capabilities> capabilities, boolean tlsFails, Instant since) {}

    private final InstantSource clock;
    private final Map<String, Known> entries = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MAX_HOSTS;
        }
    };

    public CapabilityCache(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized Optional<Capabilities> of(String host) {
        return fresh(host).flatMap(Known::capabilities);
    }

    synchronized void remember(String host, Capabilities capabilities) {
        boolean tlsFails = fresh(host).map(Known::tlsFails).orElse(false);
        Instant since = fresh(host).filter(Known::tlsFails).map(Known::since).orElse(clock.instant());
        entries.put(host, new Known(Optional.of(capabilities), tlsFails, since));
    }

    synchronized boolean tlsFails(String host) {
        return fresh(host).map(Known::tlsFails).orElse(false);
    }

    synchronized void rememberTlsFails(String host) {
        entries.put(host, new Known(of(host), true, clock.instant()));
    }

    private Optional<Known> fresh(String host) {
        return Optional.ofNullable(entries.get(host))
                .filter(e -> Duration.between(e.since(), clock.instant()).compareTo(LIFE) < 0);
    }
}
