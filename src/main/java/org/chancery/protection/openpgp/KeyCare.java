package org.chancery.protection.openpgp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.RevocationReasonTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.PGPKeyPairGenerator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPairGeneratorProvider;

/// What the owner of a key pair does with it over the years: extend it, give it a new subkey to decrypt with, revoke it. The
/// fingerprint stays. Only for keys that are not locked.
///
/// Example: `KeyCare.of(key, certificate, now, random).rotated(Duration.ofDays(730), now.plus(Duration.ofDays(30)))`.
public final class KeyCare {
    private final OpenPgpKey key;
    private final OpenPgpCertificate certificate;
    private final Instant now;
    private final SecureRandom random;
    private final PGPKeyPair primary;

    /// A key with a certificate that may hold more than the key has secrets for: subkeys that were rotated away.
    public record Kept(OpenPgpKey key, OpenPgpCertificate certificate) {}

    private KeyCare(OpenPgpKey key, OpenPgpCertificate certificate, Instant now, SecureRandom random, PGPKeyPair primary) {
        this.key = key;
        this.certificate = certificate;
        this.now = now;
        this.random = random;
        this.primary = primary;
    }

    /// Empty when the secret of the primary key is not there or locked: then nobody can speak for the key.
    public static Optional<KeyCare> of(OpenPgpKey key, OpenPgpCertificate certificate, Instant now, SecureRandom random) {
        return key.secretKey(certificate.ring().getPublicKey().getKeyIdentifier()).flatMap(key::unlocked)
                .map(primary -> new KeyCare(key, certificate, now.truncatedTo(ChronoUnit.SECONDS), random, primary));
    }

    /// Is there a secret key that may sign a document now, and is it not locked?
    public static boolean canSign(OpenPgpKey key, Instant now) {
        return OpenPgpSigner.signingKey(key, now).filter(secret -> key.unlocked(secret).isPresent()).isPresent();
    }

    /// The same key without its lock; empty when a passphrase is missing, or the secret of the primary key is kept elsewhere.
    public static Optional<OpenPgpKey> unlocked(OpenPgpKey key) {
        try {
            List<PGPSecretKey> open = new ArrayList<>();
            for (var keys = key.certificate().ring().getPublicKeys(); keys.hasNext(); ) {
                PGPPublicKey component = keys.next();
                Optional<PGPSecretKey> secret = key.secretKey(component.getKeyIdentifier());
                Optional<PGPKeyPair> pair = secret.flatMap(key::unlocked);
                if (secret.isPresent() && pair.isEmpty()) {
                    return Optional.empty();
                }
                if (pair.isPresent()) {
                    open.add(secret(pair.get(), component));
                }
            }
            return open.isEmpty() || !open.getFirst().isMasterKey() ? Optional.empty() : Optional.of(new OpenPgpKey(new PGPSecretKeyRing(open), List.of()));
        } catch (PGPException unreadable) {
            return Optional.empty();
        }
    }

    /// Fingerprint of the key that new mail is encrypted to; empty when there is none.
    public static Optional<String> component(OpenPgpCertificate certificate, Instant now) {
        List<String> able = certificate.encryptionKeys(now);
        return able.isEmpty() ? Optional.empty() : Optional.of(able.getLast());
    }

    /// When nothing can be encrypted to it any more; empty without end, or when it is over already.
    public static Optional<Instant> expires(OpenPgpCertificate certificate, Instant now) {
        List<PGPPublicKey> able = certificate.encryptionComponents(now);
        return able.isEmpty() ? Optional.empty() : certificate.encryptionUntil(able.getLast(), now);
    }

