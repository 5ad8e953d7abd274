package org.chancery.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The real server as a process of its own, for tests that end it without warning.
///
/// Example: `var server = ServerProcess.start(Launch.of(data, log)); server.awaitReady(…); … server.kill();`
public final class ServerProcess implements AutoCloseable {

    /// How to start it. `wrapper` comes before the `java` of the command line (`strace …`); `jvm` are options of the virtual
    /// machine, `program` says where its classes are and which is the first, `settings` are `KEY=VALUE` of the configuration.
    /// Output is appended to `log`.
    public record Launch(
            Path data, Path log, List<String> wrapper, List<String> jvm, List<String> program, List<String> settings, Map<String, String> environment) {
        private static final List<String> ANY_PORT = List.of(
                "listen.smtp=127.0.0.1:0", "listen.submission=127.0.0.1:0", "listen.web=127.0.0.1:0", "listen.admin=127.0.0.1:0",
                "hostname=lists.example.org", "limits.connections_per_minute=100000");

        /// Small and quick to start: a fault run starts it hundreds of times.
        private static final List<String> QUICK = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

        public Launch {
            wrapper = List.copyOf(wrapper);
            jvm = List.copyOf(jvm);
            program = List.copyOf(program);
            settings = List.copyOf(settings);
            environment = Map.copyOf(environment);
        }

        public static Launch of(Path data, Path log) {
            return new Launch(data, log, List.of(), QUICK, plus(CLASSES, "org.chancery.main.Main"), ANY_PORT, Map.of("CHANCERY_LOG", "WARN"));
        }

        public Launch withJvm(String option) {
            return new Launch(data, log, wrapper, plus(jvm, option), program, settings, environment);
        }

        public Launch with(String setting) {
            return new Launch(data, log, wrapper, jvm, program, plus(settings, setting), environment);
        }

        /// Another folder, as on another machine.
        public Launch at(Path folder) {
            return new Launch(folder, log, wrapper, jvm, program, settings, environment);
        }

        /// All outgoing mail to this port on loopback.
        public Launch withSmarthost(int port) {
            return with("delivery.route=smarthost").with("delivery.smarthost=127.0.0.1:" + port);
        }

        public Launch withEnvironment(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(environment);
            more.put(name, value);
            return new Launch(data, log, wrapper, jvm, program, settings, more);
        }

        public Launch withWrapper(List<String> command) {
            return new Launch(data, log, command, jvm, program, settings, environment);
        }

        /// From the jar, with the classes that the launcher noted (`./chancery` makes them at its first command): the start takes half
        /// the time.
        public Launch fromJar(Path jar, Path noted) {
            return new Launch(
                    data, log, wrapper, plus(jvm, "-XX:AOTCache=" + noted), List.of("-jar", jar.toString()), settings, environment);
        }

        private static List<String> plus(List<String> some, String one) {
            List<String> more = new ArrayList<>(some);
            more.add(one);
            return more;
        }

        private List<String> command() {
            List<String> command = new ArrayList<>(wrapper);
            command.add(JAVA);
            command.addAll(jvm);
            command.addAll(program);
            command.addAll(List.of("serve", "--data", data.toString()));
            settings.forEach(setting -> command.addAll(List.of("--set", setting)));
            return command;
        }
    }

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    /// The jar allows native access in its manifest; the option would forbid what the launcher noted.
    private static final List<String> CLASSES = List.of(
            "--enable-native-access=ALL-UNNAMED", "-cp", TARGET.resolve("classes") + ":" + TARGET.resolve("lib") + "/*");
    private static final Pattern SMTP = Pattern.compile("\"smtp\":\\[\"127\\.0\\.0\\.1:(\\d+)\"");
    private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");

    private final Launch launch;
    private final Process process;
    private final Thread hook;
    private volatile Optional<InetSocketAddress> smtp = Optional.empty();

    private ServerProcess(Launch launch, Process process) {
        this.launch = launch;
        this.process = process;
        this.hook = new Thread(process::destroyForcibly, "end-server"); // no server outlives its test
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// The beginning of a command line that can run any class of the product.
    public static List<String> java() {
        List<String> java = new ArrayList<>(List.of(JAVA));
        java.addAll(CLASSES);
        return java;
    }

    public static ServerProcess start(Launch launch) throws IOException {
        Files.deleteIfExists(launch.data().resolve("ready.json"));
        ProcessBuilder builder = new ProcessBuilder(launch.command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        builder.environment().putAll(launch.environment());
        return new ServerProcess(launch, builder.start());
    }

    /// True when it takes connections; false when it ended before, or `atMost` is over.
    public boolean awaitReady(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            smtp = readReady();
            if (smtp.isPresent()) {
                return true;
            }
            Thread.sleep(10);
        }
        return false;
    }

    private Optional<InetSocketAddress> readReady() {
        try {
            String json = Files.readString(launch.data().resolve("ready.json"));
            Matcher port = SMTP.matcher(json);
            return port.find() && PID.matcher(json).find()
                    ? Optional.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(port.group(1))))
                    : Optional.empty();
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where it takes mail; empty before it is ready and after its end.
    public Optional<InetSocketAddress> smtp() {
        return process.isAlive() ? smtp : Optional.empty();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /// SIGKILL; returns when the process is gone.
    public void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
        forget();
    }

    /// SIGTERM. The exit status; empty when it does not end in time.
    public Optional<Integer> stop(Duration atMost) throws InterruptedException {
        process.destroy();
        return awaitExit(atMost);
    }

    public Optional<Integer> awaitExit(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        forget();
        return Optional.of(process.exitValue());
    }

    private void forget() {
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            kill();
        }
    }
}
