package org.chancery.protection.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.MarkerPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.operator.PGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.PGPKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.jcajce.JcePGPDataEncryptorBuilder;
import org.chancery.protection.Octets;
import org.chancery.secrets.Secret;

/// A body encrypted once, and its session key wrapped as often as there are readers (RFC 9580 sections 5.1 and 5.13).
///
/// A session-key packet of version 3 goes with SEIPD version 1, version 6 with version 2; one body never serves both.
///
/// Version 2 is always AES-128 with OCB: the one pair that each reader of version 2 has, whatever its certificate lists (RFC 9580 sections 5.2.3.15 and
/// 9.6), so that one body serves them all. Version 1 is AES-256. Deviates from RFC 9580 section 12.2, which takes a certificate that lists no ciphers for one
/// that reads AES-128 alone: no program is known that reads it and not AES-256.
///
/// Example: `var sealed = OpenPgpEncryption.of(packets, false, random); sealed.wrappedFor(key, false)` followed by `sealed.body()`.
final class OpenPgpEncryption {
    /// Chunks of 4 KiB: 2 to the power of 6 + 6.
    private static final int CHUNK = 6;
    /// Of AEAD, behind each chunk.
    private static final int TAG = 16;
    private static final byte[] MARKER = {(byte) 0xCA, 3, 'P', 'G', 'P'};

    private final PGPDataEncryptorBuilder cipher;
    private final byte[] sessionKey;
    private final Octets.Range body;
    private final SecureRandom random;

    private OpenPgpEncryption(PGPDataEncryptorBuilder cipher, byte[] sessionKey, Octets.Range body, SecureRandom random) {
        this.cipher = cipher;
        this.sessionKey = sessionKey;
        this.body = body;
        this.random = random;
    }

    /// `packets`: what is inside, a literal or a signed message. Never compressed.
    static OpenPgpEncryption of(byte[] packets, boolean isVersion2, SecureRandom random) {
        // The JDK has CFB and SHA-1 in hardware; OCB only Bouncy Castle has.
        PGPDataEncryptorBuilder cipher = isVersion2
                ? new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_128).setSecureRandom(random).setWithAEAD(AEADAlgorithmTags.OCB, CHUNK).setUseV6AEAD()
                : new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256).setSecureRandom(random).setWithIntegrityPacket(true);
        try {
            PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(cipher);
            Capture capture = new Capture();
            generator.addMethod(capture);
            int chunks = packets.length >> (CHUNK + 6);
            var out = new Octets.Gathered(packets.length + 256 + TAG * (chunks + 2));
            try (OutputStream encrypted = generator.open(out, packets.length)) {
                Octets.write(packets, encrypted);
            }
            return new OpenPgpEncryption(cipher, capture.sessionKey, out.range(MARKER.length), random);
        } catch (PGPException | IOException impossible) {
            throw new IllegalStateException("cannot encrypt", impossible);
        }
    }

    /// Takes the session key and writes a packet that is cut off again: the library writes none without a recipient.
    private static final class Capture implements PGPKeyEncryptionMethodGenerator {
        private byte[] sessionKey = {};

        @Override
        public org.bouncycastle.bcpg.ContainedPacket generate(PGPDataEncryptorBuilder builder, byte[] key) throws PGPException {
            sessionKey = key.clone();
            try {
                return new MarkerPacket(new BCPGInputStream(new java.io.ByteArrayInputStream(new byte[] {'P', 'G', 'P'})));
            } catch (IOException impossible) {
                throw new PGPException("three octets cannot be read", impossible);
            }
        }
    }

    /// The encrypted packet, the same for all readers.
    Octets.Range body() {
        return body;
    }

    /// One public-key operation. `isHidden` leaves out whose key it is.
    byte[] wrappedFor(PGPPublicKey key, boolean isHidden) {
        try {
            var method = new BcPublicKeyKeyEncryptionMethodGenerator(key).setSecureRandom(random);
            method.setUseWildcardKeyID(isHidden);
            method.setUseWildcardRecipient(isHidden);
            return method.generate(cipher, sessionKey).getEncoded();
        } catch (PGPException | IOException impossible) {
            throw new IllegalStateException("a key that can be encrypted to cannot", impossible);
        }
    }

    byte[] wrappedFor(Secret passphrase) {
        try {
            var method = new BcPBEKeyEncryptionMethodGenerator(passphrase.revealText().toCharArray());
            method.setSecureRandom(random);
            return method.generate(cipher, sessionKey).getEncoded();
        } catch (PGPException | IOException impossible) {
            throw new IllegalStateException("a passphrase that cannot be used", impossible);
        }
    }

    /// A whole message for these readers.
    byte[] message(List<PGPPublicKey> keys, List<Secret> passphrases) {
        var out = new ByteArrayOutputStream();
        keys.forEach(key -> out.writeBytes(wrappedFor(key, false)));
        passphrases.forEach(passphrase -> out.writeBytes(wrappedFor(passphrase)));
        out.write(body.array(), body.from(), body.length());
        return out.toByteArray();
    }
}
