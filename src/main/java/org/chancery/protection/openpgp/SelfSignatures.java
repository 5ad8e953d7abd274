package org.chancery.protection.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.chancery.protection.AlgorithmPolicy;

/// The signatures with which a primary key speaks about itself, its user ids and its subkeys; only those that verify.
final class SelfSignatures {
    /// Of one kind at one place; a flooded certificate has thousands.
    private static final int MAX = 100;

    private final PGPPublicKey primary;

    SelfSignatures(PGPPublicKey primary) {
        this.primary = primary;
    }

    /// The certificate without what it does not say itself: signatures that do not verify, and subkeys and user ids that none binds.
    static OpenPgpCertificate believed(OpenPgpCertificate certificate) {
        PGPPublicKeyRing ring = certificate.ring();
        PGPPublicKey primary = ring.getPublicKey();
        SelfSignatures self = new SelfSignatures(primary);
        PGPPublicKey kept = without(primary, primary.getKeySignatures(), together(self.direct(), self.revocations()));
        for (Iterator<byte[]> ids = primary.getRawUserIDs(); ids.hasNext(); ) {
            byte[] id = ids.next();
            List<PGPSignature> good = self.certifications(id);
            kept = PGPPublicKey.removeCertification(kept, id);
            for (PGPSignature signature : good) {
                kept = PGPPublicKey.addCertification(kept, id, signature);
            }
        }
        ring = PGPPublicKeyRing.insertPublicKey(ring, kept);
        for (Iterator<PGPPublicKey> subkeys = certificate.ring().getPublicKeys(); subkeys.hasNext(); ) {
            PGPPublicKey subkey = subkeys.next();
            if (!subkey.isMasterKey()) {
                List<PGPSignature> bound = self.bindings(subkey);
                ring = bound.isEmpty()
                        ? PGPPublicKeyRing.removePublicKey(ring, subkey)
                        : PGPPublicKeyRing.insertPublicKey(ring, without(subkey, subkey.getSignatures(), together(bound, self.revocations(subkey))));
            }
        }
        return new OpenPgpCertificate(ring);
    }

    private static List<PGPSignature> together(List<PGPSignature> one, List<PGPSignature> other) {
        List<PGPSignature> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static PGPPublicKey without(PGPPublicKey key, Iterator<PGPSignature> signatures, List<PGPSignature> good) {
        List<PGPSignature> bad = new ArrayList<>();
        signatures.forEachRemaining(signature -> {
            if (good.stream().noneMatch(one -> one == signature)) {
                bad.add(signature);
            }
        });
        PGPPublicKey kept = key;
        for (PGPSignature signature : bad) {
            kept = PGPPublicKey.removeCertification(kept, signature);
        }
        return kept;
    }

    @FunctionalInterface
    private interface Check {
        boolean holds(PGPSignature signature) throws PGPException;
    }

    List<PGPSignature> direct() {
        return verified(primary.getSignaturesOfType(PGPSignature.DIRECT_KEY), signature -> signature.verifyCertification(primary));
    }

    /// Revocations of the primary key. The hash does not matter: to believe one wrongly costs less than to miss one.
    List<PGPSignature> revocations() {
        return verified(primary.getSignaturesOfType(PGPSignature.KEY_REVOCATION), signature -> signature.verifyCertification(primary));
    }

    List<PGPSignature> revocations(PGPPublicKey subkey) {
        return verified(subkey.getSignaturesOfType(PGPSignature.SUBKEY_REVOCATION), signature -> signature.verifyCertification(primary, subkey));
    }

    List<PGPSignature> bindings(PGPPublicKey subkey) {
        return verified(subkey.getSignaturesOfType(PGPSignature.SUBKEY_BINDING), signature -> signature.verifyCertification(primary, subkey));
    }

    /// Certifications of a user id and revocations of them.
    List<PGPSignature> certifications(byte[] userId) {
        Iterator<PGPSignature> all = primary.getSignaturesForID(userId);
        return all == null ? List.of() : verified(all, signature -> signature.verifyCertification(userId, primary));
    }

    private List<PGPSignature> verified(Iterator<PGPSignature> signatures, Check check) {
        List<PGPSignature> good = new ArrayList<>();
        for (int tried = 0; signatures.hasNext() && tried < MAX; ) {
            PGPSignature signature = signatures.next();
            if (isOwn(signature)) {
                tried++;
                if (isAllowed(signature) && holds(signature, primary, check)) {
                    good.add(signature);
                }
            }
        }
        return good;
    }

    private boolean isOwn(PGPSignature signature) {
        return signature.hasKeyIdentifier(primary.getKeyIdentifier()) || signature.getKeyID() == primary.getKeyID();
    }

    private static boolean isAllowed(PGPSignature signature) {
        return PGPSignature.isRevocation(signature.getSignatureType())
                || AlgorithmPolicy.isGoodForBinding(Algorithms.hash(signature.getHashAlgorithm()), signature.getCreationTime().toInstant());
    }

    /// On a copy: what a signature is verified with lies within it, and many threads ask one certificate at once.
    private static boolean holds(PGPSignature shared, PGPPublicKey by, Check check) {
        try {
            PGPSignature signature = new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(shared.getEncoded(true))));
            signature.init(new BcPGPContentVerifierBuilderProvider(), by);
            return check.holds(signature);
        } catch (PGPException | IOException | RuntimeException unreadable) {
            return false; // an algorithm or encoding nobody knows binds nothing
        }
    }

    /// Did the subkey agree to belong here (RFC 9580 section 5.2.1.9)? Without it a stranger's key could be adopted.
    boolean isBackSigned(PGPPublicKey subkey, PGPSignature binding) {
        return embedded(binding, true, subkey) || embedded(binding, false, subkey);
    }

    private boolean embedded(PGPSignature binding, boolean hashed, PGPPublicKey subkey) {
        try {
            PGPSignatureList inside = (hashed ? binding.getHashedSubPackets() : binding.getUnhashedSubPackets()).getEmbeddedSignatures();
            for (PGPSignature signature : inside) {
                if (signature.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING && isAllowed(signature)
                        && holds(signature, subkey, back -> back.verifyCertification(primary, subkey))) {
                    return true;
                }
            }
            return false;
        } catch (PGPException | RuntimeException unreadable) {
            return false;
        }
    }
}
