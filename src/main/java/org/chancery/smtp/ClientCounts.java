package org.chancery.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Counts connections per client address: how many are open, and how many came in this minute.
/// IPv6 clients are counted by /64, because one host usually owns that much.
final class ClientCounts {
    private static final int SWEEP_AT = 10_000; // addresses without a connection are forgotten from here on
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    enum Admission {
        ADMITTED,
        TOO_MANY,
        TOO_FAST
    }

    private static final class Count {
        int open;
        int recent;
        long windowStart;
    }

    private final SmtpServerOptions.Limits limits;
    private final Map<String, Count> counts = new HashMap<>();
    private int open;

    ClientCounts(SmtpServerOptions.Limits limits) {
        this.limits = limits;
    }

    synchronized Admission enter(InetAddress address, long nowNanos) {
        if (counts.size() > SWEEP_AT) {
            counts.values().removeIf(c -> c.open == 0 && nowNanos - c.windowStart > WINDOW_NANOS);
        }
        Count count = counts.computeIfAbsent(key(address), _ -> new Count());
        if (count.recent == 0 || nowNanos - count.windowStart > WINDOW_NANOS) {
            count.windowStart = nowNanos;
            count.recent = 0;
        }
        if (count.recent >= limits.connectsPerMinute()) {
            return Admission.TOO_FAST;
        }
        count.recent++;
        if (count.open >= limits.connectionsPerAddress() || open >= limits.connections()) {
            return Admission.TOO_MANY;
        }
        count.open++;
        open++;
        return Admission.ADMITTED;
    }

    synchronized void leave(InetAddress address) {
        Count count = counts.get(key(address));
        if (count != null) {
            count.open--;
            open--;
        }
    }

    static String key(InetAddress address) {
        byte[] octets = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets);
    }
}
