package org.chancery.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Where the master key of a site comes from: from the service manager, from a file that a passphrase or a token of hardware opens, or from a file as it is.
///
/// `credentials` is the folder in which systemd puts credentials (`$CREDENTIALS_DIRECTORY`, systemd.exec(5)): `chancery.master-key` there is the
/// key itself, `chancery.passphrase` the passphrase, `chancery.pin` the PIN of the token. `passphraseFile` names a passphrase elsewhere. A file without wrapping
/// is wrapped as soon as there is a passphrase or a token; a wrapped one without what opens it, and a key in two places, are refused with `IOException`.
///
/// Example: `MasterKeySource.of(data.resolve("keys/master.key")).open(random)`.
public record MasterKeySource(Path file, Optional<Path> passphraseFile, Optional<Token> token, Optional<Path> credentials) {
    public static final String KEY_CREDENTIAL = "chancery.master-key";
    public static final String PASSPHRASE_CREDENTIAL = "chancery.passphrase";
    public static final String PIN_CREDENTIAL = "chancery.pin";
    /// Of a passphrase, in octets: fewer are guessed.
    private static final int LEAST_PASSPHRASE = 16;
    private static final int LEAST_PIN = 4;

    /// The file as it is.
    public static MasterKeySource of(Path file) {
        return new MasterKeySource(file, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Makes the key where there is none yet, except that a credential is only read.
    public MasterKey open(SecureRandom random) throws IOException {
        Optional<Path> given = credential(KEY_CREDENTIAL);
        if (given.isPresent()) {
            if (Files.exists(file)) {
                throw new IOException("there are two master keys, the credential " + KEY_CREDENTIAL + " and " + file + ": move the one away that does not belong to this store");
            }
            return MasterKey.of(given.get(), Files.readAllBytes(given.get()));
        }
        Optional<Wrapping> wrapping = wrapping(random);
        if (wrapping.isEmpty()) {
            refuseWrapped();
            return MasterKey.open(file, random);
        }
        return wrapped(wrapping.get(), random);
    }

    /// False: [#open] would make a new one.
    public boolean isThere() {
        return Files.exists(file) || credential(KEY_CREDENTIAL).isPresent();
    }

    private void refuseWrapped() throws IOException {
        if (Files.exists(file) && Wrapping.looksWrapped(Files.readAllBytes(file))) {
            throw new IOException(file + " is wrapped: name what opens it as keys.passphrase_file or keys.pkcs11_module, or give the credential " + PASSPHRASE_CREDENTIAL
                    + "; while the server runs, commands need none of them");
        }
    }

    private MasterKey wrapped(Wrapping wrapping, SecureRandom random) throws IOException {
        if (Files.exists(file) && Wrapping.looksWrapped(Files.readAllBytes(file))) {
            MasterKey.refuseShared(file);
            return MasterKey.of(file, wrapping.open(Files.readAllBytes(file)).reveal());
        }
        MasterKey plain = Files.exists(file) ? MasterKey.open(file, random) : MasterKey.of(file, fresh(random));
        MasterKey.write(file, wrapping.wrap(Secret.of(plain.octets())));
        return plain;
    }

    private static byte[] fresh(SecureRandom random) {
        byte[] octets = new byte[MasterKey.OCTETS];
        random.nextBytes(octets);
        return octets;
    }

    private Optional<Wrapping> wrapping(SecureRandom random) throws IOException {
        Optional<Path> passphrase = place(PASSPHRASE_CREDENTIAL, passphraseFile);
        if (token.isEmpty()) {
            return passphrase.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PassphraseWrapping(read(passphrase.get(), "passphrase", LEAST_PASSPHRASE), file, random));
        }
        if (passphrase.isPresent()) {
            throw new IOException("the master key lies under a passphrase or under a token, not under both: leave out " + passphrase.get() + " or keys.pkcs11_module");
        }
        Path pin = place(PIN_CREDENTIAL, token.get().pinFile()).orElseThrow(
                () -> new IOException("the token needs its PIN: name a file as keys.pkcs11_pin_file, or give the credential " + PIN_CREDENTIAL));
        return Optional.of(new TokenWrapping(token.get(), read(pin, "PIN", LEAST_PIN), file, random));
    }

    private Optional<Path> place(String credential, Optional<Path> named) throws IOException {
        Optional<Path> given = credential(credential);
        if (given.isEmpty() && named.isPresent()) {
            MasterKey.refuseShared(named.get());
        }
        return given.or(() -> named);
    }

    /// Without the ends of line behind it, which editors add.
    private static Secret read(Path place, String what, int least) throws IOException {
        byte[] octets = Files.readAllBytes(place);
        OptionalInt last = IntStream.range(0, octets.length).filter(i -> octets[i] != '\n' && octets[i] != '\r').reduce((_, i) -> i);
        int length = last.orElse(-1) + 1;
        if (length < least) {
            throw new IOException("the " + what + " in " + place + " has " + length + " octets; it must have at least " + least);
        }
        return Secret.of(Arrays.copyOf(octets, length));
    }

    private Optional<Path> credential(String name) {
        return credentials.map(folder -> folder.resolve(name)).filter(Files::exists);
    }
}
