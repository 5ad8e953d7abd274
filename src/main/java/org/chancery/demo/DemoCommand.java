package org.chancery.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chancery.cli.CommandFailure;
import org.chancery.cli.DataLock;
import org.chancery.cli.ExitCode;
import org.chancery.cli.GlobalOptions;
import org.chancery.server.Configuration;
import org.chancery.server.ConfigurationReader;
import org.chancery.server.Server;
import org.chancery.server.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `chancery demo`: the main job on a fresh machine, without root, network or configuration.
@Command(name = "demo", description = "Show a post going the whole way, over real SMTP, on this machine alone.",
        footer = {"", "Example: chancery demo --once"})
public final class DemoCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Surroundings surroundings;
    private final CountDownLatch closed = new CountDownLatch(1);

    @Option(names = "--once", description = "End after the tour: exit 0 if everything went as expected, else 1.")
    private boolean once;

    public DemoCommand(GlobalOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path data = options.data().orElse(null);
        Path folder = data == null ? Files.createTempDirectory("chancery-demo") : data;
        try {
            return in(folder);
        } finally {
            if (data == null) {
                remove(folder);
            }
            closed.countDown();
        }
    }

    private int in(Path folder) throws IOException, InterruptedException {
        Narrator narrator = new Narrator(System.out);
        DataLock lock = DataLock.tryTake(folder)
                .orElseThrow(() -> new CommandFailure(ExitCode.TRY_LATER, "Another process works on " + folder + "."));
        try (lock; World world = World.start(surroundings); Server server = Server.start(configuration(world, folder), surroundings)) {
            narrator.say("Chancery runs: " + server.readyLine());
            narrator.say("its world: DNS at " + world.dns() + ", the mail servers of " + World.DOMAINS + " at port " + world.port());
            new Tour(world, server, surroundings, narrator).run();
            Letters letters = new Letters(world, server, surroundings, narrator);
            new ManagerTour(letters, server.services().administration(), narrator).run();
            new AnnounceTour(world, letters, server.addresses("smtp").getFirst(), server.services().administration(), narrator).run();
            new SealedTour(letters, surroundings, server.services().administration(), narrator).run();
            return once ? verdict(narrator) : stay(narrator, folder, server);
        }
    }

    private Configuration configuration(World world, Path folder) throws IOException {
        world.writeCertificate(folder.resolve("tls"));
        ConfigurationReader reader = ConfigurationReader.in(folder).data(folder)
                .set("hostname=" + World.LISTS)
                .set("listen.smtp=" + World.LISTS_ADDRESS + ":0").set("listen.submission=" + World.LISTS_ADDRESS + ":0")
                .set("listen.web=127.0.0.1:0").set("listen.admin=127.0.0.1:0")
                .set("tls.certificate=" + folder.resolve("tls/demo.crt")).set("tls.key=" + folder.resolve("tls/demo.key"))
                .set("delivery.route=mx").set("delivery.port=" + world.port())
                .set("dns.servers=" + world.dns().getAddress().getHostAddress() + ":" + world.dns().getPort());
        return switch (reader.read()) {
            case Configuration.Loaded.Ok(Configuration configuration) -> configuration;
            case Configuration.Loaded.Faults(List<String> faults) -> throw new CommandFailure(ExitCode.CONFIGURATION, faults);
        };
    }

    private static int verdict(Narrator narrator) {
        narrator.say("");
        narrator.say(narrator.failures().isEmpty() ? "Everything went as expected." : "NOT as expected: " + narrator.failures());
        return narrator.failures().isEmpty() ? 0 : 1;
    }

    private int stay(Narrator narrator, Path folder, Server server) throws InterruptedException {
        int verdict = verdict(narrator);
        narrator.say("The server stays up until Ctrl-C. Try: ./chancery list show --data " + folder);
        narrator.say("Mail for talk@" + World.LISTS + " goes to " + server.addresses("smtp").getFirst() + ".");
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, closed), "stop"));
        stopped.await();
        return verdict;
    }

    /// The virtual machine ends when its hooks have; this one waits until the demo's folder is removed.
    private static void stop(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            if (!closed.await(20, TimeUnit.SECONDS)) {
                System.err.println("chancery: stopped before everything was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's folder " + folder + " could not be removed", e);
        }
    }
}
