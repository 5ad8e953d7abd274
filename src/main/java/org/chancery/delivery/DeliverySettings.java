package org.chancery.delivery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/// What the configuration says about delivery. `bind` is our source address; `tlsRequired` refuses servers
/// without a valid certificate (else TLS is opportunistic, RFC 7435); `perMinute` copies go to one site in a
/// minute at most, 0 is no limit; `cacheOctets` bounds the prepared posts in memory, and `largeOctets` what large ones
/// on their way may take.
///
/// Example: `DeliverySettings.of(new Route.Mx(25))`.
public record DeliverySettings(
        Route route, Optional<InetAddress> bind, boolean tlsRequired, Limits limits, int perMinute, long cacheOctets, long largeOctets) {

    /// Per site: connections at once, and for each connection its messages, its age, and how long it may be idle.
    public record Limits(int connections, int messagesPerConnection, Duration age, Duration idle) {
        /// What receivers on the internet put up with.
        static final Limits MX = new Limits(20, 100, Duration.ofSeconds(300), Duration.ofSeconds(3));

        /// Our own relay: it expects us.
        static final Limits SMARTHOST = new Limits(20, 1_000, Duration.ofSeconds(300), Duration.ofSeconds(30));

        public Limits {
            if (connections < 1 || messagesPerConnection < 1) {
                throw new IllegalArgumentException("a site has at least one connection for one message");
            }
        }
    }

    /// Several ordinary posts at once, even in a small heap; a larger one is kept alone.
    private static final long LEAST_CACHE = 16L << 20;

    public static DeliverySettings of(Route route) {
        Limits limits = route instanceof Route.Smarthost ? Limits.SMARTHOST : Limits.MX;
        long cache = Math.max(LEAST_CACHE, Runtime.getRuntime().maxMemory() / 8);
        return new DeliverySettings(route, Optional.empty(), false, limits, 0, cache, Runtime.getRuntime().maxMemory() / 3);
    }

    public DeliverySettings withBind(InetAddress source) {
        return new DeliverySettings(route, Optional.of(source), tlsRequired, limits, perMinute, cacheOctets, largeOctets);
    }

    public DeliverySettings withTlsRequired() {
        return new DeliverySettings(route, bind, true, limits, perMinute, cacheOctets, largeOctets);
    }

    public DeliverySettings withLimits(Limits newLimits) {
        return new DeliverySettings(route, bind, tlsRequired, newLimits, perMinute, cacheOctets, largeOctets);
    }

    public DeliverySettings withPerMinute(int newPerMinute) {
        return new DeliverySettings(route, bind, tlsRequired, limits, newPerMinute, cacheOctets, largeOctets);
    }
}
