package org.chancery.server;

import java.net.URI;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.account.PasswordLogin;
import org.chancery.administration.KeyAdministration;
import org.chancery.administration.OwnSender;
import org.chancery.delivery.Queue;
import org.chancery.keyring.KeyDirectory;
import org.chancery.posting.UnopenedPosts;
import org.chancery.store.Store;
import org.chancery.store.StoreException;
import org.chancery.web.Metric;
import org.chancery.web.WebOptions;
import org.chancery.web.WebServer;
import org.chancery.web.api.RestApi;

/// The web listeners of this site with what they are told.
final class Door implements AutoCloseable {
    private final WebServer server;
    private final URI url;

    private Door(WebServer server, URI url) {
        this.server = server;
        this.url = url;
    }

    static Door open(Configuration configuration, Ground ground, Surroundings surroundings) {
        demandHost("listen.web", configuration.listen().web());
        demandHost("listen.admin", configuration.listen().admin());
        Set<String> hosts = new LinkedHashSet<>(Set.of(configuration.hostname().ascii()));
        configuration.web().url().map(URI::getHost).ifPresent(hosts::add);
        WebServer server = started(configuration.listen(), new WebOptions(
                configuration.listen().web().socketAddress(), configuration.listen().admin().socketAddress(), configuration.hostname().ascii(), hosts,
                new WebOptions.Services(ground.store().lists(), ground.store().members(), ground.keys().oneClicks(), ground.enrolment().subscriptions(), ground.keys().forms(),
                        ground.moderation(), ground.senders(), own(ground, surroundings), new KeyDirectory(ground.store().lists(), ground.keyring().ports().lists()), api(ground, surroundings), surroundings.clock()),
                configuration.delivery().route() instanceof Configuration.Route.Capture ? Optional.of(Server.captureFolder(configuration)) : Optional.empty(),
                new WebOptions.Watch(() -> isReady(ground), () -> metrics(ground, surroundings))));
        URI bound = URI.create("http://" + Ready.text(server.addresses().web()));
        URI url = configuration.web().url().orElse(bound);
        ground.webAddress().is(url);
        return new Door(server, url);
    }

    private static void demandHost(String key, Endpoint where) {
        if (where.socketAddress().isUnresolved()) {
            throw StartFaults.listening(key, where, new UnknownHostException("there is no host " + where.host()));
        }
    }

    private static WebServer started(Configuration.Listen listen, WebOptions options) {
        try {
            return WebServer.start(options);
        } catch (WebServer.NotBound fault) {
            throw fault.isAdmin() ? StartFaults.listening("listen.admin", listen.admin(), fault) : StartFaults.listening("listen.web", listen.web(), fault);
        }
    }

    private static OwnSender own(Ground ground, Surroundings surroundings) {
        return new OwnSender(
                ground.senders(), ground.store().lists(), ground.store().members(), ground.store().accounts(), surroundings.clock(), surroundings.random());
    }

    private static RestApi api(Ground ground, Surroundings surroundings) {
        Store store = ground.store();
        return new RestApi(new RestApi.Services(
                store.lists(), store.members(), store.persons(), new PasswordLogin(store.accounts(), ground.keys().decoys()),
                new KeyAdministration(ground.keyring(), new KeyAdministration.Surroundings(
                        store.lists(), store.members(), ground.writer(), store.outbox(), store.audit(), store.answers(), new UnopenedPosts(store.senders().failures()),
                        surroundings.clock(), surroundings.random()))));
    }

    /// The store answers.
    private static boolean isReady(Ground ground) {
        try {
            ground.store().lists().domains();
            return true;
        } catch (StoreException _) {
            return false;
        }
    }

    private static List<Metric> metrics(Ground ground, Surroundings surroundings) {
        Queue.Shape shape = ground.store().queue().shape(surroundings.clock().instant());
        double age = shape.oldest().map(oldest -> (surroundings.clock().instant().toEpochMilli() - oldest.toEpochMilli()) / 1000.0).orElse(0.0);
        return List.of(
                new Metric("chancery_queue_posts_expanding", Metric.Kind.GAUGE, "Posts whose roster is not expanded yet.", shape.postsExpanding()),
                new Metric("chancery_queue_chunks_due", Metric.Kind.GAUGE, "Chunks that may be sent now.", shape.chunksDue()),
                new Metric("chancery_queue_chunks_waiting", Metric.Kind.GAUGE, "Chunks that wait for their time.", shape.chunksWaiting()),
                new Metric("chancery_queue_chunks_claimed", Metric.Kind.GAUGE, "Chunks being sent.", shape.chunksClaimed()),
                new Metric("chancery_queue_recipients_deferred", Metric.Kind.GAUGE, "Single recipients that wait for a retry.", shape.recipientsDeferred()),
                new Metric("chancery_queue_oldest_seconds", Metric.Kind.GAUGE, "Age of the oldest open work.", age),
                new Metric("chancery_queue_stopped", Metric.Kind.GAUGE, "1 while all delivery is stopped.", ground.store().queue().stoppedSince().isPresent() ? 1 : 0),
                new Metric("chancery_store_commits", Metric.Kind.COUNTER, "Transactions committed.", ground.store().engine().commits()));
    }

    /// Where people reach the pages: as configured, else where we listen.
    URI url() {
        return url;
    }

    WebServer.Addresses addresses() {
        return server.addresses();
    }

    @Override
    public void close() {
        server.close();
    }
}
