package org.chancery.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Fan-out of one post: copies per second from its 250 until the sink has the last one, each with an envelope and an unsubscribe field
/// of its own, against [BareClient], pipelined, with the same octets over as many connections. What that does chained, as the product does, is told beside it.
final class FanOutFigure {
    private static final double GOAL = 0.5;
    private static final int WARM_COPIES = 1_000_000; // after 400,000 the compiler still took a tenth of what the copies took
    private static final int FEW_WARM_COPIES = 20_000;
    private static final double FIRST_COPY_SECONDS = 0.5;
    private static final int PATIENCE_SECONDS = 600;
    private static final int REST_MILLIS = 500;
    private final Bench bench;

    FanOutFigure(Bench bench) {
        this.bench = bench;
    }

    /// One distribution. `first` and `all` are seconds from the 250.
    private record Run(double rate, double first, int connections, double commits, double cpu) {}

    List<Figure> measure() throws IOException, InterruptedException {
        Path data = bench.site("fanout", bench.members());
        Path recording = bench.folder().resolve("copies");
        try (Child sink = Child.part(RawSink.class, List.of("-Xmx256m"))) {
            int sinkPort = Integer.parseInt(sink.answer());
            try (Child server = bench.server(data, sinkPort, bench.serverOptions())) {
                String ready = server.answer();
                try (Child load = Child.part(Load.class, List.of("-Xmx64m"), Bench.port(ready, "smtp"), 1, bench.octets())) {
                    load.answer();
                    sink.ask("record", recording);
                    distribute(server, sink, load, ready);
                    sink.ask("stop");
                    bench.warmUp("fanout", warmUps(), () -> distribute(server, sink, load, ready).rate());
                    int connections = distribute(server, sink, load, ready).connections();
                    try (Child client = Child.part(BareClient.class, List.of("-Xmx1g"), sinkPort, recording)) {
                        client.answer();
                        return measure(() -> distribute(server, sink, load, ready), new Bare(sink, client, connections));
                    }
                }
            }
        }
    }

    /// Product and reference in turn, so that what else the machine does meets both.
    private List<Figure> measure(Distribution product, Bare reference) throws IOException, InterruptedException {
        String pipelined = reference.faster("pipelined");
        String chained = reference.faster("chained");
        List<Run> runs = new ArrayList<>();
        double[] rates = new double[bench.runs()];
        double[] chainedRates = new double[bench.runs()];
        for (int i = 0; i < rates.length; i++) {
            runs.add(product.once());
            rates[i] = reference.once(pipelined);
            chainedRates[i] = reference.once(chained);
            bench.progress().accept("fanout: run " + (i + 1) + " of " + rates.length + ", " + Math.round(runs.getLast().rate())
                    + " copies/s, reference " + Math.round(rates[i]) + "/s, chained " + Math.round(chainedRates[i]) + "/s");
        }
        return figures(runs, Bench.median(rates), Bench.median(chainedRates));
    }

    /// One post to all members.
    @FunctionalInterface
    private interface Distribution {
        Run once() throws IOException, InterruptedException;
    }

    /// Copies per second, and processor seconds of the server for one post: medians.
    record Typical(double rate, double cpu) {}

    /// Of one post after another to the list in this folder.
    Typical typical(Path data) throws IOException, InterruptedException {
        try (Child sink = Child.part(RawSink.class, List.of("-Xmx256m"))) {
            int sinkPort = Integer.parseInt(sink.answer());
            try (Child server = bench.server(data, sinkPort, bench.serverOptions())) {
                String ready = server.answer();
                try (Child load = Child.part(Load.class, List.of("-Xmx64m"), Bench.port(ready, "smtp"), 1, bench.octets())) {
                    load.answer();
                    bench.warmUp("fanout", Math.max(2, FEW_WARM_COPIES / bench.members()), () -> distribute(server, sink, load, ready).rate());
                    List<Run> runs = new ArrayList<>();
                    for (int i = 0; i < bench.runs(); i++) {
                        runs.add(distribute(server, sink, load, ready));
                    }
                    return new Typical(Bench.median(runs.stream().mapToDouble(Run::rate).toArray()), Bench.median(runs.stream().mapToDouble(Run::cpu).toArray()));
                }
            }
        }
    }

    private int warmUps() {
        return Math.max(2, WARM_COPIES / bench.members());
    }

    private Run distribute(Child server, Child sink, Child load, String ready) throws IOException, InterruptedException {
        sink.ask("expect", bench.members());
        double commits = commits(ready);
        double cpu = server.cpuSeconds();
        long accepted = Long.parseLong(load.ask("post").split(" ")[0]);
        String[] done = sink.ask("await", PATIENCE_SECONDS).split(" ");
        if (!done[0].equals("done")) {
            throw new IOException("only " + done[1] + " of " + bench.members() + " copies came");
        }
        double seconds = (Long.parseLong(done[3]) - accepted) / 1e6;
        Thread.sleep(REST_MILLIS); // the last outcomes are written, and nothing of this run is left for the next
        return new Run(bench.members() / seconds, (Long.parseLong(done[2]) - accepted) / 1e6, Integer.parseInt(done[4]),
                commits(ready) - commits, server.cpuSeconds() - cpu);
    }

    private static double commits(String ready) throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + Bench.port(ready, "admin") + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString()).body().lines()
                    .filter(line -> line.startsWith("chancery_store_commits"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                    .findFirst().orElse(Double.NaN);
        }
    }

    /// The reference: copies per second of the bare client.
    private final class Bare {
        private final Child sink;
        private final Child client;
        private final int connections;

        Bare(Child sink, Child client, int connections) {
            this.sink = sink;
            this.client = client;
            this.connections = connections;
        }

        /// Threads, platform or virtual, and way of the faster, both warm.
        String faster(String way) throws IOException, InterruptedException {
            String platform = "platform " + way;
            String virtual = "virtual " + way;
            return warmRate(platform) >= warmRate(virtual) ? platform : virtual;
        }

        private double warmRate(String how) throws IOException, InterruptedException {
            bench.warmUp("fanout, reference " + how, warmUps(), () -> once(how));
            return Bench.median(once(how), once(how), once(how));
        }

        double once(String how) throws IOException {
            sink.ask("expect", bench.members());
            long start = Long.parseLong(client.ask("go", connections, how));
            String[] done = sink.ask("await", PATIENCE_SECONDS).split(" ");
            return bench.members() / ((Long.parseLong(done[3]) - start) / 1e6);
        }
    }

    private List<Figure> figures(List<Run> runs, double reference, double chained) {
        double rate = Bench.median(runs.stream().mapToDouble(Run::rate).toArray());
        double commits = Bench.median(runs.stream().mapToDouble(Run::commits).toArray());
        Figure fanOut = Figure.rate("fanout", "one post of " + bench.octets() + " octets to " + bench.members() + " members", "copies/s", rate, reference, GOAL)
                .with("reference, chained", chained)
                .with("connections", runs.getFirst().connections())
                .with("commits", commits)
                .with("copies per commit", bench.members() / commits)
                .with("processor seconds per 10,000 copies", Bench.median(runs.stream().mapToDouble(Run::cpu).toArray()) * 10_000 / bench.members());
        Figure first = Figure.most("fanout-first", "first copy out", "s", Bench.median(runs.stream().mapToDouble(Run::first).toArray()), FIRST_COPY_SECONDS);
        return List.of(fanOut, first);
    }
}
