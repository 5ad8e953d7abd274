package org.chancery.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Parsed;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.secrets.Secret;
import org.jspecify.annotations.Nullable;

/// The files that `chancery sop` is told, with the two special forms of draft-dkg-openpgp-stateless-cli: `@ENV:NAME` is the value of a
/// variable, `@FD:N` an open file descriptor. Other names that begin with `@` are refused, and so is one of these forms that is a file as well.
final class SopFiles {
    private static final String FROM_ENVIRONMENT = "@ENV:";
    private static final String DESCRIPTOR = "@FD:";

    private SopFiles() {}

    static byte[] read(String name) throws IOException {
        special(name);
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

    private static void special(String name) {
        if (name.startsWith("@") && !name.startsWith(FROM_ENVIRONMENT) && !name.startsWith(DESCRIPTOR)) {
            throw new CommandFailure(SopExit.UNSUPPORTED_SPECIAL_PREFIX, name + " is of no kind that we know: write ./" + name + " for a file.");
        }
        if (name.startsWith("@") && Files.exists(Path.of(name))) {
            throw new CommandFailure(SopExit.AMBIGUOUS_INPUT, name + " is a file as well: write ./" + name + " for it, or take it away.");
        }
    }

    private static Path path(String name) {
        return Path.of(name.startsWith(DESCRIPTOR) ? "/dev/fd/" + name.substring(DESCRIPTOR.length()) : name);
    }

    /// An output that may not exist yet.
    static void write(String name, byte[] content) throws IOException {
        special(name);
        if (!name.startsWith(DESCRIPTOR) && Files.exists(Path.of(name))) {
            throw new CommandFailure(SopExit.OUTPUT_EXISTS, name + " exists.");
        }
        Files.write(path(name), content, name.startsWith(DESCRIPTOR) ? StandardOpenOption.WRITE : StandardOpenOption.CREATE_NEW);
    }

    /// To open with: as they stand there, and without the line end or blanks behind them.
    static List<Secret> passphrases(@Nullable List<String> names) throws IOException {
        List<Secret> passphrases = new ArrayList<>();
        for (String name : names == null ? List.<String>of() : names) {
            String text = new String(read(name), StandardCharsets.UTF_8);
            Stream.of(text, text.stripTrailing()).distinct().map(Secret::of).forEach(passphrases::add);
        }
        return passphrases;
    }

    /// To lock with: without what stands behind them, which an editor may have written. Who could not type one would never open it again.
    static List<Secret> newPassphrases(@Nullable List<String> names) throws IOException {
        List<Secret> passphrases = new ArrayList<>();
        for (String name : names == null ? List.<String>of() : names) {
            try {
                passphrases.add(Secret.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(read(name))).toString().stripTrailing()));
            } catch (CharacterCodingException notUtf8) {
                throw new CommandFailure(SopExit.PASSWORD_NOT_HUMAN_READABLE, "The password in " + name + " is no UTF-8 text.");
            }
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
