package org.chancery.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chancery.failpoint.Failpoints;
import org.chancery.kit.Ledger;
import org.chancery.kit.LoadClient.Pace;
import org.chancery.kit.PreparedSite;
import org.chancery.kit.ServerProcess;
import org.chancery.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise I1 b: the process dies once at each named commit and send boundary, all on one data folder, and nothing is lost.
/// A failpoint that nothing reaches fails the test: so a new one has to be given its stimulus here.
class FailpointsIT {
    private static final int MEMBERS = 20;
    private static final int KILLED = 137;
    private static final Duration FIRES = Duration.ofSeconds(30);
    private static final List<String> SITE_AWAY = List.of("release");
    private static final List<String> RETRIES = List.of("retry");
    private static final List<String> BETWEEN_SERVERS = List.of("heartbeat"); // leases are lengthened on PostgreSQL only: TwoServersIT

    @TempDir
    Path data;

    private FaultRig rig;
    private final List<String> fired = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        rig = FaultRig.on("failpoints", data, MEMBERS);
        rig.keepArchive();
    }

    @AfterEach
    void end() throws Exception {
        rig.close();
    }

    @Test
    void a_death_at_each_failpoint_loses_nothing() throws Exception {
        rig.load(new Pace(6, 40));
        List<String> deeds = List.of(StoreActs.Deed.values()).stream().map(StoreActs.Deed::label).toList();
        for (String name : Failpoints.all()) {
            if (Stream.of(deeds, SITE_AWAY, RETRIES, BETWEEN_SERVERS).noneMatch(some -> some.contains(label(name)))) {
                dieServing(name, 3);
            }
        }
        rig.sink.greeting("421 4.3.2 away");
        dieAll(SITE_AWAY);
        rig.sink.greeting("220 sink.example ESMTP");
        dieDoing(StoreActs.Deed.QUEUE);
        deferSomebody();
        dieAll(RETRIES);
        for (StoreActs.Deed deed : StoreActs.Deed.values()) {
            if (deed != StoreActs.Deed.QUEUE) {
                dieDoing(deed);
            }
        }
        List<String> all = Failpoints.all().stream().filter(name -> !BETWEEN_SERVERS.contains(label(name))).toList();
        assertThat(fired).as("each failpoint has fired").containsExactlyInAnyOrderElementsOf(all);
        rig.start(rig.launch());
        rig.drain(Duration.ofMinutes(2));
        rig.check();
        rig.checkArchive();
    }

    private static String label(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    private void dieAll(List<String> labels) throws Exception {
        for (String name : Failpoints.all()) {
            if (labels.contains(label(name))) {
                dieServing(name, 1);
            }
        }
    }

    /// The server under load, which reaches the failpoint for the `count`th time.
    private void dieServing(String name, int count) throws Exception {
        ServerProcess server = rig.spawn(rig.launch().withJvm("-Dchancery.failpoint=" + name + ":" + count + ":kill"));
        server.awaitReady(FIRES); // some fire before it is ready
        assertThat(server.awaitExit(FIRES)).as("%s fires under load", name).contains(KILLED);
        rig.ended();
        fired.add(name);
    }

    /// One recipient is told to come later, and an administrator makes that later now.
    private void deferSomebody() throws Exception {
        ServerProcess server = rig.start(rig.launch());
        rig.sink.refuseOnce(Ledger.member(0), "450 4.2.0 later");
        long before = rig.ledger.copies();
        while (rig.ledger.copies() < before + 5L * MEMBERS) {
            Thread.sleep(20);
        }
        assertThat(server.stop(FIRES)).isPresent();
        try (Store store = PreparedSite.open(data, "sqlite")) {
            assertThat(store.queue().shape(Instant.now()).recipientsDeferred()).as("recipients that wait for a retry").isPositive();
            store.queue().retryNow(OptionalLong.empty(), Instant.now(), PreparedSite.act("queue.retry", "all"));
        }
    }

    /// An act is done wholly or not at all, and the log says the same.
    private void dieDoing(StoreActs.Deed deed) throws Exception {
        try (Store store = PreparedSite.open(data, "sqlite")) {
            deed.prepare(store);
            assertThat(deed.isDone(store)).as("%s is not done yet", deed).isFalse();
        }
        for (String place : List.of(".before-commit", ".after-commit")) {
            String name = deed.label() + place;
            assertThat(run(deed, name)).as("%s fires", name).isEqualTo(KILLED);
            fired.add(name);
            try (Store store = PreparedSite.open(data, "sqlite")) {
                assertThat(deed.isDone(store)).as("after %s the act is done", name).isEqualTo(place.equals(".after-commit"));
                boolean logged = store.audit().last(1).getFirst().act().action().equals("failpoint." + deed.label());
                assertThat(logged).as("after %s the act is logged", name).isEqualTo(place.equals(".after-commit") && deed.isLogged());
                assertThat(store.audit().verify()).as("the log is whole").isEmpty();
            }
        }
    }

    private int run(StoreActs.Deed deed, String failpoint) throws IOException, InterruptedException {
        String tests = Path.of(StoreActs.class.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
        List<String> command = new ArrayList<>(ServerProcess.java());
        command.set(command.size() - 1, command.getLast() + File.pathSeparator + tests);
        command.addAll(List.of("-Dchancery.failpoint=" + failpoint + ":1:kill", StoreActs.class.getName(), data.toString(), deed.name()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(rig.launch().log().toFile())).start();
        assertThat(process.waitFor(FIRES.toSeconds(), TimeUnit.SECONDS)).as(failpoint.toLowerCase(Locale.ROOT)).isTrue();
        return process.exitValue();
    }
}
