package org.chancery.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.cli.AdminSocket;
import org.chancery.cli.ServicesOpener;
import org.chancery.delivery.Delivery;
import org.chancery.posting.Correspondence;
import org.chancery.reception.Addressees;
import org.chancery.reception.Fronts;
import org.chancery.reception.Reception;
import org.chancery.secrets.TlsContexts;
import org.chancery.smtp.CapabilityCache;
import org.chancery.smtp.SmtpClient;
import org.chancery.smtp.SmtpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running site: store, listeners, delivery, admin socket. What is accepted is in the store before it is delivered, so the listeners may come
/// first; closed the other way round.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration GRACE = Duration.ofSeconds(5); // for sessions in the middle of a message
    private static final Duration LAST_WORDS = Duration.ofMillis(1_500); // for the 451s to go out before a panic ends the process
    private static final int PANIC_EXIT = 75;
    private final Wiring wiring;
    private final SmtpClient client;
    private final Delivery delivery;
    private final Map<String, List<SmtpServer>> listeners;
    private final Door web;
    private final AdminSocket socket;
    private final Chores chores;
    private final Ready ready;
    private final WarmUp warmUp;

    private Server(Wiring wiring, SmtpClient client, Delivery delivery, Map<String, List<SmtpServer>> listeners, Door web, AdminSocket socket, Chores chores, Ready ready, WarmUp warmUp) {
        this.wiring = wiring;
        this.client = client;
        this.delivery = delivery;
        this.listeners = listeners;
        this.web = web;
        this.socket = socket;
        this.chores = chores;
        this.ready = ready;
        this.warmUp = warmUp;
    }

    /// Starts everything; returns when connections are accepted. The caller holds the lock of the data folder.
    public static Server start(Configuration configuration, Surroundings surroundings) throws IOException {
        Ground ground = Ground.open(configuration, surroundings, Server::panic);
        Door web = Door.open(configuration, ground, surroundings);
        Wiring wiring = new Wiring(ground, configuration, Optional.of(web.url()), surroundings);
        SmtpClient.Options options = SmtpClient.Options.of(configuration.hostname().ascii()).withTls(TlsContexts.unverified(), TlsContexts.systemTrust());
        SmtpClient client = new SmtpClient(options, new CapabilityCache(surroundings.clock()));
        Delivery delivery = new Delivery(
                wiring.store().queue(), wiring.outgoing(), Routes.settings(configuration), client, wiring.resolver(), surroundings.clock(), surroundings.random());
        wiring.bell().ring(delivery::wake);
        wiring.probe().ring(delivery::probeNow);
        // Bound first: a server that cannot have its ports ends at once, and must not have begun to deliver then.
        Map<String, List<SmtpServer>> listeners = new Listeners(configuration, wiring, surroundings).start(new StoreFaultReplies(reception(configuration, wiring)));
        delivery.start();
        Chores chores = Chores.start(BlocklistWatch.among(wiring.chores(), configuration), surroundings.clock());
        AdminSocket socket = AdminSocket.listen(configuration.data(), wiring);
        Ready ready = new Ready(addresses(listeners, web), socket.path());
        ready.write(configuration.data());
        LOG.info("server.ready store={} {}", wiring.store().engine().name(), ready.line().substring("ready ".length()));
        return new Server(
                wiring, client, delivery, listeners, web, socket, chores, ready, WarmUp.beside(wiring.store().lists().all(), surroundings.random()));
    }

    private static Reception reception(Configuration configuration, Wiring wiring) {
        Addressees addressees = new Addressees(
                configuration.hostname(), wiring.store().lists(), wiring.store().members(), wiring.keys().bounces(), wiring.keys().probes(), wiring.enrolment().subscriptions(),
                wiring.moderation().keys()::read, wiring.senders().inviting(), Optional.of(wiring.keyErrands()), wiring.site().clock());
        Correspondence correspondence = wiring.correspondence();
        Fronts fronts = new Fronts(
                new LinkedHashSet<>(configuration.trust().fronts()), new LinkedHashSet<>(configuration.trust().beforeQueue()));
        return new Reception(
                addressees, wiring.authentication(), wiring.posting(), correspondence, wiring.errands(correspondence), wiring.moderation().replies(), fronts, wiring.site().clock(), wiring.site().random());
    }

    private static Map<String, List<InetSocketAddress>> addresses(Map<String, List<SmtpServer>> listeners, Door web) {
        Map<String, List<InetSocketAddress>> addresses = new LinkedHashMap<>();
        listeners.forEach((name, servers) -> addresses.put(name, servers.stream().map(SmtpServer::address).toList()));
        addresses.put("web", List.of(web.addresses().web()));
        addresses.put("admin", List.of(web.addresses().admin()));
        return addresses;
    }

    /// The store cannot be trusted any more. Everybody who waited has been told 451; the restart is the recovery.
    private static void panic() {
        LOG.error("server.panic the store failed; this process ends, and starting it again is the recovery");
        Thread.ofPlatform().name("panic").start(() -> {
            try {
                Thread.sleep(LAST_WORDS);
            } catch (InterruptedException _) {
                LOG.warn("server.panic interrupted");
            }
            Runtime.getRuntime().halt(PANIC_EXIT);
        });
    }

    /// `ready smtp=127.0.0.1:2525 …`: where each listener really is.
    public String readyLine() {
        return ready.line();
    }

    /// The addresses of one kind of listener: `smtp`, `submission`, `submissions`, `lmtp`, `web`, `admin`.
    public List<InetSocketAddress> addresses(String listener) {
        return ready.listeners().getOrDefault(listener, List.of());
    }

    /// The services of this site, for those who share the process with it (the demo).
    public ServicesOpener.Services services() {
        return wiring;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        warmUp.close();
        socket.close();
        listeners.values().forEach(servers -> servers.forEach(server -> server.stop(GRACE)));
        web.close();
        chores.close();
        delivery.close();
        client.close();
        wiring.close();
        LOG.info("server.stopped");
    }

    static Path captureFolder(Configuration configuration) {
        return configuration.data().resolve("captured");
    }
}
