package org.chancery.protection.openpgp;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;

/// Makes the signatures with which a key speaks about itself, all of one moment and with SHA-512.
final class SelfSigner {
    static final int SIGN = KeyFlags.SIGN_DATA;
    static final int DECRYPT = KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE;

    private final Date made;
    private final SecureRandom random;

    SelfSigner(Instant made, SecureRandom random) {
        this.made = Date.from(made);
        this.random = random;
    }

    Date made() {
        return made;
    }

    PGPSignatureGenerator generator(PGPKeyPair by, int type, PGPSignatureSubpacketGenerator said) throws PGPException {
        PGPSignatureGenerator generator = new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(by.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512).setSecureRandom(random), by.getPublicKey());
        generator.init(type, by.getPrivateKey());
        said.setSignatureCreationTime(true, made);
        said.setIssuerFingerprint(false, by.getPublicKey());
        generator.setHashedSubpackets(said.generate());
        return generator;
    }

    /// `life` counts from when the subkey was made (RFC 9580 section 5.2.3.13); empty is without end.
    PGPPublicKey bound(PGPKeyPair primary, PGPKeyPair subkey, int flags, Optional<Duration> life) throws PGPException {
        try {
            PGPSignatureSubpacketGenerator said = new PGPSignatureSubpacketGenerator();
            said.setKeyFlags(true, flags);
            life.ifPresent(duration -> said.setKeyExpirationTime(true, duration.toSeconds()));
            if (flags == SIGN) {
                PGPSignatureGenerator back = generator(subkey, PGPSignature.PRIMARYKEY_BINDING, new PGPSignatureSubpacketGenerator());
                said.addEmbeddedSignature(true, back.generateCertification(primary.getPublicKey(), subkey.getPublicKey()));
            }
            PGPSignatureGenerator binding = generator(primary, PGPSignature.SUBKEY_BINDING, said);
            return PGPPublicKey.addCertification(subkey.getPublicKey(), binding.generateCertification(primary.getPublicKey(), subkey.getPublicKey()));
        } catch (IOException impossible) {
            throw new IllegalStateException("a signature that cannot be written", impossible);
        }
    }
}
