package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that people start, installed as a release is, with a Java that says how it was called.
class LauncherTest {
    @TempDir
    Path home;

    @BeforeEach
    void install() throws IOException {
        Files.copy(Path.of("chancery"), home.resolve("chancery"));
        Path lib = Files.createDirectory(home.resolve("lib"));
        for (String file : new String[] {"chancery-0.1.0.jar", "chancery-0.1.0-commands.aot", "chancery-0.1.0-server.aot"}) {
            Files.createFile(lib.resolve(file));
        }
        Path java = Files.createDirectories(home.resolve("runtime/bin")).resolve("java");
        Files.writeString(home.resolve("runtime/release"), "JAVA_VERSION=\"25.0.1\"\n");
        Files.writeString(java, "#!/bin/sh\necho \"core=$(ulimit -c) $*\"\n");
        for (Path program : new Path[] {java, home.resolve("chancery")}) {
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private String started(String... words) throws IOException, InterruptedException {
        String[] line = new String[words.length + 1];
        line[0] = home.resolve("chancery").toString();
        System.arraycopy(words, 0, line, 1, words.length);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().remove("CHANCERY_JAVA_HOME");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void a_server_leaves_no_core_no_heap_dump_and_no_door_for_debuggers() throws Exception {
        assertThat(started("--config", "site.toml", "serve"))
                .startsWith("core=0 ")
                .contains("-XX:-HeapDumpOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash", "-XX:+DisableAttachMechanism")
                .endsWith(" --config site.toml serve\n");
    }

    @Test
    void other_commands_start_small() throws Exception {
        assertThat(started("list", "show")).contains("-XX:TieredStopAtLevel=1").endsWith(" list show\n");
    }
}
