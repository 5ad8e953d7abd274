package org.chancery.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.chancery.kit.DurablePostgres;
import org.chancery.kit.Ledger.Fate;
import org.chancery.kit.LoadClient.Pace;
import org.chancery.kit.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise I18, no database: PostgreSQL dies under load and comes back, three times. Meanwhile the server answers 451; then it goes on by itself.
class DatabaseAwayIT {
    private static final int MEMBERS = 25;
    private static final int ROUNDS = 3;
    private static final Duration BACK = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void a_database_that_dies_under_load_costs_nothing_that_was_acknowledged_and_is_found_again_within_ten_seconds() throws Exception {
        EmbeddedPostgres postgres = start(0);
        int port = postgres.getPort();
        try (FaultRig rig = FaultRig.on("database-away", Files.createDirectory(folder.resolve("site")), MEMBERS, DurablePostgres.database(postgres))) {
            rig.ledger.postponedIsUnsure();
            rig.load(new Pace(6, 20));
            ServerProcess server = rig.start(rig.launch());
            for (int round = 0; round < ROUNDS; round++) {
                awaitMore(rig, Duration.ofSeconds(30));
                int postponed = rig.client().postponed();
                kill(postgres);
                await(() -> rig.client().postponed() > postponed, Duration.ofSeconds(60));
                assertThat(rig.client().lastRefusal()).startsWith("451 4.3.0");
                postgres = start(port);
                awaitMore(rig, BACK);
                assertThat(server.isAlive()).as("the same process goes on").isTrue();
            }
            rig.drain(DRAIN);
            rig.check();
        } finally {
            postgres.close();
        }
    }

    /// Always the same one. 0: any port.
    private EmbeddedPostgres start(int port) throws IOException {
        return DurablePostgres.builder().setDataDirectory(folder.resolve("postgresql")).setCleanDataDirectory(false).setPort(port).start();
    }

    /// SIGKILL to the postmaster; its children end when they notice.
    private void kill(EmbeddedPostgres postgres) throws IOException {
        Path file = folder.resolve("postgresql").resolve("postmaster.pid");
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip())).orElseThrow();
        var children = postmaster.children().toList();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        Files.deleteIfExists(file);
        postgres.close();
    }

    private static void awaitMore(FaultRig rig, Duration atMost) throws InterruptedException {
        int before = rig.ledger.count(Fate.ACKNOWLEDGED);
        await(() -> rig.ledger.count(Fate.ACKNOWLEDGED) > before + 5, atMost);
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("within %s", atMost).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