    /// A new subkey to decrypt with, good for `life` from now. The older ones end at `transitionEnd`, and the key has their secrets no
    /// more: whoever wants to read old mail keeps the old key.
    public Kept rotated(Duration life, Instant transitionEnd) {
        try {
            SelfSigner signer = new SelfSigner(after(newest()), random);
            PGPKeyPair fresh = decrypting(signer).asSubkey(new BcKeyFingerprintCalculator());
            PGPPublicKey bound = signer.bound(primary, fresh, SelfSigner.DECRYPT, Optional.of(life));
            PGPPublicKeyRing ring = certificate.ring();
            List<PGPSecretKey> secrets = new ArrayList<>();
            for (PGPSecretKey secret : secrets()) {
                if (isDecrypter(secret)) {
                    ring = PGPPublicKeyRing.insertPublicKey(ring, ended(signer, secret, transitionEnd));
                } else {
                    secrets.add(secret);
                }
            }
            secrets.add(secret(fresh, bound));
            return new Kept(new OpenPgpKey(new PGPSecretKeyRing(secrets), List.of()), new OpenPgpCertificate(PGPPublicKeyRing.insertPublicKey(ring, bound)));
        } catch (PGPException impossible) {
            throw new IllegalStateException("a key that is ours cannot be rotated", impossible);
        }
    }

    /// The certificate of a key that another one follows: nothing new is to be encrypted to it after `end`, and what it signed stays signed.
    public OpenPgpCertificate ending(Instant end) {
        try {
            SelfSigner signer = new SelfSigner(after(newest()), random);
            PGPPublicKeyRing ring = certificate.ring();
            for (PGPSecretKey secret : secrets()) {
                ring = isDecrypter(secret) ? PGPPublicKeyRing.insertPublicKey(ring, ended(signer, secret, end)) : ring;
            }
            return new OpenPgpCertificate(ring);
        } catch (PGPException impossible) {
            throw new IllegalStateException("a key that is ours cannot be ended", impossible);
        }
    }

    /// `other` with the word of this key that these of its user ids are true (RFC 9580 section 5.2.1.7, type 0x13): who relies on this one
    /// may follow to the other. User ids that `other` does not bind now are left out.
    public OpenPgpCertificate certifying(OpenPgpCertificate other, Predicate<String> userIds) {
        try {
            PGPPublicKey named = other.ring().getPublicKey();
            for (String userId : other.userIds(now.plusSeconds(5))) {
                Iterator<PGPSignature> bindings = named.getSignaturesForID(userId); // none where it is not UTF-8: nobody can name it
                if (userIds.test(userId) && bindings != null && bindings.hasNext()) {
                    PGPSignatureGenerator generator = new SelfSigner(now, random).generator(primary, PGPSignature.POSITIVE_CERTIFICATION, new PGPSignatureSubpacketGenerator());
                    named = PGPPublicKey.addCertification(named, userId, generator.generateCertification(userId, other.ring().getPublicKey()));
                }
            }
            return new OpenPgpCertificate(PGPPublicKeyRing.insertPublicKey(other.ring(), named));
        } catch (PGPException impossible) {
            throw new IllegalStateException("a key that is ours cannot certify", impossible);
        }
    }

    /// All subkeys that the key has secrets for hold until `life` from now.
    public Kept extended(Duration life) {
        try {
            SelfSigner signer = new SelfSigner(after(newest()), random);
            PGPPublicKeyRing ring = certificate.ring();
            List<PGPSecretKey> secrets = new ArrayList<>();
            for (PGPSecretKey secret : secrets()) {
                if (secret.isMasterKey()) {
                    secrets.add(secret);
                } else {
                    PGPKeyPair pair = unlocked(secret);
                    Duration whole = Duration.between(secret.getPublicKey().getCreationTime().toInstant(), now.plus(life));
                    PGPPublicKey bound = signer.bound(primary, pair, isDecrypter(secret) ? SelfSigner.DECRYPT : SelfSigner.SIGN, Optional.of(whole));
                    ring = PGPPublicKeyRing.insertPublicKey(ring, bound);
                    secrets.add(PGPSecretKey.replacePublicKey(secret, bound));
                }
            }
            return new Kept(new OpenPgpKey(new PGPSecretKeyRing(secrets), List.of()), new OpenPgpCertificate(ring));
        } catch (PGPException impossible) {
            throw new IllegalStateException("a key that is ours cannot be extended", impossible);
        }
    }

    /// A revocation of the whole key for no stated reason, as a file: it holds for all times (RFC 9580 section 5.2.3.31).
    public byte[] revocation() {
        return revocation(RevocationReasonTags.NO_REASON, "");
    }

