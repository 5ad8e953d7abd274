package org.chancery.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What all measurements share: their sizes, their folder, the list they post to.
///
/// `heap` is the `-Xmx` of the servers measured; `octets` the size of a post; `dns` the port of a name server in which nothing stands, so that no name
/// server of the machine is measured; `progress` hears what is being done, since some figures take minutes.
record Bench(
        Path folder, int members, int largeMembers, int seconds, int runs, int sessions, int octets, String heap, int dns, Consumer<String> progress) {
    static final String POLICY = "accept when from anyone.\notherwise refuse.\n";
    private static final int MORE_WARM_UPS = 10;
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(60); // on a busy machine the rate grows by chance for ever

    /// The same with a list of another size.
    Bench withMembers(int count) {
        return new Bench(folder, count, largeMembers, seconds, runs, sessions, octets, heap, dns, progress);
    }

    /// The same with posts of another size.
    Bench withOctets(int count) {
        return new Bench(folder, members, largeMembers, seconds, runs, sessions, count, heap, dns, progress);
    }

    /// The same with another name server.
    Bench withDns(int port) {
        return new Bench(folder, members, largeMembers, seconds, runs, sessions, octets, heap, port, progress);
    }

    List<String> serverOptions() {
        return List.of("-Xmx" + heap);
    }

    /// A new data folder with the list, its policy and `count` members.
    Path site(String name, int count) throws IOException, InterruptedException {
        Path data = siteWithoutMembers(name);
        if (count > 0) {
            importMembers(data, count);
        }
        return data;
    }

    Path siteWithoutMembers(String name) throws IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve(name));
        Child.command(data, "", "domain", "add", "lists.example.org");
        Child.command(data, "", "list", "create", Post.LIST, "--style", "discussion");
        Child.command(data, POLICY, "policy", "set", Post.LIST);
        return data;
    }

    /// Seconds that the command took.
    double importMembers(Path data, int count) throws IOException, InterruptedException {
        Path file = folder.resolve("members-" + count + ".csv");
        StringBuilder csv = new StringBuilder("address,name\n");
        for (int i = 0; i < count; i++) {
            csv.append("member").append(i).append("@example.com,Member ").append(i).append('\n');
        }
        Files.writeString(file, csv, StandardCharsets.UTF_8);
        return Child.command(data, "", "member", "import", Post.LIST, file);
    }

    /// The product, with everything to one relay at this port.
    Child server(Path data, int smarthost, List<String> options) throws IOException {
        return Child.server(options, folder.resolve("server.log"), List.of(
                "--data", data.toString(), "--set", "hostname=lists.example.org", "--set", "web.url=https://lists.example.org",
                "--set", "listen.smtp=127.0.0.1:0", "--set", "listen.submission=127.0.0.1:0", "--set", "listen.web=127.0.0.1:0",
                "--set", "listen.admin=127.0.0.1:0", "--set", "dns.servers=127.0.0.1:" + dns, "--set", "delivery.route=smarthost", "--set", "delivery.smarthost=127.0.0.1:" + smarthost));
    }

    /// The port of one listener in the line `ready smtp=127.0.0.1:40123 …`.
    static int port(String ready, String listener) {
        String name = " " + listener + "=127.0.0.1:";
        String after = ready.substring(ready.indexOf(name) + name.length());
        return Integer.parseInt(after.split("[ ,]")[0]);
    }

    /// Runs at least so often, and then until the rate does not grow by a twentieth any more, or two minutes are over: a compiler that
    /// still works on the few cores is measured together with the product otherwise. The product and its reference are warmed in the same way.
    void warmUp(String what, int atLeast, Rate run) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WARM_UP.toNanos();
        double best = 0;
        for (int i = 1; i <= atLeast + MORE_WARM_UPS && (i <= atLeast || System.nanoTime() < deadline); i++) {
            double rate = run.once();
            progress.accept(what + ": warm-up " + i + ", " + Math.round(rate) + "/s");
            if (i >= atLeast && rate < best * 1.05) {
                return;
            }
            best = Math.max(best, rate);
        }
    }

    /// One run; its rate.
    @FunctionalInterface
    interface Rate {
        double once() throws IOException, InterruptedException;
    }

    static double median(double... values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " could not be removed", e);
        }
    }
}
