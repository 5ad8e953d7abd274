package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.chancery.kit.Programs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Programs that are not ours say what is in a message and which signatures hold: GnuPG, Sequoia (sqop) and OpenPGP.js. Keys are files in one folder.
final class Judges implements AutoCloseable {
    private static final Path OPENPGP_JS = Path.of("target/interop/node_modules/openpgp");

    /// The programs.
    enum Program { GPG, SQOP, OPENPGP_JS }

    /// What a program found: the text, and whether a signature by the one asked for holds.
    record Found(byte[] data, boolean isSigned) {
        String text() {
            return new String(data, StandardCharsets.UTF_8);
        }
    }

    private final Path folder;
    private final Gpg gpg;

    /// Skips the test, visibly, where one of them is not installed.
    Judges(Path folder) {
        Programs.needProgram("sqop");
        Programs.needProgram("sq");
        Programs.need("OpenPGP.js (run tools/interop)", Files.isExecutable(Path.of("/usr/bin/node")) && Files.isDirectory(OPENPGP_JS));
        this.folder = folder;
        this.gpg = Gpg.start();
    }

    /// A key made by Sequoia.
    void generate(String name) {
        add(name, sqop(new byte[0], "generate-key", name + " <" + name + "@example.org>"));
    }

    /// A key in armour.
    void add(String name, byte[] secret) {
        write(name + ".key", secret);
        gpg.run(secret, "--import");
        write(name + ".cert", gpg.run(new byte[0], "--armor", "--export", "=" + name + " <" + name + "@example.org>"));
    }

    /// A key that GnuPG 2.2 does not know.
    void addNew(String name, byte[] secret, byte[] certificate) {
        write(name + ".key", secret);
        write(name + ".cert", certificate);
    }

    /// A key for AEAD that OpenPGP.js made, in armour.
    byte[] openPgpJsKey(int version) {
        return node("generate", String.valueOf(version)).get("key").asString().getBytes(StandardCharsets.US_ASCII);
    }

    byte[] read(String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String file, byte[] octets) {
        try {
            return Files.write(folder.resolve(file), octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] gpg(byte[] in, String... arguments) {
        return gpg.run(in, arguments);
    }

    byte[] sqop(byte[] in, String... arguments) {
        return program("sqop", in, true, arguments);
    }

    private byte[] program(String name, byte[] in, boolean mustSucceed, String... arguments) {
        List<String> line = new java.util.ArrayList<>(List.of(name));
        for (String argument : arguments) {
            line.add(argument.startsWith("@") ? folder.resolve(argument.substring(1)).toString() : argument);
        }
        return Programs.run(line, in, mustSucceed);
    }

    /// Encrypted and signed by `sq`, which writes for whom the signature is meant.
    byte[] intended(byte[] text, String author, String reader) {
        Path plain = write("plain", text);
        return program("sq", new byte[0], true, "encrypt", "--compression", "none", "--recipient-cert", "@" + reader + ".cert", "--signer-key", "@" + author + ".key", plain.toString());
    }

    /// The armour in a copy, opened with the key of `reader`; `signer` is looked for.
    Found opened(Program by, byte[] copy, String reader, String signer) {
        String text = new String(copy, StandardCharsets.US_ASCII);
        int begin = text.indexOf("-----BEGIN PGP MESSAGE-----");
        byte[] armour = text.substring(begin, text.indexOf("-----END PGP MESSAGE-----") + 25).concat("\r\n").getBytes(StandardCharsets.US_ASCII);
        return switch (by) {
            case GPG -> {
                // It ends with an error for each key that it tried on a hidden recipient, so what it wrote counts.
                String status = new String(gpg.tried(armour, "--status-fd", "1", "--output", write("out", new byte[0]).toString(), "--decrypt"), StandardCharsets.UTF_8);
                assertThat(status).contains("DECRYPTION_OKAY").contains("GOODMDC");
                yield new Found(read("out"), status.contains("GOODSIG") && status.contains(signer + "@example.org"));
            }
            case SQOP -> {
                write("verified", new byte[0]).toFile().delete(); // it writes into no file that is there
                byte[] verified = program("sqop", armour, false, "decrypt", "--verify-with", "@" + signer + ".cert", "--verifications-out", "@verified", "@" + reader + ".key");
                yield new Found(sqop(armour, "decrypt", "@" + reader + ".key"), verified.length > 0);
            }
            case OPENPGP_JS -> {
                JsonNode found = node("decrypt", "@" + reader + ".key", "@" + signer + ".cert", write("message", armour).toString());
                yield new Found(Base64.getDecoder().decode(found.get("data").asString()), isGood(found));
            }
        };
    }

    /// Does this detached signature by `signer` hold over these octets?
    boolean verifies(Program by, byte[] signature, byte[] covered, String signer) {
        Path asc = write("signature", signature);
        Path data = write("covered", covered);
        return switch (by) {
            case GPG -> gpg.verifies(signature, covered).lines().anyMatch(line -> line.contains("GOODSIG") && line.contains(signer + "@example.org"));
            case SQOP -> program("sqop", covered, false, "verify", asc.toString(), "@" + signer + ".cert").length > 0;
            case OPENPGP_JS -> isGood(node("verify", "@" + signer + ".cert", asc.toString(), data.toString()));
        };
    }

    private JsonNode node(String... arguments) {
        List<String> line = new java.util.ArrayList<>(List.of("target/interop/openpgp.mjs"));
        line.addAll(List.of(arguments));
        return new ObjectMapper().readTree(program("node", new byte[0], true, line.toArray(String[]::new)));
    }

    private static boolean isGood(JsonNode found) {
        for (JsonNode one : found.get("signatures")) {
            if (one.get("good").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        gpg.close();
    }
}
