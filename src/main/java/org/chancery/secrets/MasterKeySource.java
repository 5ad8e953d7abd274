package org.chancery.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Where the master key of a site comes from: from the service manager, from a file that a passphrase opens, or from a file as it is.
///
/// `credentials` is the folder in which systemd puts credentials (`$CREDENTIALS_DIRECTORY`, systemd.exec(5)): `chancery.master-key` there is the
/// key itself, `chancery.passphrase` the passphrase. `passphraseFile` names a passphrase elsewhere. A file without wrapping is wrapped as soon as
/// there is a passphrase; a wrapped one without passphrase, and a key in two places, are refused with `IOException`.
///
/// Example: `new MasterKeySource(data.resolve("keys/master.key"), Optional.empty(), Optional.empty()).open(random)`.
public record MasterKeySource(Path file, Optional<Path> passphraseFile, Optional<Path> credentials) {
    public static final String KEY_CREDENTIAL = "chancery.master-key";
    public static final String PASSPHRASE_CREDENTIAL = "chancery.passphrase";
    /// Of a passphrase: fewer octets are guessed.
    private static final int LEAST = 16;

    /// Makes the key where there is none yet, except that a credential is only read.
    public MasterKey open(SecureRandom random) throws IOException {
        Optional<Path> given = credential(KEY_CREDENTIAL);
        if (given.isPresent()) {
            if (Files.exists(file)) {
                throw new IOException("there are two master keys, the credential " + KEY_CREDENTIAL + " and " + file + ": move the one away that does not belong to this store");
            }
            return MasterKey.of(given.get(), Files.readAllBytes(given.get()));
        }
        Optional<Secret> passphrase = passphrase();
        if (passphrase.isEmpty()) {
            refuseWrapped();
            return MasterKey.open(file, random);
        }
        return withPassphrase(passphrase.get(), random);
    }

    /// False: [#open] would make a new one.
    public boolean isThere() {
        return Files.exists(file) || credential(KEY_CREDENTIAL).isPresent();
    }

    private void refuseWrapped() throws IOException {
        if (Files.exists(file) && WrappedKey.looksWrapped(Files.readAllBytes(file))) {
            throw new IOException(file + " opens with a passphrase only: name it as keys.passphrase_file, or give the credential " + PASSPHRASE_CREDENTIAL
                    + "; while the server runs, commands need neither");
        }
    }

    private MasterKey withPassphrase(Secret passphrase, SecureRandom random) throws IOException {
        if (Files.exists(file) && WrappedKey.looksWrapped(Files.readAllBytes(file))) {
            MasterKey.refuseShared(file);
            Secret opened = WrappedKey.open(Files.readAllBytes(file), passphrase, random)
                    .orElseThrow(() -> new IOException("the passphrase does not open " + file + ", or the file was changed"));
            return MasterKey.of(file, opened.reveal());
        }
        MasterKey plain = Files.exists(file) ? MasterKey.open(file, random) : MasterKey.of(file, fresh(random));
        MasterKey.write(file, WrappedKey.wrap(Secret.of(plain.octets()), passphrase, random));
        return plain;
    }

    private static byte[] fresh(SecureRandom random) {
        byte[] octets = new byte[MasterKey.OCTETS];
        random.nextBytes(octets);
        return octets;
    }

    private Optional<Secret> passphrase() throws IOException {
        Optional<Path> given = credential(PASSPHRASE_CREDENTIAL);
        if (given.isEmpty() && passphraseFile.isPresent()) {
            MasterKey.refuseShared(passphraseFile.get());
        }
        Optional<Path> place = given.or(() -> passphraseFile);
        return place.isEmpty() ? Optional.empty() : Optional.of(read(place.get()));
    }

    /// Without the ends of line behind it, which editors add.
    private static Secret read(Path place) throws IOException {
        byte[] octets = Files.readAllBytes(place);
        OptionalInt last = IntStream.range(0, octets.length).filter(i -> octets[i] != '\n' && octets[i] != '\r').reduce((_, i) -> i);
        int length = last.orElse(-1) + 1;
        if (length < LEAST) {
            throw new IOException("the passphrase in " + place + " has " + length + " octets; it must have at least " + LEAST);
        }
        return Secret.of(Arrays.copyOf(octets, length));
    }

    private Optional<Path> credential(String name) {
        return credentials.map(folder -> folder.resolve(name)).filter(Files::exists);
    }
}
