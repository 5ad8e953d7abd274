package org.chancery.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneServer;
import org.jspecify.annotations.Nullable;

/// Does the time of an answer tell who is a member? Requests to join, by mail, in the names of members, strangers and banned addresses in
/// turn, each address once; then how well a guess from the time alone does: the area under its curve (AUC), one half being chance.
final class PrivacyFigure {
    private static final double GOAL = 0.02; // |AUC - 0.5|
    private static final int A_SESSION = 500; // requests; then a new connection, as the server likes it
    private static final int WARM_UP = 2_000;
    private static final long SEED = 1; // the order of the classes is mixed, the same in each run
    private static final int TOLD = 1_000;
    private static final int LANES = 4; // sessions side by side: most of each is waiting for its step of time

    private static final String VOUCHING = """
            {"example.com.": {"TXT": ["v=spf1 ip4:127.0.0.1 -all"]}, "banned.example.com.": {"TXT": ["v=spf1 ip4:127.0.0.1 -all"]}}""";

    private final Bench bench;
    private final int samples;

    PrivacyFigure(Bench bench, int samples) {
        this.bench = bench;
        this.samples = samples;
    }

    private enum Kind {
        MEMBER("member%d@example.com"),
        STRANGER("stranger%d@example.com"),
        BANNED("member%d@banned.example.com");

        private final String address;

        Kind(String address) {
            this.address = address;
        }
    }

    /// With domains that vouch for their mail: requests of others are hardly heard, and their times would tell nothing.
    Figure measure() throws IOException, InterruptedException {
        try (ZoneServer dns = ZoneServer.start(Zone.read(VOUCHING).orThrow(), 0)) {
            return measure(bench.withDns(dns.address().getPort()));
        }
    }

    private Figure measure(Bench bench) throws IOException, InterruptedException {
        Path data = bench.siteWithoutMembers("privacy");
        bench.importMembers(data, samples + WARM_UP);
        Child.command(data, "", "ban", "add", "@banned.example.com", "--list", Post.LIST);
        try (Child sink = Child.part(RawSink.class, List.of("-Xmx256m"));
                Child server = bench.server(data, Integer.parseInt(sink.answer()), bench.serverOptions())) {
            long[][] nanos = ask(Bench.port(server.answer(), "smtp"));
            double members = auc(of(nanos, Kind.MEMBER), of(nanos, Kind.STRANGER));
            double banned = auc(of(nanos, Kind.BANNED), of(nanos, Kind.STRANGER));
            return Figure.most("privacy", "join requests: what the time of the answer tells, |AUC - 0.5|", "", Math.max(Math.abs(members - 0.5), Math.abs(banned - 0.5)), GOAL)
                    .with("samples of each class", samples)
                    .with("AUC member against stranger", String.format(Locale.ROOT, "%.4f", members))
                    .with("AUC banned against stranger", String.format(Locale.ROOT, "%.4f", banned));
        }
    }

    private static long[] of(long[][] nanos, Kind kind) {
        return nanos[kind.ordinal()];
    }

    private long[][] ask(int port) throws IOException, InterruptedException {
        long[][] nanos = new long[Kind.values().length][samples];
        AtomicInteger next = new AtomicInteger(-WARM_UP);
        List<Callable<Void>> lanes = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            Random mixed = new Random(SEED + lane);
            lanes.add(() -> ask(port, next, mixed, nanos));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
            for (Future<Void> lane : threads.invokeAll(lanes)) {
                lane.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a session broke off", e.getCause());
        }
        return nanos;
    }

    private @Nullable Void ask(int port, AtomicInteger next, Random mixed, long[][] nanos) throws IOException {
        boolean more = true;
        while (more) {
            try (Line line = new Line(port)) {
                more = session(line, next, mixed, nanos);
            }
        }
        return null;
    }

    /// False when all samples have been taken.
    private boolean session(Line line, AtomicInteger next, Random mixed, long[][] nanos) throws IOException {
        List<Kind> order = new ArrayList<>(List.of(Kind.values()));
        for (int asked = 0; asked < A_SESSION; asked += order.size()) {
            int i = next.getAndIncrement();
            if (i >= samples) {
                return false;
            }
            if (i % TOLD == 0) {
                bench.progress().accept("privacy: " + i + " of " + samples);
            }
            Collections.shuffle(order, mixed);
            for (Kind kind : order) {
                long taken = join(line, String.format(Locale.ROOT, kind.address, i + WARM_UP));
                if (i >= 0) {
                    nanos[kind.ordinal()][i] = taken;
                }
            }
        }
        return true;
    }

    /// From the first octet of the envelope to the answer of the content.
    private static long join(Line line, String address) throws IOException {
        String join = Post.LIST.replace("@", "-join@");
        byte[] envelope = Line.ascii("MAIL FROM:<" + address + ">\r\nRCPT TO:<" + join + ">\r\nDATA\r\n");
        byte[] content = Line.ascii("From: " + address + "\r\nTo: " + join + "\r\nSubject: join\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n"
                + "Message-ID: <" + address + ">\r\n\r\n.\r\n");
        long begin = System.nanoTime();
        line.write(envelope);
        line.replies(3);
        line.write(content);
        line.replies(1);
        return System.nanoTime() - begin;
    }

    /// How often a sample of `ones` is larger than one of `others`, ties counting half (Mann and Whitney).
    static double auc(long[] ones, long[] others) {
        long[] sorted = others.clone();
        Arrays.sort(sorted);
        double larger = 0;
        for (long one : ones) {
            int below = lowerBound(sorted, one);
            larger += below + (lowerBound(sorted, one + 1) - below) / 2.0;
        }
        return larger / ((double) ones.length * others.length);
    }

    private static int lowerBound(long[] sorted, long value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
