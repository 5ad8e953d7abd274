package org.chancery.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/// The long form of the fault runs, for `tools/faults`: `kills N [SEED]`, `powercut N [SEED]` or `canary N [SEED]`. Prints the line of [FaultRig];
/// ends with an exception, and so with exit 1, when a promise is broken.
final class LongRun {
    private static final long SEED = 1;
    private static final int CANARY_POSTS = 1_000;
    private static final Duration LONGEST_LIFE = Duration.ofMillis(400);

    private LongRun() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int cycles = Integer.parseInt(arguments[1]);
        Random random = new Random(arguments.length > 2 ? Long.parseLong(arguments[2]) : SEED);
        Path folder = Files.createTempDirectory("chancery-faults");
        try {
            switch (arguments[0]) {
                case "kills" -> Kills.run("kills", folder.resolve("data"), cycles, random, LONGEST_LIFE);
                case "powercut" -> PowerCuts.run("powercut", folder, cycles, random, LONGEST_LIFE);
                case "canary" -> canary(folder, cycles, random);
                default -> throw new IllegalArgumentException("kills, powercut or canary, not " + arguments[0]);
            }
        } finally {
            delete(folder);
        }
    }

    private static void canary(Path folder, int ends, Random random) throws IOException, InterruptedException {
        CanaryRun.Figures figures = CanaryRun.run(folder, CANARY_POSTS, ends, random, LONGEST_LIFE);
        System.out.println(figures.line());
        if (!figures.hits().isEmpty() || !figures.lost().isEmpty()) {
            throw new AssertionError("hits: " + figures.hits() + ", lost: " + figures.lost());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
