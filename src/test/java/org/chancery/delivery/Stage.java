package org.chancery.delivery;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.chancery.dns.CachingResolver;
import org.chancery.dns.DnsJavaResolver;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneServer;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope.MailFrom;
import org.chancery.smtp.CapabilityCache;
import org.chancery.smtp.SmtpClient;

/// A node that delivers: real sockets, a real name server, a queue in memory, and a clock that stands until it is moved.
final class Stage implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    static final class TestClock implements InstantSource {
        private volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        void forward(Duration time) {
            now = now.plus(time);
        }
    }

    /// Posts whose copies say whose they are. Counts how often each was prepared.
    static final class Posts implements PreparedPosts {
        private final Map<PostingId, Integer> sizes = new ConcurrentHashMap<>();
        final AtomicInteger prepared = new AtomicInteger();
        volatile boolean away;

        @Override
        public Optional<PreparedPost> prepare(PostingId posting) {
            prepared.incrementAndGet();
            return Optional.ofNullable(sizes.get(posting)).map(size -> new Post(posting, body(posting, size)));
        }

        @Override
        public long octets(PostingId posting) {
            if (away) {
                throw new IllegalStateException("the store is away");
            }
            return sizes.getOrDefault(posting, 0);
        }

        void gone(PostingId posting) {
            sizes.remove(posting);
        }

        static byte[] body(PostingId posting, int size) {
            String line = "Subject: post " + posting + "\r\n\r\n.a line that begins with a dot\r\n";
            return (line + "x".repeat(60).concat("\r\n").repeat(size / 62)).getBytes(StandardCharsets.US_ASCII);
        }
    }

    record Post(PostingId posting, byte[] shared) implements PreparedPost {
        @Override
        public CopyContent contentFor(OptionalLong membership, Address recipient) {
            return new CopyContent.Shared(("X-Copy: " + posting + "-" + membership.orElse(0) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public MailFrom returnPath(OptionalLong membership) {
            return MailFrom.of(Address.of("list-bounces+" + membership.orElse(0) + "@lists.example"));
        }

        @Override
        public String receipt() {
            return "receipt-" + posting;
        }
    }

    final TestClock clock = new TestClock();
    final InMemoryQueue queue = new InMemoryQueue(clock);
    final Posts posts = new Posts();
    final ZoneServer dns;
    final SmtpClient client;
    final Delivery delivery;

    private Stage(DeliverySettings settings, String zone, Duration smtpTimeout) throws IOException {
        dns = ZoneServer.start(Zone.read(zone).orThrow(), 0);
        var resolver = new DnsJavaResolver(List.of(dns.address()), Duration.ofMillis(300));
        client = new SmtpClient(
                SmtpClient.Options.of("lists.example")
                        .withTimeouts(SmtpClient.Timeouts.all(smtpTimeout, Duration.ofMillis(20))),
                new CapabilityCache(clock));
        delivery = new Delivery(
                queue, posts, settings, client, new CachingResolver(resolver, clock), clock, new Random(7));
    }

    static Stage smarthost(int port) throws IOException {
        return smarthost(port, Duration.ofSeconds(5));
    }

    static Stage smarthost(int port, Duration smtpTimeout) throws IOException {
        // Idle connections go soon: a test that changes how the server greets must not meet one that was greeted before.
        var limits = new DeliverySettings.Limits(20, 1_000, Duration.ofSeconds(300), Duration.ofMillis(200));
        return new Stage(DeliverySettings.of(new Route.Smarthost("127.0.0.1", port)).withLimits(limits), "{}", smtpTimeout);
    }

    /// With a pace.
    static Stage smarthostAt(int port, int perMinute) throws IOException {
        return new Stage(DeliverySettings.of(new Route.Smarthost("127.0.0.1", port)).withPerMinute(perMinute), "{}", Duration.ofSeconds(5));
    }

    /// With room in memory for one large post at a time.
    static Stage narrow(int port) throws IOException {
        DeliverySettings usual = DeliverySettings.of(new Route.Smarthost("127.0.0.1", port));
        return new Stage(new DeliverySettings(usual.route(), usual.bind(), usual.tlsRequired(), usual.limits(), usual.perMinute(), usual.cacheOctets(), 1), "{}", Duration.ofSeconds(5));
    }

    static Stage mx(int port, String zone) throws IOException {
        return mx(port, zone, Duration.ofSeconds(5));
    }

    static Stage mx(int port, String zone, Duration smtpTimeout) throws IOException {
        var limits = new DeliverySettings.Limits(20, 100, Duration.ofSeconds(300), Duration.ofMillis(200));
        return new Stage(DeliverySettings.of(new Route.Mx(port)).withLimits(limits), zone, smtpTimeout);
    }

    static Stage capture(Path folder) throws IOException {
        return new Stage(DeliverySettings.of(new Route.Capture(folder)), "{}", Duration.ofSeconds(5));
    }

    Stage start() {
        delivery.start();
        return this;
    }

    PostingId post(long id, List<Address> members) {
        return post(id, members, 500);
    }

    PostingId post(long id, List<Address> members, int size) {
        PostingId posting = new PostingId(id);
        posts.sizes.put(posting, size);
        queue.accept(posting, members);
        delivery.wake();
        return posting;
    }

    PostingId post(long id, int members) {
        return post(id, members(members, "example.org"));
    }

    static List<Address> members(int count, String domain) {
        List<Address> members = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            members.add(Address.of("m" + i + "@" + domain));
        }
        return members;
    }

    /// Time passes, and the distributor looks again.
    void forward(Duration time) {
        clock.forward(time);
        delivery.wake();
    }

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("did not happen: " + what);
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void untilDrained() {
        until("all work is done", () -> !queue.hasOpenWork());
    }

    @Override
    public void close() throws Exception {
        delivery.close();
        client.close();
        dns.close();
    }
}
