package org.chancery.delivery;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.chancery.delivery.CopyDesk.ReadyPost;
import org.chancery.dns.Resolver;
import org.chancery.smtp.SmtpClient;

/// Everything behind the queue, wired and with one beginning and one end. Several nodes may run it on one store.
///
/// Example: `var delivery = new Delivery(queue, posts, DeliverySettings.of(new Route.Mx(25)), client, resolver, clock,
/// random); delivery.start();`, and after each commit of a post `delivery.wake()`.
public final class Delivery implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(20); // what is on the way may finish; a stop must not take for ever

    private final Load load = new Load();
    private final DuplicateWindow window;
    private final OutcomeLog log;
    private final Courier courier;
    private final Distributor distributor;
    private final Heartbeat heartbeat;

    /// The client belongs to the caller, who closes it after this.
    public Delivery(
            Queue queue,
            PreparedPosts posts,
            DeliverySettings settings,
            SmtpClient client,
            Resolver resolver,
            InstantSource clock,
            RandomGenerator random) {
        Tallies tallies = new Tallies();
        this.heartbeat = new Heartbeat(queue, this::recall, clock);
        this.window = new DuplicateWindow(heartbeat::awaitLeases);
        this.log = new OutcomeLog(queue, window, tallies, load);
        this.courier = switch (settings.route()) {
            case Route.Capture(Path folder) -> {
                var cache = new PostCache<PreparedPost>(posts::prepare, PreparedPost::octets, settings.cacheOctets());
                yield new CaptureCourier(folder, cache, window, log, tallies, clock);
            }
            case Route.Mx _, Route.Smarthost _ -> {
                var cache = new PostCache<>(
                        posting -> posts.prepare(posting).map(ReadyPost::of), ReadyPost::octets, settings.cacheOctets());
                var large = new LargePosts(posts::octets, settings.largeOctets(), cache::makeRoom);
                var desk = new CopyDesk(cache, large, log, tallies, new RetrySchedule(random), clock);
                yield new SmtpCourier(settings, client, resolver, random, window, desk);
            }
        };
        this.distributor = new Distributor(queue, courier, load, tallies, clock);
    }

    public void start() {
        log.start();
        courier.start();
        heartbeat.start();
        distributor.start();
    }

    /// A post was committed: do not wait for the next poll.
    public void wake() {
        load.ring();
    }

    /// An administrator asked for everything to be tried now: dead sites too. To be called before the work is made due.
    public void probeNow() {
        courier.probeNow();
    }

    private void recall() {
        courier.recall();
    }

    /// Recipients sent to whose outcome is not durable yet: never more than 100.
    public int unsettled() {
        return window.taken();
    }

    /// Connections that are sending or ready to send.
    public int senders() {
        return courier.senders();
    }

    /// Claims nothing more, lets finish what is being sent, writes the outcomes and gives the rest back.
    /// Takes at most about a minute, and only if the network or the store does not answer.
    @Override
    public void close() throws InterruptedException {
        distributor.close();
        courier.close(DRAIN);
        log.close(DRAIN);
        heartbeat.close();
    }
}
