package org.chancery.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.chancery.kit.Ledger.Figures;
import org.chancery.kit.LoadClient.Pace;
import org.chancery.kit.ServerProcess;

/// kill -9 at random moments, again and again, on one data folder under load. The moments come from a seed.
final class Kills {
    private static final int MEMBERS = 25;
    private static final Pace PACE = new Pace(8, 50);
    private static final int EARLY = 6; // one kill in so many comes while the server starts: recovery must survive it too
    private static final Duration FIRST = Duration.ofSeconds(10); // message of a life
    private static final Duration STALL = Duration.ofMinutes(2); // no copy for so long: nothing more comes
    private static final int TOLD = 25; // cycles between two lines of progress

    private Kills() {}

    static Figures run(String name, Path data, int cycles, RandomGenerator random, Duration longestLife) throws IOException, InterruptedException {
        try (FaultRig rig = FaultRig.on(name, data, MEMBERS)) {
            rig.startQuickly();
            rig.keepArchive();
            rig.load(PACE);
            for (int cycle = 0; cycle < cycles; cycle++) {
                if (random.nextInt(EARLY) == 0) {
                    ServerProcess starting = rig.spawn(rig.launch());
                    starting.awaitReady(Duration.ofMillis(random.nextLong(100, 1_500)));
                } else {
                    rig.startToWork(rig.launch(), FIRST);
                    Thread.sleep(random.nextLong(20, longestLife.toMillis()));
                }
                rig.kill();
                if ((cycle + 1) % TOLD == 0) {
                    rig.tell(cycle + 1, cycles);
                }
            }
            rig.start(rig.launch());
            rig.drainLong(STALL);
            Figures figures = rig.check();
            rig.checkArchive();
            return figures;
        }
    }
}