    /// A revocation because another key took the place of this one (reason 1), from now on only: what it signed before stays signed.
    /// `why` is for people.
    public byte[] superseded(String why) {
        return revocation(RevocationReasonTags.KEY_SUPERSEDED, why);
    }

    private byte[] revocation(byte reason, String why) {
        try {
            PGPSignatureSubpacketGenerator said = new PGPSignatureSubpacketGenerator();
            said.setRevocationReason(true, reason, why);
            PGPSignatureGenerator generator = new SelfSigner(now, random).generator(primary, PGPSignature.KEY_REVOCATION, said);
            return Armor.write("PGP PUBLIC KEY BLOCK", generator.generateCertification(primary.getPublicKey()).getEncoded());
        } catch (PGPException impossible) {
            throw new IllegalStateException("a key that is ours cannot be revoked", impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private List<PGPSecretKey> secrets() {
        List<PGPSecretKey> all = new ArrayList<>(List.of(key.secretKey(primary.getPublicKey().getKeyIdentifier()).orElseThrow()));
        certificate.ring().getPublicKeys().forEachRemaining(component -> {
            if (!component.isMasterKey()) {
                key.secretKey(component.getKeyIdentifier()).ifPresent(all::add);
            }
        });
        return all;
    }

    private boolean isDecrypter(PGPSecretKey secret) {
        int flags = 0;
        for (PGPSignature binding : new SelfSignatures(primary.getPublicKey()).bindings(certificate.ring().getPublicKey(secret.getPublicKey().getKeyIdentifier()))) {
            flags |= binding.getHashedSubPackets().getKeyFlags();
        }
        return !secret.isMasterKey() && (flags & SelfSigner.DECRYPT) != 0;
    }

    private PGPPublicKey ended(SelfSigner signer, PGPSecretKey secret, Instant end) throws PGPException {
        Duration life = Duration.between(secret.getPublicKey().getCreationTime().toInstant(), end);
        PGPKeyPair pair = unlocked(secret);
        PGPPublicKey known = certificate.ring().getPublicKey(secret.getPublicKey().getKeyIdentifier());
        return signer.bound(primary, new PGPKeyPair(known, pair.getPrivateKey()), SelfSigner.DECRYPT, Optional.of(life));
    }

    private PGPKeyPair unlocked(PGPSecretKey secret) {
        return key.unlocked(secret).orElseThrow(() -> new IllegalStateException("a locked key"));
    }

    private PGPKeyPair decrypting(SelfSigner signer) throws PGPException {
        PGPPublicKey like = primary.getPublicKey();
        PGPKeyPairGenerator pairs = new BcPGPKeyPairGeneratorProvider().setSecureRandom(random).get(like.getVersion(), signer.made());
        return switch (like.getAlgorithm()) {
            case PublicKeyAlgorithmTags.RSA_GENERAL -> pairs.generateRsaKeyPair(3072);
            case PublicKeyAlgorithmTags.Ed25519, PublicKeyAlgorithmTags.Ed448 -> pairs.generateX25519KeyPair();
            default -> pairs.generateLegacyX25519KeyPair();
        };
    }

    private static PGPSecretKey secret(PGPKeyPair pair, PGPPublicKey bound) throws PGPException {
        PGPDigestCalculator sha1 = new BcPGPDigestCalculatorProvider().get(org.bouncycastle.bcpg.HashAlgorithmTags.SHA1);
        return new PGPSecretKey(pair.getPrivateKey(), bound, bound.getVersion() == 6 ? null : sha1, bound.isMasterKey(), null);
    }

    /// The newest word counts, so ours must be newer than all before it.
    private Instant newest() {
        Instant newest = Instant.EPOCH;
        for (var keys = certificate.ring().getPublicKeys(); keys.hasNext(); ) {
            for (var signatures = keys.next().getSignatures(); signatures.hasNext(); ) {
                Instant made = signatures.next().getCreationTime().toInstant();
                newest = made.isAfter(newest) ? made : newest;
            }
        }
        return newest;
    }

    private Instant after(Instant other) {
        return now.isAfter(other) ? now : other.plusSeconds(1);
    }
}
