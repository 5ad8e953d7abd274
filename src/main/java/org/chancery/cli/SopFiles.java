package org.chancery.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.chancery.mail.Parsed;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.secrets.Secret;
import org.jspecify.annotations.Nullable;

/// The files that `chancery sop` is told, with the two special forms of draft-dkg-openpgp-stateless-cli: `@ENV:NAME` is the value of a
/// variable, `@FD:N` an open file descriptor.
final class SopFiles {
    private static final String FROM_ENVIRONMENT = "@ENV:";
    private static final String DESCRIPTOR = "@FD:";

    private SopFiles() {}

    static byte[] read(String name) throws IOException {
        if (name.startsWith(FROM_ENVIRONMENT)) {
            String value = System.getenv(name.substring(FROM_ENVIRONMENT.length()));
            if (value == null) {
                throw new CommandFailure(SopExit.MISSING_INPUT, "There is no variable " + name + ".");
            }
            return value.getBytes(StandardCharsets.UTF_8);
        }
        Path path = path(name);
        if (!Files.exists(path)) {
            throw new CommandFailure(SopExit.MISSING_INPUT, "There is no file " + name + ".");
        }
        return Files.readAllBytes(path);
    }

    private static Path path(String name) {
        return Path.of(name.startsWith(DESCRIPTOR) ? "/dev/fd/" + name.substring(DESCRIPTOR.length()) : name);
    }

    /// An output that may not exist yet.
    static void write(String name, byte[] content) throws IOException {
        if (!name.startsWith(DESCRIPTOR) && Files.exists(Path.of(name))) {
            throw new CommandFailure(SopExit.OUTPUT_EXISTS, name + " exists.");
        }
        Files.write(path(name), content, name.startsWith(DESCRIPTOR) ? StandardOpenOption.WRITE : StandardOpenOption.CREATE_NEW);
    }

    /// The line end that editors write is not part of a passphrase.
    static List<Secret> passphrases(@Nullable List<String> names) throws IOException {
        List<Secret> passphrases = new ArrayList<>();
        for (String name : names == null ? List.<String>of() : names) {
            passphrases.add(Secret.of(new String(read(name), StandardCharsets.UTF_8).stripTrailing()));
        }
        return passphrases;
    }

    static List<OpenPgpCertificate> certificates(@Nullable List<String> names) throws IOException {
        List<OpenPgpCertificate> certificates = new ArrayList<>();
        for (String name : names == null ? List.<String>of() : names) {
            certificates.addAll(keyring(read(name), List.of()).certificates());
        }
        return certificates;
    }

    static List<OpenPgpKey> keys(@Nullable List<String> names, List<Secret> passphrases) throws IOException {
        List<OpenPgpKey> keys = new ArrayList<>();
        for (String name : names == null ? List.<String>of() : names) {
            keys.addAll(keys(read(name), passphrases));
        }
        return keys;
    }

    static List<OpenPgpKey> keys(byte[] content, List<Secret> passphrases) {
        List<OpenPgpKey> keys = keyring(content, passphrases).keys();
        if (keys.isEmpty()) {
            throw new CommandFailure(SopExit.BAD_DATA, "There is no secret key in it.");
        }
        return keys;
    }

    private static OpenPgpKeyring keyring(byte[] content, List<Secret> passphrases) {
        return switch (OpenPgpKeyring.read(content, passphrases)) {
            case Parsed.Value<OpenPgpKeyring>(OpenPgpKeyring keyring) -> keyring;
            case Parsed.Malformed<OpenPgpKeyring>(int _, String why) -> throw new CommandFailure(SopExit.BAD_DATA, why + ".");
        };
    }
}
