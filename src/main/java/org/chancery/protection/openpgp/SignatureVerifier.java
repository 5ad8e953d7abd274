package org.chancery.protection.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.bcpg.SignatureSubpacket;
import org.bouncycastle.bcpg.sig.IntendedRecipientFingerprint;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.chancery.protection.AlgorithmPolicy;
import org.chancery.protection.Circumstances;
import org.chancery.protection.ProtectionLimits;
import org.chancery.protection.SignatureFinding;
import org.chancery.protection.SignatureState;
import org.chancery.protection.SignatureValue;
import org.chancery.protection.Technology;

/// Judges signatures over a document (RFC 9580 section 5.2): is it valid, was its maker allowed to make it then, is it him whom From
/// names, is it fresh?
final class SignatureVerifier {
    /// Subpackets that we understand where they are marked critical (RFC 9580 section 5.2.3.7). Notations are not among them: we know
    /// none, so a critical one makes a signature bad.
    private static final Set<Integer> UNDERSTOOD = Set.of(2, 3, 4, 5, 7, 9, 11, 16, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 39);

    private final OpenPgpKeyring keyring;

    SignatureVerifier(OpenPgpKeyring keyring) {
        this.keyring = keyring;
    }

    /// One finding for each packet; at least one.
    List<SignatureFinding> findings(List<byte[]> packets, byte[] document, Set<Integer> types, Circumstances circumstances) {
        List<SignatureFinding> findings = new ArrayList<>();
        for (byte[] packet : packets.subList(0, Math.min(packets.size(), ProtectionLimits.SIGNATURES))) {
            findings.add(finding(packet, document, types, circumstances));
        }
        if (packets.isEmpty() || packets.size() > ProtectionLimits.SIGNATURES) {
            findings.add(unreadable(new byte[0], packets.isEmpty() ? "no signature is there" : "too many signatures"));
        }
        return findings;
    }

    static SignatureFinding unreadable(byte[] octets, String why) {
        return new SignatureFinding(Technology.OPENPGP, SignatureState.BAD, Optional.empty(), "", List.of(), Optional.empty(), "", SignatureValue.ofUnreadable(octets), Optional.empty(), why);
    }

