package org.chancery.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Java process of this same jar that belongs to the measurement: told what to do by lines on its stdin, and answering each by
/// one line on its stdout.
final class Child implements AutoCloseable {
    private static final long GRACE_SECONDS = 25; // a server drains before it ends
    private static final String COMMANDS = "org.chancery.main.Main";

    private final Process process;
    private final BufferedReader answers;

    private Child(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// A part of the bench: `part` has a `main`.
    static Child part(Class<?> part, List<String> options, Object... arguments) throws IOException {
        return start(line(options, part.getName(), arguments), ProcessBuilder.Redirect.INHERIT);
    }

    /// A part that logs as the product does: into a file, not to the terminal.
    static Child logging(Class<?> part, List<String> options, Path log, Object... arguments) throws IOException {
        return start(line(options, part.getName(), arguments), ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private static Child start(List<String> line, ProcessBuilder.Redirect log) throws IOException {
        return new Child(new ProcessBuilder(line).redirectError(log).start());
    }

    /// The product itself: `serve`, as people start it unless Java is given options.
    static Child server(List<String> options, Path log, List<String> arguments) throws IOException {
        List<String> line = options.isEmpty() ? launcher() : line(options, COMMANDS);
        line.add("serve");
        line.addAll(arguments);
        return start(line, ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private static List<String> line(List<String> options, String main, Object... arguments) {
        List<String> line = new ArrayList<>(List.of(java()));
        line.addAll(options);
        line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), main));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        return line;
    }

    /// One command of the product, as a user types it, to its end. Its wall time in seconds.
    static double command(Path data, String input, Object... words) throws IOException, InterruptedException {
        List<String> line = launcher();
        for (Object word : words) {
            line.add(word.toString());
        }
        line.addAll(List.of("--data", data.toString()));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said;
        try (InputStream stdout = process.getInputStream()) {
            said = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
        }
        int exit = process.waitFor();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (exit != 0) {
            throw new IOException("exit " + exit + " of " + line + ": " + said);
        }
        return seconds;
    }

    /// The launcher beside the jar, since it is what people use; without it Java with the same options.
    private static List<String> launcher() {
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        Path script = jar.getParent() == null || jar.getParent().getParent() == null ? jar : jar.getParent().getParent().resolve("chancery");
        if (Files.isExecutable(script) && Files.isRegularFile(script)) {
            return new ArrayList<>(List.of(script.toString()));
        }
        return line(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), COMMANDS);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// The next line that it says.
    String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("process " + process.pid() + " ended: " + process.info().commandLine().orElse("?"));
        }
        return line;
    }

    String ask(Object... words) throws IOException {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        process.getOutputStream().write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return answer();
    }

    /// Memory of the process that is in RAM, in MB (of 1,000,000 octets).
    double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
            }
        }
        throw new IOException("no VmRSS of " + process.pid());
    }

    /// Processor time used so far, in seconds.
    double cpuSeconds() {
        return process.info().totalCpuDuration().map(used -> used.toNanos() / 1e9).orElse(0.0);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }
}
