package org.chancery.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Durable accept: messages per second up to 250, with the message and its work order on stable storage, against the same server in
/// front of a store that answers at once.
final class AcceptFigure {
    private static final double GOAL = 0.6;
    private static final int WARM_UPS = 3;
    private static final int MOST_WARM_UP_SECONDS = 5; // in each: with the bound of a minute the whole ends within four
    private final Bench bench;

    AcceptFigure(Bench bench) {
        this.bench = bench;
    }

    Figure measure() throws IOException, InterruptedException {
        Path durable = bench.site("accept-durable", 1);
        Path instant = bench.site("accept-instant", 1);
        List<Run> store = new ArrayList<>();
        List<Run> atOnce = new ArrayList<>();
        try (Front real = new Front(durable, "durable"); Front reference = new Front(instant, "instant")) {
            bench.warmUp("accept, durable", WARM_UPS, () -> real.run(warmUpSeconds()).rate());
            bench.warmUp("accept, reference", WARM_UPS, () -> reference.run(warmUpSeconds()).rate());
            for (int i = 0; i < bench.runs(); i++) {
                atOnce.add(reference.run(bench.seconds()));
                store.add(real.run(bench.seconds()));
                bench.progress().accept("accept: run " + (i + 1) + " of " + bench.runs() + ", durable " + Math.round(store.getLast().rate())
                        + "/s, reference " + Math.round(atOnce.getLast().rate()) + "/s");
            }
            long commits = Long.parseLong(real.server.ask("commits"));
            return Figure.rate("accept", "durable accept, " + bench.sessions() + " sessions, " + bench.octets() + " octets", "messages/s",
                            median(store, Run::rate), median(atOnce, Run::rate), GOAL)
                    .with("milliseconds from dot to 250, median and 99th percentile",
                            Figure.number(median(store, Run::p50)) + " " + Figure.number(median(store, Run::p99)))
                    .with("the same of the reference", Figure.number(median(atOnce, Run::p50)) + " " + Figure.number(median(atOnce, Run::p99)))
                    .with("messages per commit", real.messages / (double) commits)
                    .with("processor ms per message, server", 1000 * median(store, Run::cpu))
                    .with("the same of the reference server", 1000 * median(atOnce, Run::cpu));
        }
    }

    private int warmUpSeconds() {
        return Math.min(bench.seconds(), MOST_WARM_UP_SECONDS);
    }

    private static double median(List<Run> runs, java.util.function.ToDoubleFunction<Run> of) {
        return Bench.median(runs.stream().mapToDouble(of).toArray());
    }

    /// `cpu`: processor seconds of the server per message.
    private record Run(double rate, double p50, double p99, double cpu) {}

    private final class Front implements AutoCloseable {
        private final Child server;
        private final Child load;
        private long messages;

        Front(Path data, String store) throws IOException {
            server = Child.logging(FrontDoor.class, bench.serverOptions(), bench.folder().resolve(store + ".log"), data, store);
            load = Child.part(Load.class, List.of("-Xmx256m"), server.answer(), bench.sessions(), bench.octets());
            load.answer();
        }

        Run run(int seconds) throws IOException {
            double before = server.cpuSeconds();
            String[] result = load.ask("run", seconds).split(" ");
            int count = Integer.parseInt(result[0]);
            messages += count;
            return new Run(count / Double.parseDouble(result[1]), Double.parseDouble(result[2]), Double.parseDouble(result[3]),
                    (server.cpuSeconds() - before) / count);
        }

        @Override
        public void close() throws IOException {
            load.close();
            server.close();
        }
    }
}
