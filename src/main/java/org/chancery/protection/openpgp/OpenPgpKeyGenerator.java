package org.chancery.protection.openpgp;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.Features;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PBESecretKeyEncryptor;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.PGPKeyPairGenerator;
import org.bouncycastle.openpgp.operator.bc.BcAEADSecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPairGeneratorProvider;
import org.chancery.secrets.Secret;

/// Makes key pairs: a primary key that only certifies, one subkey to sign and one to decrypt with (RFC 9580 section 10.1).
///
/// Version 4 keys say that they read SEIPD version 1 only, so nobody sends a list what half of its members' programs cannot read.
///
/// Example: `new OpenPgpKeyGenerator(clock, random).generate(Profile.ED25519, List.of("List <list@example.org>"), Optional.of(Duration.ofDays(730)), Optional.empty())`.
public final class OpenPgpKeyGenerator {
    private final InstantSource clock;
    private final SecureRandom random;

    public OpenPgpKeyGenerator(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /// Which algorithms. The first is in the encodings that GnuPG of all ages knows (algorithms 22 and 18).
    public enum Profile {
        ED25519(4),
        RSA3072(4),
        RFC9580(6);

        private final int version;

        Profile(int version) {
            this.version = version;
        }

        /// What a new key is made of that is to be like this one; where nobody here makes such keys, the first of its version.
        public static Profile like(OpenPgpCertificate certificate) {
            PGPPublicKey primary = certificate.ring().getPublicKey();
            boolean isRsa = primary.getAlgorithm() == PublicKeyAlgorithmTags.RSA_GENERAL;
            return primary.getVersion() == 6 ? RFC9580 : isRsa ? RSA3072 : ED25519;
        }

        /// Of the version of another: so that who reads one reads the other.
        public boolean isOfOneVersion(Profile other) {
            return version == other.version;
        }
    }

    /// `subkeyLife`: how long the subkeys hold; empty for ever. The primary key has no end. With a passphrase the secret keys are locked.
    public OpenPgpKey generate(Profile profile, List<String> userIds, Optional<Duration> subkeyLife, Optional<Secret> passphrase) {
        return generate(profile, userIds, subkeyLife, passphrase, true);
    }

    public OpenPgpKey generate(Profile profile, List<String> userIds, Optional<Duration> subkeyLife, Optional<Secret> passphrase, boolean canDecrypt) {
        try {
            return new Making(profile, clock.instant().truncatedTo(ChronoUnit.SECONDS)).key(userIds, subkeyLife, passphrase, canDecrypt);
        } catch (PGPException impossible) {
            throw new IllegalStateException("cannot make a key", impossible);
        }
    }

    /// One key in the making.
    private final class Making {
        private final Profile profile;
        private final SelfSigner self;
        private final PGPKeyPairGenerator pairs;
        private final PGPKeyPair primary;

        Making(Profile profile, Instant at) throws PGPException {
            this.profile = profile;
            this.self = new SelfSigner(at, random);
            this.pairs = new BcPGPKeyPairGeneratorProvider().setSecureRandom(random).get(profile.version, self.made());
            this.primary = signing();
        }

        OpenPgpKey key(List<String> userIds, Optional<Duration> subkeyLife, Optional<Secret> passphrase, boolean canDecrypt) throws PGPException {
            List<PGPSecretKey> keys = new ArrayList<>();
            keys.add(secret(primary, certified(userIds), true, passphrase));
            PGPKeyPair signer = signing().asSubkey(new BcKeyFingerprintCalculator());
            keys.add(secret(signer, self.bound(primary, signer, SelfSigner.SIGN, subkeyLife), false, passphrase));
            if (canDecrypt) {
                PGPKeyPair decrypter = decrypting().asSubkey(new BcKeyFingerprintCalculator());
                keys.add(secret(decrypter, self.bound(primary, decrypter, SelfSigner.DECRYPT, subkeyLife), false, passphrase));
            }
            return new OpenPgpKey(new PGPSecretKeyRing(keys), passphrase.stream().toList());
        }

        private PGPKeyPair signing() throws PGPException {
            return switch (profile) {
                case ED25519 -> pairs.generateLegacyEd25519KeyPair();
                case RSA3072 -> pairs.generateRsaKeyPair(3072);
                case RFC9580 -> pairs.generateEd25519KeyPair();
            };
        }

        private PGPKeyPair decrypting() throws PGPException {
            return switch (profile) {
                case ED25519 -> pairs.generateLegacyX25519KeyPair();
                case RSA3072 -> pairs.generateRsaKeyPair(3072);
                case RFC9580 -> pairs.generateX25519KeyPair();
            };
        }

        /// The primary key with what it says about itself; version 6 on the key, version 4 beside each user id.
        private PGPPublicKey certified(List<String> userIds) throws PGPException {
            PGPPublicKey key = primary.getPublicKey();
            if (profile.version == 6 || userIds.isEmpty()) {
                PGPSignatureGenerator direct = self.generator(primary, PGPSignature.DIRECT_KEY, preferences());
                key = PGPPublicKey.addCertification(key, direct.generateCertification(key));
            }
            for (String userId : userIds) {
                PGPSignatureSubpacketGenerator said = preferences();
                said.setPrimaryUserID(false, userId.equals(userIds.getFirst()));
                PGPSignatureGenerator certification = self.generator(primary, PGPSignature.POSITIVE_CERTIFICATION, said);
                key = PGPPublicKey.addCertification(key, userId, certification.generateCertification(userId, key));
            }
            return key;
        }

        private PGPSignatureSubpacketGenerator preferences() {
            PGPSignatureSubpacketGenerator said = new PGPSignatureSubpacketGenerator();
            said.setKeyFlags(true, KeyFlags.CERTIFY_OTHER);
            said.setPreferredSymmetricAlgorithms(false, new int[] {SymmetricKeyAlgorithmTags.AES_256, SymmetricKeyAlgorithmTags.AES_192, SymmetricKeyAlgorithmTags.AES_128});
            said.setPreferredHashAlgorithms(false, new int[] {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA256});
            said.setPreferredCompressionAlgorithms(false, new int[] {0});
            said.setFeature(false, profile.version == 6 ? (byte) (Features.FEATURE_MODIFICATION_DETECTION | Features.FEATURE_SEIPD_V2) : Features.FEATURE_MODIFICATION_DETECTION);
            return said;
        }

        private PGPSecretKey secret(PGPKeyPair pair, PGPPublicKey certified, boolean isPrimary, Optional<Secret> passphrase) throws PGPException {
            PGPDigestCalculator sha1 = new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1);
            return passphrase.isEmpty()
                    ? new PGPSecretKey(pair.getPrivateKey(), certified, profile.version == 6 ? null : sha1, isPrimary, null)
                    : new PGPSecretKey(pair.getPrivateKey(), certified, sha1, isPrimary, lock(certified, passphrase.get()));
        }

        private PBESecretKeyEncryptor lock(PGPPublicKey key, Secret passphrase) throws PGPException {
            char[] characters = passphrase.revealText().toCharArray();
            return profile.version == 6
                    ? new BcAEADSecretKeyEncryptorBuilder(AEADAlgorithmTags.OCB, SymmetricKeyAlgorithmTags.AES_256, S2K.Argon2Params.memoryConstrainedParameters())
                            .setSecureRandom(random).build(characters, key.getPublicKeyPacket())
                    : new BcPBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256, new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA256), 0xC0)
                            .setSecureRandom(random).build(characters);
        }
    }
}
