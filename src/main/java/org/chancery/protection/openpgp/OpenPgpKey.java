package org.chancery.protection.openpgp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.chancery.secrets.Secret;

/// A key pair of a list: certificate and secret keys. Prints its fingerprint only, and is neither a record nor serialisable.
public final class OpenPgpKey {
    private final PGPSecretKeyRing ring;
    private final List<Secret> passphrases;

    /// Each passphrase is tried on each locked secret key.
    OpenPgpKey(PGPSecretKeyRing ring, List<Secret> passphrases) {
        this.ring = ring;
        this.passphrases = List.copyOf(passphrases);
    }

    public OpenPgpCertificate certificate() {
        return new OpenPgpCertificate(ring.toCertificate());
    }

    /// The secret keys as packets, as locked as they are.
    public Secret encoded() {
        try {
            return Secret.of(ring.getEncoded());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// Key pairs that a message may be encrypted to, whatever their expiry: old mail must stay readable.
    List<PGPSecretKey> decryptionKeys() {
        List<PGPSecretKey> keys = new ArrayList<>();
        ring.getSecretKeys().forEachRemaining(key -> {
            if (key.getPublicKey().isEncryptionKey() && !key.isPrivateKeyEmpty()) {
                keys.add(key);
            }
        });
        return keys;
    }

    Optional<PGPSecretKey> secretKey(KeyIdentifier identifier) {
        return Optional.ofNullable(ring.getSecretKey(identifier)).filter(key -> !key.isPrivateKeyEmpty());
    }

    /// Is there a secret key that none of the passphrases opens?
    public boolean isLocked() {
        return decryptionKeys().stream().anyMatch(key -> unlocked(key).isEmpty());
    }

    /// Empty when no passphrase fits, or the key is kept elsewhere.
    Optional<PGPKeyPair> unlocked(PGPSecretKey key) {
        if (key.getS2KUsage() == 0) {
            return extracted(key, new char[0]);
        }
        return passphrases.stream().flatMap(passphrase -> withCharacters(key, passphrase).stream()).findFirst();
    }

    private static Optional<PGPKeyPair> withCharacters(PGPSecretKey key, Secret passphrase) {
        byte[] octets = passphrase.reveal();
        char[] characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets)).array();
        int length = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets)).length();
        char[] exact = Arrays.copyOf(characters, length);
        try {
            return extracted(key, exact);
        } finally {
            Arrays.fill(octets, (byte) 0);
            Arrays.fill(characters, '\0');
            Arrays.fill(exact, '\0');
        }
    }

    private static Optional<PGPKeyPair> extracted(PGPSecretKey key, char[] passphrase) {
        try {
            return Optional.of(key.extractKeyPair(
                    new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(passphrase)));
        } catch (PGPException | RuntimeException wrongPassphrase) {
            return Optional.empty(); // the library tells a wrong passphrase by a checksum that does not fit, or stumbles over the numbers
        }
    }

    @Override
    public String toString() {
        return "key " + certificate().fingerprint();
    }
}
