package org.chancery.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.faults.CanarySite.Post;
import org.chancery.kit.ServerProcess;
import org.chancery.kit.ServerProcess.Launch;
import org.chancery.kit.SmtpConnection;
import org.chancery.kit.SmtpSink;
import org.jspecify.annotations.Nullable;

/// Promises I4 and I5: an encrypted list under load, its server killed again and again, and after each end a search for the plaintext and for the
/// list's secrets in all that the server has written: store with its logs, temporary files, log, crash reports, and in every mail that it sent.
final class CanaryRun implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3); // a busy machine, and recovery
    private static final Duration STALL = Duration.ofMinutes(2); // no copy for so long: nothing more comes
    private static final Duration AT_WORK = Duration.ofSeconds(20);
    private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^Message-ID:\\s*(<[^>]+>)");

    /// `lost`: by Message-ID, their numbers; `sunk`: mails that the sink took; `resent` of them went to the outsider, `shown` sealed to the moderator;
    /// `searched`: octets looked through at the end.
    record Figures(int kills, int posts, int taken, int refused, Map<String, Integer> lost, int sunk, int resent, int shown, long searched, List<String> hits) {
        String line() {
            return String.format(Locale.ROOT, "faults canary kills=%d posts=%d taken=%d refused=%d lost=%d mails=%d resent=%d shown=%d searched=%d hits=%d", kills, posts, taken, refused,
                    lost.size(), sunk, resent, shown, searched, hits.size());
        }
    }

    private final Path folder; // of the server: all of it is searched
    private final CanarySite site;
    private final PlaintextSearch search;
    private final SmtpSink sink;
    private final Launch launch;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger networks = new AtomicInteger(); // one for each life: more posts that cannot be opened come than one network may send in an hour
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> reachedAnn = ConcurrentHashMap.newKeySet();
    private final Set<String> hits = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger sunk = new AtomicInteger();
    private final AtomicInteger resent = new AtomicInteger();
    private final AtomicInteger shown = new AtomicInteger();
    private final Set<String> wrong = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServerProcess server;
    private volatile int target;

    private CanaryRun(Path root) throws IOException {
        folder = Files.createDirectories(root.resolve("server"));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path data = folder.resolve("data");
        site = CanarySite.create(root.resolve("keys"), data);
        search = site.search();
        Path keys = root.resolve("keys");
        site.writeTls(keys);
        assertThat(search.in(keys)).as("the search finds what it is to find").anyMatch(hit -> hit.contains("site.key")).anyMatch(hit -> hit.contains(CanarySite.LIST + ".key"));
        sink = SmtpSink.start().countOnly().listener(this::arrived).refuse(CanarySite.LATE, "450 4.2.1 later");
        launch = FaultRig.quick(Launch.of(data, folder.resolve("server.log"))).withSmarthost(sink.port()).withEnvironment("CHANCERY_LOG", "DEBUG")
                .withJvm("-Djava.io.tmpdir=" + temporary).withJvm("-XX:ErrorFile=" + folder.resolve("crash-%p.log"))
                .with("tls.certificate=" + keys.resolve("site.crt")).with("tls.key=" + keys.resolve("site.key"))
                .withJvm("-XX:HeapDumpPath=" + folder).withJvm("-XX:-CreateCoredumpOnCrash").with("dns.servers=127.0.0.1:" + FaultRig.nameServerPort());
    }

    /// `posts` over `kills` lives and one more; the rest is delivered and the held ones released before the last search.
    static Figures run(Path root, int posts, int kills, RandomGenerator random, Duration longestLife) throws IOException, InterruptedException {
        try (CanaryRun run = new CanaryRun(root)) {
            Thread load = Thread.ofVirtual().name("load").start(run::load);
            for (int cycle = 1; cycle <= kills; cycle++) {
                run.target = posts * cycle / (kills + 1);
                run.start();
                run.awaitPosts(AT_WORK);
                Thread.sleep(random.nextLong(1, longestLife.toMillis()));
                run.end(cycle % 5 == 0 ? "SEGV" : "KILL");
                run.look("after end " + cycle);
            }
            run.target = posts;
            run.start();
            run.awaitPosts(Duration.ofMinutes(10));
            run.command("held", "accept", "--list", CanarySite.LIST);
            run.command("digest", "send", CanarySite.LIST);
            run.command("backup", run.folder.resolve("site.backup").toString());
            run.drain();
            load.interrupt();
            load.join();
            run.end("KILL");
            run.look("at the end");
            return run.kept(run.figures(kills));
        }
    }

    /// What the server said, of a run that went wrong: in `target/faults`.
    private Figures kept(Figures figures) throws IOException {
        if (!figures.hits().isEmpty() || !figures.lost().isEmpty()) {
            Path log = Files.createDirectories(Path.of("target", "faults")).resolve("canary.log");
            Files.copy(launch.log(), log, StandardCopyOption.REPLACE_EXISTING);
        }
        return figures;
    }

    private Figures figures(int kills) throws IOException {
        assertThat(wrong).as("replies that were not expected").isEmpty();
        try (var files = Files.walk(folder)) {
            long octets = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
            Map<String, Integer> lost = new HashMap<>(acknowledged);
            lost.keySet().removeAll(reachedAnn);
            return new Figures(kills, next.get(), acknowledged.size(), refused.get(), lost, sunk.get(), resent.get(), shown.get(), octets, List.copyOf(hits));
        }
    }

    // ---- the server

    private void start() throws IOException, InterruptedException {
        ServerProcess started = ServerProcess.start(launch);
        server = started;
        assertThat(started.awaitReady(START)).as("the server starts; see %s", launch.log()).isTrue();
    }

    /// SIGSEGV lets the virtual machine write its crash report.
    private void end(String signal) throws IOException, InterruptedException {
        ServerProcess now = Objects.requireNonNull(server);
        if (signal.equals("SEGV")) {
            new ProcessBuilder("kill", "-SEGV", Long.toString(now.pid())).inheritIO().start().waitFor();
            assertThat(now.awaitExit(START)).as("ended by its own crash").isPresent();
        } else {
            now.kill();
        }
    }

    private void command(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(ServerProcess.java());
        line.add("org.chancery.main.Main");
        line.addAll(List.of(words));
        line.addAll(List.of("--data", launch.data().toString()));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile())).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", line).isTrue();
        assertThat(process.exitValue()).as("exit of %s; see %s", List.of(words), launch.log()).isZero();
    }

    private void look(String when) throws IOException {
        Path master = launch.data().resolve(CanarySite.MASTER);
        List<String> found = search.in(folder);
        assertThat(found).as("the search finds the master key where it may be").anyMatch(hit -> hit.startsWith(master + " "));
        found.stream().filter(hit -> !hit.startsWith(master + " ")).forEach(hit -> hits.add(when + ": " + hit));
    }

    // ---- the load

    private void load() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Optional<InetSocketAddress> door = Optional.ofNullable(server).flatMap(ServerProcess::smtp);
                if (door.isPresent() && next.get() < target) {
                    session(door.get());
                }
                Thread.sleep(5);
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    private void session(InetSocketAddress door) {
        try (SmtpConnection connection = new SmtpConnection(door, new InetSocketAddress("127.0." + networks.incrementAndGet() + ".1", 0))) {
            connection.hello();
            while (next.get() < target) {
                int number = next.getAndIncrement();
                send(connection, number, site.post(number));
            }
        } catch (IOException killed) {
            // The post is not sent again: it was never acknowledged, and others follow.
        }
    }

    private void send(SmtpConnection connection, int number, Post post) throws IOException {
        String reply = connection.envelope(post.from(), post.to());
        if (reply.startsWith("354")) {
            connection.write(post.content());
            reply = connection.endOfData();
        }
        if (!reply.startsWith(post.end().reply())) {
            wrong.add(number + ": " + reply);
        }
        switch (post.end()) {
            case DISTRIBUTED -> acknowledged.put(messageId(post.content()), number);
            case DONE -> {} // what it does goes to the outsider
            case REFUSED -> {
                refused.incrementAndGet();
                connection.reset();
            }
        }
    }

    private static String messageId(byte[] content) {
        Matcher field = MESSAGE_ID.matcher(new String(content, ISO_8859_1));
        return field.find() ? field.group(1) : "none";
    }

    private void awaitPosts(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (next.get() < target && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
    }

    // ---- what goes out

    private void arrived(SmtpSink.Message mail) {
        sunk.incrementAndGet();
        if (new String(mail.content(), ISO_8859_1).contains("-----BEGIN PGP MESSAGE")) {
            resent.addAndGet(mail.recipients().contains(CanarySite.OUTSIDER) ? 1 : 0);
            shown.addAndGet(mail.recipients().contains(CanarySite.MODERATOR) ? 1 : 0);
        }
        search.in(mail.content()).ifPresent(form -> hits.add("mail to " + mail.recipients() + " " + form));
        if (mail.recipients().contains(CanarySite.ANN)) {
            reachedAnn.add(messageId(mail.content()));
        }
    }

    private void drain() throws InterruptedException {
        int before = -1;
        while (!reachedAnn.containsAll(acknowledged.keySet()) && reachedAnn.size() != before) {
            before = reachedAnn.size();
            long deadline = System.nanoTime() + STALL.toNanos();
            while (reachedAnn.size() == before && System.nanoTime() < deadline) {
                Thread.sleep(100);
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        ServerProcess running = server;
        if (running != null) {
            running.close();
        }
        sink.close();
    }
}
