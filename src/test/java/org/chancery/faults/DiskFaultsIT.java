package org.chancery.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.chancery.kit.Ledger.Fate;
import org.chancery.kit.LoadClient.Pace;
import org.chancery.kit.ServerProcess;
import org.chancery.kit.ServerProcess.Launch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Promises I1 d and I18: a disk that fails ends the process after 451, a disk that is full is told as 452 and healed by space.
class DiskFaultsIT {
    private static final int MEMBERS = 10;
    private static final int PANIC = 75;
    private static final Pace PACE = new Pace(6, 40);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration DRAIN = Duration.ofMinutes(1);
    private static final int LATER_SYNC = 60; // of the one thread that writes: well after the start

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sync", "write"})
    void an_input_output_error_ends_the_process_and_nothing_acknowledged_is_lost(String what) throws Exception {
        try (FaultRig rig = FaultRig.on("eio-" + what, Files.createDirectory(folder.resolve("data")), MEMBERS)) {
            rig.load(PACE);
            boolean preload = run("gcc", "--version") == 0;
            assumeTrue(preload || run("strace", "-V") == 0, "neither gcc nor strace is here: no way to make the disk fail");
            ServerProcess server = rig.start(preload ? faulty(rig) : traced(rig));
            await(() -> rig.ledger.copies() > 20L * MEMBERS);
            rig.ledger.postponedIsUnsure();
            if (preload) {
                Files.writeString(control(), what);
            }
            assertThat(server.awaitExit(SOON)).as("the panic rule").contains(PANIC);
            rig.ended();
            assertThat(rig.client().postponed()).as("sessions that were told 451").isPositive();
            assertThat(rig.client().lastRefusal()).startsWith("451 4.3.0");
            Files.deleteIfExists(control());
            rig.start(rig.launch());
            rig.drain(DRAIN);
            rig.check();
        }
    }

    @Test
    void writes_without_room_are_told_as_452_and_service_resumes_by_itself() throws Exception {
        assumeTrue(run("gcc", "--version") == 0, "gcc is not here: no way to make writes fail with ENOSPC");
        try (FaultRig rig = FaultRig.on("enospc", Files.createDirectory(folder.resolve("data")), MEMBERS)) {
            rig.load(PACE);
            ServerProcess server = rig.start(faulty(rig));
            await(() -> rig.ledger.copies() > 20L * MEMBERS);
            Files.writeString(control(), "full");
            await(() -> rig.client().postponed() > 20);
            assertThat(rig.client().lastRefusal()).startsWith("452 4.3.1");
            Files.delete(control());
            resumes(rig, server);
        }
    }

    @Test
    void a_disk_filled_to_its_last_octet_harms_nothing_that_was_accepted() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString()) == 0,
                "a small file system cannot be mounted without root; the test before this one covers ENOSPC");
        try (FaultRig rig = FaultRig.on("full", Files.createDirectory(disk.resolve("data")), MEMBERS)) {
            rig.load(PACE);
            ServerProcess server = rig.start(rig.launch());
            await(() -> rig.ledger.copies() > 20L * MEMBERS);
            Path ballast = disk.resolve("ballast");
            fill(ballast);
            await(() -> rig.client().postponed() > 20);
            assertThat(rig.client().lastRefusal()).startsWith("452 4.3.1");
            Files.delete(ballast);
            resumes(rig, server);
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void resumes(FaultRig rig, ServerProcess server) throws Exception {
        int before = rig.ledger.count(Fate.ACKNOWLEDGED);
        await(() -> rig.ledger.count(Fate.ACKNOWLEDGED) > before + 20);
        assertThat(server.isAlive()).as("the same process goes on").isTrue();
        rig.drain(DRAIN);
        assertThat(rig.check().duplicated()).as("second copies: nothing crashed").isZero();
    }

    private static void fill(Path ballast) throws IOException {
        byte[] some = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException noSpaceLeft) {
            assertThat(noSpaceLeft).hasMessageContaining("No space left");
        }
    }

    private Path control() {
        return folder.resolve("fault");
    }

    /// The shim is built here, since no binary belongs into the tree.
    private Launch faulty(FaultRig rig) throws IOException, InterruptedException {
        Path library = folder.resolve("faulty-disk.so");
        String source = Path.of("tools", "faulty-disk.c").toString();
        assertThat(run("gcc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source, "-ldl")).as("gcc %s", source).isZero();
        return rig.launch().withEnvironment("LD_PRELOAD", library.toString()).withEnvironment("CHANCERY_FAULT_FILE", control().toString());
    }

    private static Launch traced(FaultRig rig) {
        return rig.launch().withWrapper(List.of(
                "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync",
                "-e", "inject=fsync,fdatasync:error=EIO:when=" + LATER_SYNC + "+"));
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException notInstalled) {
            return -1;
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
