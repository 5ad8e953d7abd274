package org.chancery.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Runs programs that are not ours, as judges of what we write and makers of what we read.
public final class Programs {
    private Programs() {}

    /// Skips the test, visibly, where a program is not installed; where all have to be there (`CHANCERY_PROGRAMS=all`, as in .ci/run), it fails.
    public static void need(String what, boolean isThere) {
        if (!isThere && "all".equals(System.getenv("CHANCERY_PROGRAMS"))) {
            throw new AssertionError(what + " is not installed, and here all programs have to be");
        }
        Assumptions.assumeTrue(isThere, what + " is not installed");
    }

    public static void needProgram(String name) {
        need(name, Files.isExecutable(Path.of("/usr/bin/" + name)));
    }

    public static byte[] run(List<String> line, byte[] in, boolean mustSucceed) {
        try {
            Path errors = Files.createTempFile("program", ".err");
            Process process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
            Thread.ofVirtual().start(() -> feed(process, in));
            byte[] out = process.getInputStream().readAllBytes();
            int exit = process.waitFor();
            String said = Files.readString(errors, java.nio.charset.StandardCharsets.ISO_8859_1);
            Files.delete(errors);
            if (mustSucceed && exit != 0) {
                throw new AssertionError(line + " ended with " + exit + ": " + said);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void feed(Process process, byte[] in) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(in);
        } catch (IOException endedEarly) {
            assert !process.isAlive() || in.length > 0 : endedEarly; // it needed no more
        }
    }
}
