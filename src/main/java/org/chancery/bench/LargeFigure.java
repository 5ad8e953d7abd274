package org.chancery.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// One post to a very large list in a small heap: it must come through, and the memory must not grow with the list.
final class LargeFigure {
    private static final String HEAP = "-Xmx256m";
    private static final double MOST_GROWTH = 1.1; // noise of the collector; a list kept in memory would be far more
    private static final int PATIENCE_SECONDS = 600;
    private final Bench bench;

    LargeFigure(Bench bench) {
        this.bench = bench;
    }

    List<Figure> measure() throws IOException, InterruptedException {
        int members = bench.largeMembers();
        return List.of(memory(bench.withMembers(members), bench.site("large", members), HEAP, "large", "one post to " + members + " members"));
    }

    /// One post to the list in this folder: the memory of the server at the end beside that at half way.
    static Figure memory(Bench bench, Path data, String heap, String name, String what) throws IOException, InterruptedException {
        try (Child sink = Child.part(RawSink.class, List.of("-Xmx3g"))) { // it holds a whole copy for each connection
            int sinkPort = Integer.parseInt(sink.answer());
            try (Child server = bench.server(data, sinkPort, List.of(heap))) {
                String ready = server.answer();
                try (Child load = Child.part(Load.class, List.of("-Xmx256m"), Bench.port(ready, "smtp"), 1, bench.octets())) {
                    load.answer();
                    return measure(bench, sink, server, load, heap, name, what);
                }
            }
        }
    }

    /// Java takes its heap as it is used: one post like it goes before, so that what grows then grows with the copies.
    private static void warmUp(Bench bench, Child sink, Child load) throws IOException {
        sink.ask("expect", bench.members());
        load.ask("post");
        String done = sink.ask("await", PATIENCE_SECONDS);
        if (!done.startsWith("done")) {
            throw new IOException("of the first post not all copies came: " + done);
        }
    }

    private static Figure measure(Bench bench, Child sink, Child server, Child load, String heap, String name, String what) throws IOException, InterruptedException {
        warmUp(bench, sink, load);
        sink.ask("expect", bench.members());
        long accepted = Long.parseLong(load.ask("post").split(" ")[0]);
        double early = 0;
        double late = 0;
        for (int come = 0; come < bench.members(); ) {
            Thread.sleep(50);
            come = Integer.parseInt(sink.ask("count"));
            double now = server.residentMegabytes();
            if (come <= bench.members() / 2) {
                early = Math.max(early, now);
            }
            late = Math.max(late, now);
            if (Clock.micros() - accepted > PATIENCE_SECONDS * 1_000_000L) {
                throw new IOException("only " + come + " of " + bench.members() + " copies came");
            }
        }
        String[] done = sink.ask("await", 1).split(" ");
        double seconds = (Long.parseLong(done[3]) - accepted) / 1e6;
        return Figure.most(name, what + " with " + heap + ": peak memory at the end over that at half way",
                        "x", late / early, MOST_GROWTH)
                .with("peak resident MB", late)
                .with("copies/s", bench.members() / seconds)
                .with("first copy out, seconds", (Long.parseLong(done[2]) - accepted) / 1e6);
    }
}