    private SignatureFinding finding(byte[] packet, byte[] document, Set<Integer> types, Circumstances circumstances) {
        try {
            PGPSignature signature = new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(packet)));
            SignatureFinding base = base(signature, packet);
            if (!types.contains(signature.getSignatureType())) {
                return base.as(SignatureState.BAD, "not a signature over such a document");
            }
            List<OpenPgpKeyring.Component> candidates = candidates(signature);
            if (candidates.isEmpty()) {
                return base.as(SignatureState.UNKNOWN, "made by a key that is not in the keyring");
            }
            return byAnyOf(candidates, signature, base, document, circumstances);
        } catch (PGPException | IOException | RuntimeException unreadable) {
            return unreadable(packet, "a signature that cannot be read");
        }
    }

    private static SignatureFinding base(PGPSignature signature, byte[] packet) {
        String claimed = issuers(signature).stream().findFirst()
                .map(issuer -> issuer.getFingerprint() != null ? OpenPgpCertificate.hex(issuer.getFingerprint()) : String.format(java.util.Locale.ROOT, "%016X", issuer.getKeyId()))
                .orElse("");
        return new SignatureFinding(Technology.OPENPGP, SignatureState.BAD, Optional.empty(), claimed, List.of(), Optional.of(signature.getCreationTime().toInstant()),
                Algorithms.family(signature.getKeyAlgorithm()) + "/" + Algorithms.hash(signature.getHashAlgorithm()), SignatureValue.ofUnreadable(packet), Optional.empty(), "");
    }

    private static List<KeyIdentifier> issuers(PGPSignature signature) {
        List<KeyIdentifier> issuers = new ArrayList<>(signature.hasSubpackets() ? signature.getKeyIdentifiers() : List.of());
        if (issuers.isEmpty() && signature.getKeyID() != 0) {
            issuers.add(new KeyIdentifier(signature.getKeyID()));
        }
        return issuers;
    }

    List<OpenPgpKeyring.Component> candidates(PGPSignature signature) {
        return issuers(signature).stream()
                .flatMap(issuer -> keyring.components(issuer).stream())
                .distinct()
                .limit(ProtectionLimits.SIGNATURES)
                .toList();
    }

    private SignatureFinding byAnyOf(List<OpenPgpKeyring.Component> candidates, PGPSignature signature, SignatureFinding base,
            byte[] document, Circumstances circumstances) {
        // A certificate can adopt the subkey of somebody else; that must not spoil what the other one signs.
        Optional<SignatureFinding> best = candidates.stream().filter(candidate -> holds(signature, candidate.key(), document))
                .map(candidate -> judged(candidate, signature, base, document, circumstances))
                .min(Comparator.comparing(SignatureFinding::state));
        if (best.isPresent()) {
            return best.get();
        }
        boolean weak = !AlgorithmPolicy.isGoodHash(Algorithms.hash(signature.getHashAlgorithm())) && Algorithms.hash(signature.getHashAlgorithm()).startsWith("hash");
        return base.as(weak ? SignatureState.WEAK : SignatureState.BAD, weak ? "an unknown hash algorithm" : "does not fit what it is said to cover");
    }

    static boolean holds(PGPSignature signature, PGPPublicKey key, byte[] document) {
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key);
            signature.update(document);
            return signature.verify();
        } catch (PGPException | RuntimeException notEvenASignature) {
            return false;
        }
    }

    /// The signature is the key's; everything else is still open.
    private SignatureFinding judged(OpenPgpKeyring.Component by, PGPSignature signature, SignatureFinding base, byte[] document, Circumstances circumstances) {
        Instant made = signature.getCreationTime().toInstant();
        Instant received = circumstances.receivedAt();
        SignatureFinding known = new SignatureFinding(Technology.OPENPGP, base.state(), Optional.of(by.certificate().fingerprint()), OpenPgpCertificate.hex(by.key().getFingerprint()),
                keyring.addresses(by.certificate(), received), base.created(), base.algorithm(),
                SignatureValue.of(by.key().getFingerprint(), signature.getSignatureTrailer(), document), Optional.empty(), base.why());
        if (holdsUnknownCritical(signature)) {
            return known.as(SignatureState.BAD, "a critical condition that is not understood");
        }
        if (keyring.isWithdrawn(by.certificate())) {
            return known.as(SignatureState.REVOKED, "the key was taken out of force");
        }
        OpenPgpCertificate.Standing standing = by.certificate().signing(by.key(), made, received);
        return switch (standing) {
            case REVOKED -> by.certificate().isHardRevoked(by.key()) ? known.as(SignatureState.COMPROMISED, "the key was revoked for all times")
                    : known.as(SignatureState.REVOKED, "the key was revoked");
            case NOT_BOUND -> known.as(SignatureState.BAD, "the key did not belong to the certificate");
            case INCAPABLE -> known.as(SignatureState.BAD, "the key may not sign");
            case EXPIRED -> isWeak(by, signature) ? weak(known) : known.as(SignatureState.EXPIRED, "the key has expired");
            case GOOD -> isWeak(by, signature) ? weak(known) : timely(known, signature, circumstances);
        };
    }

    static boolean isWeak(OpenPgpKeyring.Component by, PGPSignature signature) {
        return !AlgorithmPolicy.isGoodHash(Algorithms.hash(signature.getHashAlgorithm())) || !KeyMaterial.isGood(by.key());
    }

    private static SignatureFinding weak(SignatureFinding known) {
        return known.as(SignatureState.WEAK, "made with an algorithm or key that proves nothing today");
    }

    private static SignatureFinding timely(SignatureFinding known, PGPSignature signature, Circumstances circumstances) {
        Instant made = signature.getCreationTime().toInstant();
        Instant received = circumstances.receivedAt();
        if (OpenPgpCertificate.isOver(signature, received)) {
            return known.as(SignatureState.EXPIRED, "the signature has expired");
        }
        if (made.isBefore(received.minus(AlgorithmPolicy.MAX_AGE))) {
            return known.as(SignatureState.EXPIRED, "made more than 7 days before it was received");
        }
        if (made.isAfter(received.plus(AlgorithmPolicy.MAX_AHEAD))) {
            return known.as(SignatureState.BAD, "made after it was received");
        }
        return forUs(known, signature, circumstances);
    }

    /// RFC 9580 section 5.2.3.36: a text signed for other readers, encrypted again for us by somebody else, is not a post to us.
    private static SignatureFinding forUs(SignatureFinding known, PGPSignature signature, Circumstances circumstances) {
        IntendedRecipientFingerprint[] intended = signature.hasSubpackets()
                ? signature.getHashedSubPackets().getIntendedRecipientFingerprints()
                : new IntendedRecipientFingerprint[0];
        boolean ours = intended.length == 0 || Arrays.stream(intended)
                .anyMatch(one -> circumstances.openedWith().contains(OpenPgpCertificate.hex(one.getFingerprint())));
        if (!ours) {
            return known.as(SignatureState.MISMATCH, "signed for other recipients");
        }
        if (!circumstances.isAuthorIn(known.addresses())) {
            return known.as(SignatureState.MISMATCH, "the key does not belong to the one address in From");
        }
        return known.as(SignatureState.GOOD, "");
    }

    static boolean holdsUnknownCritical(PGPSignature signature) {
        return signature.hasSubpackets() && Arrays.stream(signature.getHashedSubPackets().toArray())
                .filter(SignatureSubpacket::isCritical)
                .anyMatch(subpacket -> !UNDERSTOOD.contains(subpacket.getType()));
    }
}
