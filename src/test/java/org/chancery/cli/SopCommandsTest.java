package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.chancery.protection.Gpg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `chancery sop` as suites for interoperability drive it: what goes in, what comes out, and the numbers it ends with.
class SopCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

    @TempDir
    Path folder;

    private record Ended(int exit, byte[] out) {
        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }
    }

    /// A site that is never asked for.
    private static final class NoStore implements ServicesOpener {
        @Override
        public Site locate(GlobalOptions options) {
            throw new IllegalStateException("sop needs no store");
        }

        @Override
        public Services open(Site site) {
            throw new IllegalStateException("sop needs no store");
        }

        @Override
        public String restore(Site site, java.io.InputStream backup, boolean dryRun) {
            throw new IllegalStateException("sop needs no store");
        }
    }

    private Ended sop(byte[] in, String... arguments) {
        List<String> line = new java.util.ArrayList<>(List.of("sop"));
        for (String argument : arguments) {
            line.add(argument.startsWith("%") ? folder.resolve(argument.substring(1)).toString() : argument);
        }
        var out = new ByteArrayOutputStream();
        Streams streams = new Streams(new ByteArrayInputStream(in), out, new ByteArrayOutputStream(), false);
        int exit = Cli.run(line, streams, "test", _ -> Map.of("sop", new SopCommands(streams, () -> NOW, new SecureRandom())), new NoStore());
        return new Ended(exit, out.toByteArray());
    }

    private byte[] file(String name, Ended ended) throws IOException {
        assertThat(ended.exit()).isZero();
        Files.write(folder.resolve(name), ended.out());
        return ended.out();
    }

    private void key(String name, String... options) throws IOException {
        String[] line = java.util.stream.Stream.concat(java.util.stream.Stream.of("generate-key"), java.util.Arrays.stream(options)).toArray(String[]::new);
        file(name + ".cert", sop(file(name + ".key", sop(new byte[0], line)), "extract-cert"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void every_profile_signs_and_encrypts_to_itself() throws IOException {
        for (String profile : List.of("ed25519", "rsa3072", "rfc9580")) {
            key(profile, "--profile", profile, "Ann <ann@example.org>");
            file(profile + ".sig", sop(bytes("hello\n"), "sign", "%" + profile + ".key"));
            assertThat(sop(bytes("hello\n"), "verify", "%" + profile + ".sig", "%" + profile + ".cert").text()).matches("2026-11-23T02:00:00Z [0-9A-F]+ [0-9A-F]+ mode:binary\n");
            assertThat(sop(bytes("hullo\n"), "verify", "%" + profile + ".sig", "%" + profile + ".cert").exit()).isEqualTo(3);
            Ended message = sop(bytes("secret\n"), "encrypt", "--sign-with", "%" + profile + ".key", "%" + profile + ".cert");
            Ended plain = sop(message.out(), "decrypt", "--verify-with", "%" + profile + ".cert", "--verifications-out", "%" + profile + ".v", "--session-key-out", "%" + profile + ".sk", "%" + profile + ".key");
            assertThat(plain.text()).as(profile).isEqualTo("secret\n");
            assertThat(Files.readString(folder.resolve(profile + ".v"))).endsWith("mode:binary\n");
            assertThat(sop(message.out(), "decrypt", "--with-session-key", "%" + profile + ".sk").text()).isEqualTo("secret\n");
        }
        assertThat(sop(file("x", sop(bytes("x"), "encrypt", "%ed25519.cert")), "decrypt", "%rsa3072.key").exit()).isEqualTo(29);
    }

    @Test
    void inline_signatures_are_made_verified_and_taken_off() throws IOException {
        key("ann", "Ann <ann@example.org>");
        for (String as : List.of("binary", "text", "clearsigned")) {
            byte[] message = file(as, sop(bytes("- one\ntwo"), "inline-sign", "--as", as, "%ann.key"));
            assertThat(sop(message, "inline-verify", "--verifications-out", "%" + as + ".v", "%ann.cert").text()).as(as).isEqualTo(as.equals("clearsigned") ? "- one\ntwo\n" : "- one\ntwo");
            assertThat(sop(message, "inline-detach", "--signatures-out", "%" + as + ".asc").text()).isEqualTo("- one\ntwo");
            assertThat(sop(bytes("- one\ntwo"), "verify", "%" + as + ".asc", "%ann.cert").exit()).isZero();
        }
    }

    @Test
    void passwords_lock_keys_and_open_messages() throws IOException {
        Files.writeString(folder.resolve("pw"), "wind\n");
        key("ann", "--with-key-password", "%pw".replace("%pw", folder.resolve("pw").toString()), "Ann");
        assertThat(sop(bytes("x"), "sign", "%ann.key").exit()).isEqualTo(67);
        assertThat(sop(bytes("x"), "sign", "--with-key-password", "%pw", "%ann.key").exit()).isZero();
        byte[] toKey = sop(bytes("x"), "encrypt", "%ann.cert").out();
        assertThat(sop(toKey, "decrypt", "%ann.key").exit()).isEqualTo(67);
        key("bob", "Bob");
        assertThat(sop(sop(bytes("x"), "encrypt", "%bob.cert").out(), "decrypt", "%ann.key").exit()).as("it would not help to unlock it").isEqualTo(29);
        assertThat(sop(toKey, "decrypt", "--with-key-password", "%pw", "%ann.key").text()).isEqualTo("x");
        assertThat(sop(sop(bytes("y"), "encrypt", "--with-password", "%pw").out(), "decrypt", "--with-password", "%pw").text()).isEqualTo("y");
    }

    @Test
    void a_password_is_tried_as_it_stands_and_none_is_made_that_nobody_could_type() throws IOException {
        Files.writeString(folder.resolve("stripped"), "wind");
        Files.writeString(folder.resolve("trailing"), "wind \n");
        Files.write(folder.resolve("octets"), new byte[] {'w', (byte) 0xFF});
        byte[] message = sop(bytes("y"), "encrypt", "--with-password", "%trailing").out();
        assertThat(sop(message, "decrypt", "--with-password", "%stripped").text()).isEqualTo("y");
        assertThat(sop(message, "decrypt", "--with-password", "%trailing").text()).isEqualTo("y");
        assertThat(sop(bytes("y"), "encrypt", "--with-password", "%octets").exit()).isEqualTo(31);
        assertThat(sop(new byte[0], "generate-key", "--with-key-password", "%octets").exit()).isEqualTo(31);
        try (Gpg gpg = Gpg.start()) {
            byte[] blank = gpg.run(bytes("z"), "--batch", "--pinentry-mode", "loopback", "--passphrase", "wind ", "--armor", "--symmetric");
            Files.writeString(folder.resolve("blank"), "wind ");
            assertThat(sop(blank, "decrypt", "--with-password", "%blank").text()).as("another program keeps a blank at the end").isEqualTo("z");
        }
    }

    @Test
    void armour_is_put_on_and_taken_off() throws IOException {
        key("ann", "Ann");
        byte[] binary = sop(Files.readAllBytes(folder.resolve("ann.cert")), "dearmor").out();
        assertThat(binary[0]).isNegative();
        assertThat(sop(binary, "armor").out()).isEqualTo(Files.readAllBytes(folder.resolve("ann.cert")));
        assertThat(sop(bytes("hello"), "armor").exit()).isEqualTo(41);
    }

    @Test
    void each_fault_has_its_number() throws IOException {
        key("ann", "--signing-only", "Ann");
        assertThat(sop(bytes("x"), "encrypt", "%ann.cert").exit()).isEqualTo(17);
        assertThat(sop(bytes("x"), "encrypt").exit()).isEqualTo(19);
        assertThat(sop(bytes("x"), "sign").exit()).isEqualTo(19);
        assertThat(sop(bytes("x"), "decrypt", "--verify-with", "%ann.cert", "%ann.key").exit()).isEqualTo(23);
        assertThat(sop(bytes("x"), "sign", "--nonsense", "%ann.key").exit()).isEqualTo(37);
        assertThat(sop(bytes("x"), "decrypt", "%ann.key").exit()).isEqualTo(41);
        assertThat(sop(new byte[] {(byte) 0xFF}, "sign", "--as", "text", "%ann.key").exit()).isEqualTo(53);
        assertThat(sop(bytes("x"), "sign", "--micalg-out", "%ann.cert", "%ann.key").exit()).isEqualTo(59);
        assertThat(sop(bytes("x"), "sign", "%nowhere").exit()).isEqualTo(61);
        assertThat(sop(bytes("x"), "frobnicate").exit()).isEqualTo(69);
        assertThat(sop(bytes("x")).exit()).isEqualTo(69);
        assertThat(sop(bytes("x"), "sign", "@HTTP:key").exit()).isEqualTo(71);
        assertThat(sop(new byte[0], "version", "--backend", "--extended").exit()).isEqualTo(83);
        assertThat(sop(bytes("x"), "generate-key", "--profile", "nonsense").exit()).isEqualTo(89);
        Path ambiguous = Path.of("@ENV:PATH");
        Files.writeString(ambiguous, "x");
        try {
            assertThat(sop(bytes("x"), "sign", ambiguous.toString()).exit()).isEqualTo(73);
        } finally {
            Files.delete(ambiguous);
        }
        assertThat(sop(new byte[0], "version").text()).isEqualTo("chancery 0.1.0\n");
        assertThat(sop(new byte[0], "list-profiles", "generate-key").text()).startsWith("ed25519: ");
    }
}
