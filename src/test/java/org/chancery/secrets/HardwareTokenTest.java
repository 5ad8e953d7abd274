package org.chancery.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.kit.Programs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The product with a token: SoftHSM, a PKCS #11 library that is not ours. It reads where its tokens lie from its environment, so each command is a
/// process of its own, as it is for administrators.
class HardwareTokenTest {
    private static final Path SOFTHSM = Stream.of("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so")
            .map(Path::of).filter(Files::exists).findFirst().orElse(Path.of("/usr/lib/softhsm/libsofthsm2.so"));

    @TempDir
    Path folder;

    private Path data;
    private Path key;
    private Path pin;

    @BeforeEach
    void token() throws IOException {
        Programs.needProgram("softhsm2-util");
        data = folder.resolve("data");
        key = data.resolve("keys/master.key");
        pin = Files.writeString(folder.resolve("pin"), "493817\n");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
        initialise(folder.resolve("softhsm.conf"), folder.resolve("tokens"));
    }

    private static void initialise(Path configuration, Path tokens) throws IOException {
        Files.createDirectories(tokens);
        Files.writeString(configuration, "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        Programs.run(
                List.of("env", "SOFTHSM2_CONF=" + configuration, "softhsm2-util", "--init-token", "--free", "--label", "any", "--pin", "493817", "--so-pin", "20261130"),
                new byte[0], true);
    }

    private record Said(int exit, String text) {}

    private Said chancery(Path tokens, List<String> settings, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), "org.chancery.main.Main"));
        line.addAll(List.of(words));
        line.addAll(List.of("--data", data.toString()));
        settings.forEach(setting -> line.addAll(List.of("--set", setting)));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("SOFTHSM2_CONF", tokens.toString());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private Said withToken(String... words) throws IOException, InterruptedException {
        return chancery(folder.resolve("softhsm.conf"), settings(SOFTHSM), words);
    }

    private List<String> settings(Path module) {
        return List.of("keys.pkcs11_module=" + module, "keys.pkcs11_pin_file=" + pin);
    }

    private static void assertDone(Said said) {
        assertThat(said.exit()).as(said.text()).isZero();
    }

    private static void assertRefused(Said said, String why) {
        assertThat(said.exit()).as(said.text()).isEqualTo(78);
        assertThat(said.text()).contains(why).doesNotContain("\tat ");
    }

    @Test
    void the_token_keeps_the_key_that_opens_the_master_key() throws Exception {
        assertDone(withToken("domain", "add", "lists.example.org"));
        assertThat(Files.readString(key)).startsWith("chancery-key $pkcs11$chancery$");
        assertDone(withToken("audit", "verify"));

        Files.writeString(pin, "000000\n");
        assertRefused(withToken("audit", "verify"), "does not take the PIN");
        Files.writeString(pin, "493817\n");
        initialise(folder.resolve("other.conf"), folder.resolve("other-tokens"));
        assertRefused(chancery(folder.resolve("other.conf"), settings(SOFTHSM), "audit", "verify"), "has no secret key with the label chancery");
        assertRefused(chancery(folder.resolve("softhsm.conf"), List.of(), "audit", "verify"), "keys.pkcs11_module");

        Files.writeString(key, Files.readString(key).replaceFirst("(.{8})\n$", "AAAAAAAA\n"));
        assertRefused(withToken("audit", "verify"), "or the file was changed");
    }

    @Test
    void a_bare_key_is_wrapped_at_the_first_start_with_a_token_and_stays_the_same() throws Exception {
        assertDone(chancery(folder.resolve("softhsm.conf"), List.of(), "domain", "add", "lists.example.org"));
        assertThat(Files.size(key)).isEqualTo(32);
        assertDone(withToken("audit", "verify"));
        assertThat(Files.readString(key)).startsWith("chancery-key $pkcs11$chancery$");
        assertDone(withToken("audit", "verify"));
    }

    @Test
    void what_is_missing_is_named_and_no_key_is_made_without_it() throws Exception {
        assertRefused(chancery(folder.resolve("softhsm.conf"), settings(folder.resolve("none.so")), "domain", "add", "lists.example.org"), "there is no PKCS #11 library");
        assertRefused(chancery(folder.resolve("softhsm.conf"), settings(pin), "domain", "add", "lists.example.org"), "cannot be used");
        assertRefused(
                chancery(folder.resolve("softhsm.conf"), List.of("keys.pkcs11_module=" + SOFTHSM), "domain", "add", "lists.example.org"), "the token needs its PIN");
        assertThat(key).doesNotExist();
    }
}
