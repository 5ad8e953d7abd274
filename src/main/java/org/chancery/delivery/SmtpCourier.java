package org.chancery.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.chancery.dns.MxHosts;
import org.chancery.dns.Resolver;
import org.chancery.smtp.SmtpClient;
import org.chancery.smtp.SmtpSite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Routes `mx` and `smarthost`: finds the site of each recipient and hands the copy to it.
///
/// A domain that is not known is looked up on a thread of its own, one for all copies that wait for it, so that a
/// name server that does not answer delays its own domain and no other.
final class SmtpCourier implements Courier {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpCourier.class);
    private static final int MAX_SITES = 10_000;

    private final DeliverySettings settings;
    private final SmtpClient client;
    private final Resolver resolver;
    private final DuplicateWindow window;
    private final CopyDesk desk;
    private final MxRoutes routes;
    private final Optional<Site> smarthost;

    private final Object lock = new Object();
    private final Map<String, Destination> destinations = new HashMap<>();
    private final Map<String, List<Copy>> unknown = new HashMap<>();
    private boolean closing;
    private final Set<Thread> lookUps = ConcurrentHashMap.newKeySet();

    /// A site and its hosts as the DNS last gave them.
    private record Destination(Site site, AtomicReference<List<SmtpSite>> hosts) {}

    SmtpCourier(
            DeliverySettings settings,
            SmtpClient client,
            Resolver resolver,
            RandomGenerator random,
            DuplicateWindow window,
            CopyDesk desk) {
        this.settings = settings;
        this.client = client;
        this.resolver = resolver;
        this.window = window;
        this.desk = desk;
        this.routes = new MxRoutes(resolver, random, desk.schedule(), this::siteOf);
        this.smarthost = settings.route() instanceof Route.Smarthost relay
                ? Optional.of(new Site(parts(relay.host() + ":" + relay.port(), () -> addresses(relay))))
                : Optional.empty();
    }

    // ---- sites

    private SiteParts parts(String name, Supplier<List<SmtpSite>> hosts) {
        return new SiteParts(name, hosts, settings.limits(), settings.perMinute(), client, window, desk);
    }

    /// Asked at each connection: a relay that moved is found again. Empty when its name has no address now.
    private List<SmtpSite> addresses(Route.Smarthost relay) {
        try {
            return List.of(host(relay.host(), InetAddress.ofLiteral(relay.host()), relay.port()));
        } catch (IllegalArgumentException aName) {
            return resolver.addresses(relay.host()).valuesOrNone().stream()
                    .map(address -> host(relay.host(), address, relay.port()))
                    .toList();
        }
    }

    private SmtpSite host(String name, InetAddress address, int port) {
        SmtpSite site = SmtpSite.smtp(name, new InetSocketAddress(address, port));
        if (settings.tlsRequired()) {
            site = site.withTls(new SmtpSite.TlsPolicy.Required(name));
        }
        return settings.bind().isPresent() ? site.withBind(settings.bind().get()) : site;
    }

    private Site siteOf(MxHosts.Hosts hosts) {
        int port = settings.route() instanceof Route.Mx mx ? mx.port() : 25;
        List<SmtpSite> addresses = new ArrayList<>();
        hosts.hosts().forEach(h -> h.addresses().forEach(a -> addresses.add(host(h.name(), a, port))));
        synchronized (lock) {
            if (destinations.size() >= MAX_SITES) {
                destinations.values().removeIf(destination -> destination.site().isUnused());
            }
            Destination destination = destinations.computeIfAbsent(MxRoutes.siteName(hosts), this::open);
            destination.hosts().set(List.copyOf(addresses));
            return destination.site();
        }
    }

    private Destination open(String name) {
        var hosts = new AtomicReference<List<SmtpSite>>(List.of());
        return new Destination(new Site(parts(name, hosts::get)), hosts);
    }

    // ---- copies

    @Override
    public void start() {
        LOG.info("delivery.start route={}", settings.route());
    }

    @Override
    public void accept(List<Copy> copies) {
        if (smarthost.isPresent()) {
            smarthost.get().accept(copies);
            return;
        }
        Map<String, List<Copy>> byDomain = new LinkedHashMap<>();
        copies.forEach(copy -> byDomain.computeIfAbsent(domainOf(copy), _ -> new ArrayList<>()).add(copy));
        byDomain.forEach((domain, some) -> routes.known(domain, desk.now())
                .ifPresentOrElse(decision -> follow(decision, some), () -> lookUp(domain, some)));
    }

    private static String domainOf(Copy copy) {
        return copy.target().address().domain().ascii();
    }

    private void follow(MxRoutes.Decision decision, List<Copy> copies) {
        switch (decision) {
            case MxRoutes.Decision.To(Site site) -> site.accept(copies);
            case MxRoutes.Decision.Never(String status, String reason) ->
                copies.forEach(copy -> desk.impossible(copy, status, reason));
            case MxRoutes.Decision.Later(var again, String why) ->
                copies.forEach(copy -> desk.siteFailed(copy, again, why, true, false));
        }
    }

    private void lookUp(String domain, List<Copy> copies) {
        synchronized (lock) {
            if (!closing) {
                List<Copy> waiting = unknown.get(domain);
                if (waiting != null) {
                    waiting.addAll(copies);
                    return;
                }
                unknown.put(domain, new ArrayList<>(copies));
                Thread thread = Thread.ofVirtual().name("route-" + domain).unstarted(() -> find(domain));
                lookUps.add(thread);
                thread.start();
                return;
            }
        }
        copies.forEach(copy -> desk.closing(copy, false));
    }

    private void find(String domain) {
        try {
            MxRoutes.Decision decision = routes.find(domain, desk.now());
            follow(decision, waitingFor(domain));
        } catch (InterruptedException _) {
            waitingFor(domain).forEach(copy -> desk.closing(copy, false));
        } catch (RuntimeException broken) {
            LOG.error("delivery.route.failed domain={}", domain, broken);
            follow(new MxRoutes.Decision.Later(desk.schedule().siteProbe(0, desk.now()), "look-up failed"), waitingFor(domain));
        } finally {
            lookUps.remove(Thread.currentThread());
        }
    }

    private List<Copy> waitingFor(String domain) {
        synchronized (lock) {
            return Optional.ofNullable(unknown.remove(domain)).orElse(List.of());
        }
    }

    @Override
    public int senders() {
        return allSites().stream().mapToInt(Site::senders).sum();
    }

    /// Only between sites: with one smarthost there is nobody to make room for.
    @Override
    public void shed() {
        if (smarthost.isEmpty()) {
            allSites().forEach(Site::shed);
        }
    }

    @Override
    public void recall() {
        allSites().forEach(Site::recall);
    }

    @Override
    public void probeNow() {
        allSites().forEach(Site::probeNow);
    }

    private List<Site> allSites() {
        if (smarthost.isPresent()) {
            return List.of(smarthost.get());
        }
        synchronized (lock) {
            return destinations.values().stream().map(Destination::site).toList();
        }
    }

    @Override
    public void close(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (lock) {
            closing = true;
        }
        for (Thread lookUp : lookUps) {
            lookUp.interrupt();
            lookUp.join(atMost);
        }
        List<Site> all = allSites();
        all.forEach(Site::stopAccepting);
        for (Site site : all) {
            site.awaitEnd(deadline);
        }
    }
}
