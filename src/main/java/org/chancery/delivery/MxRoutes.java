package org.chancery.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.chancery.dns.DnsBudget;
import org.chancery.dns.MxHosts;
import org.chancery.dns.Resolver;
import java.util.random.RandomGenerator;

/// Which site takes the mail of a domain. Thousands of domains share the same mail exchangers; the site is the set of
/// their names, so that a receiver sees one queue and one number of connections, whatever its customers are called.
final class MxRoutes {
    /// So that the hosts' order is drawn anew now and then (RFC 5321 section 5.1: the load MUST be spread), and a
    /// changed MX is seen soon. The resolver behind caches by TTL.
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final int MAX_DOMAINS = 10_000;
    private static final int MAX_LOOKUPS = 64; // a flood of dead domains must not become a flood of queries
    private static final Duration DNS_TIME = Duration.ofSeconds(60);

    /// What is known of a domain.
    sealed interface Decision {
        record To(Site site) implements Decision {}

        /// It takes no mail: enhanced status code and reason.
        record Never(String status, String reason) implements Decision {}

        /// The DNS did not say; ask again then.
        record Later(Instant again, String why) implements Decision {}
    }

    private record Known(Decision decision, Instant until, int failures) {}

    private final Resolver resolver;
    private final RandomGenerator random;
    private final RetrySchedule schedule;
    private final Function<MxHosts.Hosts, Site> sites;
    private final Semaphore lookUps = new Semaphore(MAX_LOOKUPS);
    private final Map<String, Known> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MAX_DOMAINS;
        }
    };

    MxRoutes(Resolver resolver, RandomGenerator random, RetrySchedule schedule, Function<MxHosts.Hosts, Site> sites) {
        this.resolver = resolver;
        this.random = random;
        this.schedule = schedule;
        this.sites = sites;
    }

    synchronized Optional<Decision> known(String domain, Instant now) {
        return Optional.ofNullable(known.get(domain)).filter(k -> now.isBefore(k.until())).map(Known::decision);
    }

    /// Asks the DNS.
    Decision find(String domain, Instant now) throws InterruptedException {
        lookUps.acquire();
        try {
            return switch (MxHosts.resolve(new DnsBudget(resolver, DNS_TIME), domain, random)) {
                case MxHosts.Hosts hosts -> keep(domain, new Decision.To(sites.apply(hosts)), now.plus(LIFE), 0);
                case MxHosts.NoMail(String status, String reason) ->
                    keep(domain, new Decision.Never(status, reply(status, reason)), now.plus(LIFE), 0);
                case MxHosts.TemporaryFailure(String why) -> keepFailure(domain, why, now);
            };
        } finally {
            lookUps.release();
        }
    }

    private Decision keepFailure(String domain, String why, Instant now) {
        int failures = failures(domain);
        Instant again = schedule.siteProbe(failures, now);
        return keep(domain, new Decision.Later(again, "DNS: " + why), again, failures + 1);
    }

    private synchronized int failures(String domain) {
        Known before = known.get(domain);
        return before == null ? 0 : before.failures();
    }

    private synchronized Decision keep(String domain, Decision decision, Instant until, int failures) {
        known.put(domain, new Known(decision, until, failures));
        return decision;
    }

    /// RFC 7505 section 4.2: 556 with 5.1.10; any other permanent lack of a host is 550.
    private static String reply(String status, String reason) {
        return (status.equals("5.1.10") ? "556 " : "550 ") + status + " " + reason;
    }

    /// The name of a site: its hosts in alphabetical order.
    static String siteName(MxHosts.Hosts hosts) {
        List<String> names = new ArrayList<>();
        hosts.hosts().forEach(host -> names.add(host.name().toLowerCase(Locale.ROOT)));
        names.sort(null);
        return String.join(",", names);
    }
}
