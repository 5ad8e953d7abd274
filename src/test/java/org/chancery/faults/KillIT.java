package org.chancery.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.chancery.kit.Ledger.Figures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promises I1, I2, I3 and I22: kill -9 under load. Page cache survives the process, so this proves order and recovery;
/// `tools/faults powercut` proves durability.
class KillIT {
    private static final int CYCLES = 30;
    private static final long SEED = 20261122;

    @TempDir
    Path data;

    @Test
    void thirty_kills_under_load_lose_nothing_and_repeat_at_most_the_window() throws Exception {
        Figures figures = Kills.run("kill", data, CYCLES, new Random(SEED), Duration.ofMillis(2_500));
        assertThat(figures.copies()).as("the load was real").isGreaterThan(CYCLES * 100L);
    }
}
