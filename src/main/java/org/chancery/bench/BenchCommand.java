package org.chancery.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.chancery.cli.CommandFailure;
import org.chancery.cli.ExitCode;
import org.chancery.cli.GlobalOptions;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery bench`: measures, prints each figure with its reference, ratio and goal, and exits 0 if all goals were met, else 1.
@Command(name = "bench", description = {
        "Measure this machine with this version, each figure beside a reference of the same run.",
        "Everything runs on loopback, in processes of its own, in a temporary folder. Exit 1 when a goal is not met."},
        footer = {"", "Example: chancery bench fanout --members 10000"})
public final class BenchCommand implements Callable<Integer> {
    private static final List<String> WORDS =
            List.of("accept", "fanout", "signed", "verify", "policy", "seal", "encrypted", "large", "import", "start", "privacy", "all");

    private final GlobalOptions options;

    @Parameters(arity = "0..1", paramLabel = "WHAT", defaultValue = "all", description = "accept, fanout, signed, verify, policy, seal, encrypted, large, import, start, privacy or all (the default).")
    private String what = "all";

    @Option(names = "--members", defaultValue = "10000", description = "Members of the list of fanout and encrypted (default: 10,000).")
    private int members;

    @Option(names = "--large-members", defaultValue = "100000", description = "Members of the list of large, import and start (default: 100,000).")
    private int largeMembers;

    @Option(names = "--seconds", defaultValue = "10", description = "Length of one run of accept (default: 10).")
    private int seconds;

    @Option(names = "--runs", defaultValue = "3", description = "Runs, of which the median counts (default: 3).")
    private int runs;

    @Option(names = "--sessions", defaultValue = "50", description = "SMTP sessions of accept (default: 50).")
    private int sessions;

    @Option(names = "--octets", defaultValue = "10240", description = "Size of a post (default: 10,240).")
    private int octets;

    @Option(names = "--samples", defaultValue = "20000", description = "Requests of each class of privacy (default: 20,000).")
    private int samples;

    @Option(names = "--heap", defaultValue = "512m", description = "-Xmx of the servers of accept and fanout (default: 512m).")
    private String heap = "512m";

    public BenchCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!WORDS.contains(what)) {
            throw new CommandFailure(ExitCode.USAGE, "There is no figure \"" + what + "\". The figures are: " + String.join(", ", WORDS) + ".");
        }
        Path folder = options.data().isPresent() ? Files.createDirectories(options.data().get()) : Files.createTempDirectory("chancery-bench");
        Path run = Files.createTempDirectory(folder, "run");
        try (ZoneServer dns = ZoneServer.start(Zone.EMPTY, 0)) {
            return measure(new Bench(run, members, largeMembers, seconds, runs, sessions, octets, heap, dns.address().getPort(), this::tell));
        } finally {
            Bench.remove(run);
            if (options.data().isEmpty()) {
                Files.delete(folder);
            }
        }
    }

    private int measure(Bench bench) throws IOException, InterruptedException {
        Report report = new Report(System.out);
        List<Figure> figures = new ArrayList<>();
        if (wanted("accept")) {
            add(List.of(new AcceptFigure(bench).measure()), figures, report);
        }
        if (wanted("fanout")) {
            add(new FanOutFigure(bench).measure(), figures, report);
        }
        if (wanted("signed")) {
            add(new SignedFigures(bench).measure(), figures, report);
        }
        if (wanted("verify")) {
            add(List.of(new VerifyFigure(bench).measure()), figures, report);
        }
        if (wanted("policy")) {
            add(List.of(new PolicyFigure(bench).measure()), figures, report);
        }
        if (wanted("seal")) {
            add(new SealFigure().measure(), figures, report);
        }
        if (wanted("encrypted")) {
            add(new EncryptedFigures(bench).measure(), figures, report);
        }
        if (wanted("large")) {
            add(new LargeFigure(bench).measure(), figures, report);
        }
        if (wanted("import") || wanted("start")) {
            add(new StartFigures(bench).measure(), figures, report);
        }
        if (wanted("privacy")) {
            add(List.of(new PrivacyFigure(bench, samples).measure()), figures, report);
        }
        if (options.json()) {
            report.json(figures);
        }
        return figures.stream().allMatch(Figure::isMet) ? 0 : 1;
    }

    private void tell(String line) {
        if (!options.quiet()) {
            System.err.println("bench: " + line);
        }
    }

    private boolean wanted(String name) {
        return what.equals("all") || what.equals(name);
    }

    private void add(List<Figure> measured, List<Figure> figures, Report report) {
        figures.addAll(measured);
        if (!options.json()) {
            measured.forEach(report::text);
        }
    }
}
