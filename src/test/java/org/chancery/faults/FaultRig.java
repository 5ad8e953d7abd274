package org.chancery.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.chancery.archive.Archive;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneServer;
import org.chancery.kit.Ledger;
import org.chancery.kit.Ledger.Figures;
import org.chancery.kit.LoadClient;
import org.chancery.kit.PreparedSite;
import org.chancery.kit.ServerProcess;
import org.chancery.kit.ServerProcess.Launch;
import org.chancery.kit.SmtpSink;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.posting.Order;
import org.chancery.posting.Receipts;
import org.chancery.store.Store;
import org.jspecify.annotations.Nullable;

/// A site under load with a ledger beside it: the load client posts, the server distributes to a sink, and the server may
/// be ended and started again at will. [#drain] lets it finish, [#check] compares.
final class FaultRig implements AutoCloseable {
    /// Recipients that may get a second copy after one crash (DUPLICATE_WINDOW).
    static final int WINDOW = 100;

    /// Nothing stands in it: what is measured does not hang on the name servers of the machine.
    private static final ZoneServer DNS = nameServer();

    private static ZoneServer nameServer() {
        try {
            return ZoneServer.start(Zone.EMPTY, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// On loopback.
    static int nameServerPort() {
        return DNS.address().getPort();
    }

    private static final Duration START = Duration.ofSeconds(60); // a busy machine, and recovery
    private static final Duration LAST_REPLIES = Duration.ofMinutes(5); // to the client, after a thousand kills
    private static final int PAGE = 500;
    private static final Duration QUIET = Duration.ofSeconds(2); // nothing arrives for so long: then nothing more comes

    final Ledger ledger;
    final SmtpSink sink;
    final Path data;
    private final String name;
    private final Path folder;
    private Launch launch;
    private final String url;
    private @Nullable LoadClient load;
    private volatile @Nullable ServerProcess server;
    private final List<ServerProcess> beside = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private int ends;

    private FaultRig(String name, Path folder, Path data, int members, String url) throws IOException {
        this.name = name;
        this.folder = folder;
        this.data = data;
        this.url = url;
        this.ledger = new Ledger(members);
        this.sink = SmtpSink.start().countOnly().era(ledger::run).listener(ledger::arrived);
        this.launch = Launch.of(data, folder.resolve(name + ".log")).withSmarthost(sink.port()).with("store.url=" + url)
                .with("dns.servers=127.0.0.1:" + nameServerPort());
    }

    /// A new site in `data`; logs and a ledger that shows a loss go to `target/faults`.
    static FaultRig on(String name, Path data, int members) throws IOException {
        return on(name, data, members, "sqlite");
    }

    static FaultRig on(String name, Path data, int members, String url) throws IOException {
        Path folder = Path.of("target", "faults");
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(name + ".log"));
        PreparedSite.create(data, url, members);
        return new FaultRig(name, folder, data, members, url);
    }

    /// Starts from now on from what the launcher has made, if it has: a long run starts a thousand times.
    void startQuickly() {
        launch = quick(launch);
    }

    static Launch quick(Launch launch) {
        Path target = Path.of("target").toAbsolutePath();
        Path noted = target.resolve("chancery-0.1.0-server.aot");
        return Files.exists(noted) ? launch.fromJar(target.resolve("chancery-0.1.0.jar"), noted) : launch;
    }

    /// A line on the way: how far it is, and what is still owed of what was acknowledged.
    void tell(int cycle, int cycles) {
        System.out.printf(
                Locale.ROOT, "faults %s %d/%d acknowledged=%d copies=%d owed=%d%n",
                name, cycle, cycles, ledger.acknowledged(), ledger.copies(), ledger.owed());
    }

    /// The list keeps its posts from now on; no server runs yet.
    void keepArchive() throws IOException {
        try (Store store = PreparedSite.open(data, url)) {
            MailingList list = store.lists().find(Address.of(PreparedSite.LIST)).orElseThrow();
            store.lists().saveSettings(list.id(), list.settings(), list.settings().with(Setting.ARCHIVE, "owners"), PreparedSite.act("list.set", PreparedSite.LIST));
        }
    }

    /// No server runs any more: each post that was distributed on that list is in its archive once, or is still to come there, and nothing else is.
    long checkArchive() throws IOException {
        try (Store store = PreparedSite.open(data, url)) {
            ListId list = store.lists().find(Address.of(PreparedSite.LIST)).orElseThrow().id();
            Set<String> kept = new TreeSet<>();
            long last = 0;
            for (List<Archive.Entry> page = store.archive().entries(list, 0, PAGE); !page.isEmpty(); page = store.archive().entries(list, last, PAGE)) {
                for (Archive.Entry entry : page) {
                    Receipts.Post post = store.receipts().post(entry.posting()).orElseThrow();
                    assertThat(post.state()).as("post %s in the archive", entry.number()).isEqualTo(Order.State.DISTRIBUTED);
                    assertThat(kept.add(messageId(store, post))).as("archived once: %s", post).isTrue();
                    last = entry.number();
                }
            }
            store.archive().waiting(Optional.of(list), Integer.MAX_VALUE).forEach(one -> assertThat(kept.add(
                    messageId(store, store.receipts().post(one.posting()).orElseThrow()))).as("archived, and waits still").isTrue());
            assertThat(kept).as("posts in the archive").containsAll(ledger.messagesAcknowledged().stream().map(LoadClient::messageId).toList());
            return last;
        }
    }

    private static String messageId(Store store, Receipts.Post post) {
        return store.receipts().find(post.receipt()).orElseThrow().messageId().orElseThrow();
    }

    /// To be changed and given to [#start].
    Launch launch() {
        return launch;
    }

    void load(LoadClient.Pace pace) {
        load = LoadClient.start(this::door, PreparedSite.LIST, ledger, pace);
    }

    LoadClient client() {
        return Objects.requireNonNull(load);
    }

    /// Of the servers that take mail now, one after the other.
    private Optional<InetSocketAddress> door() {
        List<InetSocketAddress> open = servers().flatMap(one -> one.smtp().stream()).toList();
        return open.isEmpty() ? Optional.empty() : Optional.of(open.get(Math.floorMod(turn.getAndIncrement(), open.size())));
    }

    private Stream<ServerProcess> servers() {
        return Stream.concat(Stream.ofNullable(server), beside.stream());
    }

    /// A second server on the same database, which is never ended.
    void startBeside(Launch how) throws IOException, InterruptedException {
        ledger.severalServers();
        ServerProcess other = ServerProcess.start(how);
        beside.add(other);
        assertThat(other.awaitReady(START)).as("the second server starts; see %s", how.log()).isTrue();
    }

    /// Begins a run without waiting for it.
    ServerProcess spawn(Launch how) throws IOException {
        ledger.nextRun();
        ServerProcess started = ServerProcess.start(how);
        server = started;
        return started;
    }

    /// Starts a server and returns once it has taken a message of this load, so that what ends it meets it at work however slow
    /// the machine is; after `atMost` in any case.
    void startToWork(Launch how, Duration atMost) throws IOException, InterruptedException {
        int before = ledger.acknowledged();
        start(how);
        long deadline = System.nanoTime() + atMost.toNanos();
        while (ledger.acknowledged() == before && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
    }

    ServerProcess start(Launch how) throws IOException, InterruptedException {
        ServerProcess started = spawn(how);
        assertThat(started.awaitReady(START)).as("the server starts; see %s", how.log()).isTrue();
        return started;
    }

    void kill() throws InterruptedException {
        ServerProcess now = Objects.requireNonNull(server);
        now.kill();
        ends++;
    }

    /// Counts an end that came by itself: a failpoint, a panic.
    void ended() {
        ends++;
    }

    /// The client sends again what had no 250, then the server delivers until nothing is owed and nothing comes any more.
    void drain(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        assertThat(client().finish(atMost)).as("every message gets its 250 at last (last refusal: %s)", client().lastRefusal()).isTrue();
        long copies = -1;
        while (System.nanoTime() < deadline && (ledger.owed() > 0 || ledger.copies() != copies)) {
            copies = ledger.copies();
            Thread.sleep(ledger.owed() > 0 ? Duration.ofMillis(200) : QUIET);
        }
    }

    /// A long run has a long tail: so long as copies keep coming it goes on.
    void drainLong(Duration withoutAny) throws InterruptedException {
        assertThat(client().finish(LAST_REPLIES)).as("every message gets its 250 at last (last refusal: %s)", client().lastRefusal()).isTrue();
        long copies = -1;
        while (ledger.owed() > 0 && ledger.copies() != copies) {
            copies = ledger.copies();
            long deadline = System.nanoTime() + withoutAny.toNanos();
            while (System.nanoTime() < deadline && ledger.owed() > 0 && ledger.copies() == copies) {
                Thread.sleep(Duration.ofMillis(200));
            }
        }
        drain(QUIET.multipliedBy(5));
    }

    /// Stops every server in peace, prints the line and compares.
    Figures check() throws IOException, InterruptedException {
        for (ServerProcess one : servers().filter(ServerProcess::isAlive).toList()) {
            assertThat(one.stop(Duration.ofSeconds(30))).as("exit of an orderly stop").hasValueSatisfying(status -> assertThat(status).isIn(0, 143));
        }
        Figures figures = ledger.figures();
        System.out.println(line(figures));
        boolean whole = figures.lost() == 0 && figures.ghosts() == 0 && figures.corrupt() == 0 && figures.twiceInOneRun() == 0;
        if (!whole || figures.worst() > WINDOW) {
            ledger.write(folder.resolve(name + ".ledger"));
        }
        assertThat(figures.acknowledged()).as("messages acknowledged").isPositive();
        assertThat(figures.lost()).as("copies owed and never seen; see target/faults/%s.ledger", name).isZero();
        assertThat(figures.worst()).as("recipients with a second copy after one crash").isLessThanOrEqualTo(WINDOW);
        assertThat(figures.twiceInOneRun()).as("second copies without a crash").isZero();
        assertThat(figures.ghosts()).as("copies of what was never acknowledged").isZero();
        assertThat(figures.corrupt()).as("copies with another body").isZero();
        assertThat(client().rejected()).as("messages refused for good: %s", client().lastRefusal()).isZero();
        return figures;
    }

    String line(Figures figures) {
        return String.format(
                Locale.ROOT, "faults %s cycles=%d acknowledged=%d unsure=%d copies=%d lost=%d duplicated=%d worst=%d bound=%d ghosts=%d corrupt=%d",
                name, ends, figures.acknowledged(), figures.unsure(), figures.copies(), figures.lost(), figures.duplicated(), figures.worst(),
                WINDOW * ends, figures.ghosts(), figures.corrupt());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        LoadClient running = load;
        if (running != null) {
            running.close();
        }
        for (ServerProcess one : servers().toList()) {
            one.close();
        }
        sink.close();
    }
}
