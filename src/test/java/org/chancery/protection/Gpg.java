package org.chancery.protection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.kit.Programs;
import org.chancery.mail.Part;

/// GnuPG with a home of its own; its agent ends with it.
public final class Gpg implements AutoCloseable {
    private final Path home;

    private Gpg(Path home) {
        this.home = home;
    }

    /// Skips the test, visibly, where the program is not installed.
    public static Gpg start() {
        Programs.needProgram("gpg");
        try {
            return new Gpg(Files.createTempDirectory("gpg"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// For programs that start GnuPG themselves (`GNUPGHOME`).
    public Path home() {
        return home;
    }

    public byte[] run(byte[] in, String... arguments) {
        return run(in, true, arguments);
    }

    /// Whatever it ends with.
    byte[] tried(byte[] in, String... arguments) {
        return run(in, false, arguments);
    }

    private byte[] run(byte[] in, boolean mustSucceed, String... arguments) {
        List<String> line = new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--quiet", "--no-tty", "--yes",
                "--trust-model", "always", "--pinentry-mode", "loopback"));
        line.addAll(List.of("--passphrase", List.of(arguments).contains("--symmetric") ? "wind" : ""));
        line.addAll(List.of(arguments));
        return Programs.run(line, in, mustSucceed);
    }

    /// An Ed25519 key with a cv25519 subkey; `expires` as GnuPG writes it.
    public void generate(String userId, String expires, String... more) {
        List<String> line = new ArrayList<>(List.of(more));
        line.addAll(List.of("--quick-generate-key", userId, "ed25519", "sign,cert", expires));
        run(new byte[0], line.toArray(String[]::new));
        String fingerprint = fingerprint(userId);
        List<String> subkey = new ArrayList<>(List.of(more));
        subkey.addAll(List.of("--quick-add-key", fingerprint, "cv25519", "encr", expires));
        run(new byte[0], subkey.toArray(String[]::new));
    }

    public String fingerprint(String userId) {
        String listing = new String(run(new byte[0], "--with-colons", "--list-keys", "=" + userId), StandardCharsets.UTF_8);
        return listing.lines().filter(line -> line.startsWith("fpr:")).findFirst().orElseThrow().split(":")[9];
    }

    public byte[] certificates() {
        return run(new byte[0], "--armor", "--export");
    }

    public byte[] secretKeys(String userId) {
        return run(new byte[0], "--armor", "--export-secret-keys", "=" + userId);
    }

    /// What GnuPG says in its status lines about the signature in this part over these octets.
    public String verifies(Part signature, byte[] covered) {
        try {
            return verifies(signature.decoded().readAllBytes(), covered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of the octets of a signature.
    public String verifies(byte[] signature, byte[] covered) {
        try {
            Path file = Files.write(home.resolve("covered"), covered);
            return new String(run(signature, false, "--status-fd", "1", "--verify", "-", file.toString()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The revocation that GnuPG made with the key; its armour is disarmed by a colon.
    public byte[] revocation(String fingerprint) {
        try {
            return Files.readAllBytes(home.resolve("openpgp-revocs.d/" + fingerprint + ".rev"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A revocation for a reason of GnuPG's menu: 0 none, 1 compromised, 2 superseded, 3 not used any more.
    public byte[] revocation(String fingerprint, int reason) {
        return run(("y\n" + reason + "\n\ny\n").getBytes(StandardCharsets.US_ASCII), "--no-batch", "--command-fd", "0", "--armor", "--gen-revoke", fingerprint);
    }

    @Override
    public void close() {
        Programs.run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"), new byte[0], false);
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException alreadyGone) {
            home.toFile().deleteOnExit(); // sockets of the agent vanish while we look
        }
    }

    /// Puts options before a command.
    static String[] args(String[] first, String... then) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(then)).toArray(String[]::new);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
