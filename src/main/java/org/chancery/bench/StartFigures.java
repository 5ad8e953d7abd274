package org.chancery.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What an administrator waits for: an import, a start, a command; and what the server takes while it has nothing to do.
final class StartFigures {
    private static final int IDLE_SECONDS = 10;
    private final Bench bench;

    StartFigures(Bench bench) {
        this.bench = bench;
    }

    List<Figure> measure() throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        Path data = bench.siteWithoutMembers("start-1");
        double[] imports = new double[bench.runs()];
        imports[0] = bench.importMembers(data, bench.largeMembers());
        for (int i = 1; i < bench.runs(); i++) {
            imports[i] = bench.importMembers(bench.siteWithoutMembers("start-" + (i + 1)), bench.largeMembers());
        }
        figures.add(Figure.most("import", "member import of " + bench.largeMembers() + " addresses", "s", Bench.median(imports), 5));
        figures.add(Figure.most("start-empty", "start to ready, empty store", "s", Bench.median(starts(true, data)), 3));
        figures.add(Figure.most("start-existing", "start to ready, store with " + bench.largeMembers() + " members", "s", Bench.median(starts(false, data)), 2));
        figures.add(Figure.most("list-show", "list show, no server running", "s", Bench.median(shows(data)), 0.5));
        beside(data, figures);
        return figures;
    }

    private double[] starts(boolean empty, Path existing) throws IOException {
        double[] seconds = new double[bench.runs()];
        for (int i = 0; i < seconds.length; i++) {
            Path data = empty ? Files.createDirectories(bench.folder().resolve("empty-" + i)) : existing;
            long begin = System.nanoTime();
            try (Child server = bench.server(data, 9, List.of())) { // nothing is sent, so nobody has to listen there
                server.answer();
                seconds[i] = (System.nanoTime() - begin) / 1e9;
            }
        }
        return seconds;
    }

    private double[] shows(Path data) throws IOException, InterruptedException {
        double[] seconds = new double[bench.runs()];
        for (int i = -1; i < seconds.length; i++) {
            double one = Child.command(data, "", "list", "show");
            if (i >= 0) {
                seconds[i] = one;
            }
        }
        return seconds;
    }

    private void beside(Path data, List<Figure> figures) throws IOException, InterruptedException {
        try (Child server = bench.server(data, 9, List.of())) {
            server.answer();
            Thread.sleep(IDLE_SECONDS * 1000L);
            figures.add(Figure.most("idle", "memory of the idle server after " + IDLE_SECONDS + " s", "MB", server.residentMegabytes(), 256));
            figures.add(Figure.most("list-show-served", "list show, through the running server", "s", Bench.median(shows(data)), 0.5));
        }
    }
}
