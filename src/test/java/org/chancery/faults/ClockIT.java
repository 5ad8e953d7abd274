package org.chancery.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.kit.Ledger;
import org.chancery.kit.LoadClient.Pace;
import org.chancery.kit.ServerProcess.Launch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise I19: the clock is set ten days forward and then five days back under load, with recipients that wait for a retry.
class ClockIT {
    private static final int MEMBERS = 10;
    private static final Duration PHASE = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    @Test
    void a_clock_that_jumps_ten_days_ahead_and_five_back_loses_expires_and_repeats_nothing() throws Exception {
        Optional<Path> library = faketime();
        assumeTrue(library.isPresent(), "libfaketime is not installed (apt-get install faketime): the clock cannot be moved");
        try (FaultRig rig = FaultRig.on("clock", Files.createDirectory(folder.resolve("data")), MEMBERS)) {
            rig.load(new Pace(4, 20));
            set("+0d");
            rig.start(underOtherTime(rig.launch(), library.get()));
            awaitDeferral(rig, 0);
            set("+10d");
            awaitDeferral(rig, 1);
            set("+5d");
            Thread.sleep(PHASE);
            rig.drain(Duration.ofMinutes(1));
            assertThat(rig.check().duplicated()).as("second copies").isZero();
        }
    }

    /// A recipient that was told to come later, with its retry planned by the clock of now.
    private static void awaitDeferral(FaultRig rig, int member) throws InterruptedException {
        rig.sink.refuseOnce(Ledger.member(member), "450 4.2.0 later");
        Thread.sleep(PHASE);
    }

    private void set(String offset) throws IOException {
        Path next = Files.writeString(folder.resolve("offset.new"), offset + "\n");
        Files.move(next, offset(), java.nio.file.StandardCopyOption.ATOMIC_MOVE, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private Path offset() {
        return folder.resolve("offset");
    }

    private Launch underOtherTime(Launch launch, Path library) {
        return launch.withEnvironment("LD_PRELOAD", library.toString())
                .withEnvironment("FAKETIME_TIMESTAMP_FILE", offset().toString())
                .withEnvironment("FAKETIME_NO_CACHE", "1")
                .withEnvironment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .withEnvironment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    private static Optional<Path> faketime() throws IOException {
        try (Stream<Path> files = Files.find(Path.of("/usr/lib"), 3, (path, _) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
            return List.copyOf(files.toList()).stream().findFirst();
        }
    }
}
