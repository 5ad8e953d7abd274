package org.chancery.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.chancery.kit.DurablePostgres;
import org.chancery.kit.LoadClient.Pace;
import org.chancery.kit.ServerProcess;
import org.chancery.kit.ServerProcess.Launch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise I21, the part without a partition: two servers on one PostgreSQL both accept and deliver; one dies in the middle,
/// three times and in three ways, or sleeps for longer than its leases, and the other finishes its work when they have run out.
class TwoServersIT {
    private static final int MEMBERS = 25;
    private static final int KILLED = 137;
    private static final Duration DIES = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LEASE_AND_MORE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void the_work_of_a_dead_server_is_finished_by_the_other() throws Exception {
        try (EmbeddedPostgres postgres = DurablePostgres.builder().start();
                FaultRig rig = FaultRig.on("two-servers", Files.createDirectory(folder.resolve("one")), MEMBERS, DurablePostgres.database(postgres))) {
            rig.sink.beforeReply(Duration.ofMillis(100)); // so that each server always has work in hand
            rig.load(new Pace(6, 20));
            rig.startBeside(rig.launch().at(withTheSameKeys()));
            dieAt(rig, "heartbeat.before-commit");
            dieAt(rig, "heartbeat.after-commit");
            rig.start(rig.launch());
            Thread.sleep(1_500);
            rig.kill();
            letTheSinkRead();
            rig.ledger.nextRun();
            rig.sink.beforeReply(Duration.ZERO);
            rig.drain(LEASE_AND_MORE);
            assertThat(rig.check().copies()).isPositive();
        }
    }

    @Test
    void a_server_that_sleeps_through_its_leases_loses_its_work_to_the_other_and_breaks_nothing_when_it_wakes() throws Exception {
        try (EmbeddedPostgres postgres = DurablePostgres.builder().start();
                FaultRig rig = FaultRig.on("sleeper", Files.createDirectory(folder.resolve("one")), MEMBERS, DurablePostgres.database(postgres))) {
            rig.ledger.postponedIsUnsure();
            rig.sink.beforeReply(Duration.ofMillis(100)); // so that each server always has work in hand
            rig.load(new Pace(6, 20));
            rig.startBeside(rig.launch().at(withTheSameKeys()));
            ServerProcess sleeper = rig.start(rig.launch());
            Thread.sleep(3_000);
            signal(sleeper, "STOP");
            rig.ended();
            letTheSinkRead();
            rig.ledger.nextRun();
            rig.sink.beforeReply(Duration.ZERO);
            Thread.sleep(LEASE.plusSeconds(10));
            signal(sleeper, "CONT");
            rig.drain(LEASE_AND_MORE);
            assertThat(sleeper.isAlive()).isTrue();
            rig.check(); // what was in hand when it fell asleep, and no more than that
        }
    }

    private static void signal(ServerProcess server, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(server.pid())).start().waitFor()).isZero();
    }

    private static void dieAt(FaultRig rig, String failpoint) throws IOException, InterruptedException {
        Launch armed = rig.launch().withJvm("-Dchancery.failpoint=" + failpoint + ":1:kill");
        ServerProcess server = rig.start(armed);
        assertThat(server.awaitExit(DIES)).as("%s fires while work is in hand", failpoint).contains(KILLED);
        rig.ended();
        letTheSinkRead();
        rig.ledger.nextRun();
    }

    /// What the dead server had put on the wire belongs to its run: the sink reads on for two messages of 100 ms a connection.
    private static void letTheSinkRead() throws InterruptedException {
        Thread.sleep(1_000);
    }

    /// Two servers are one site: the master key is the same.
    private Path withTheSameKeys() throws IOException {
        Path keys = Files.createDirectories(folder.resolve("two").resolve("keys"));
        Files.copy(folder.resolve("one").resolve("keys").resolve("master.key"), keys.resolve("master.key"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        return keys.getParent();
    }
}
