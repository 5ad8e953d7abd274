package org.chancery.protection.openpgp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.Features;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;

/// A certificate of version 4 or 6 and what it says about itself (RFC 9580 section 10.1): which user ids and subkeys it really holds,
/// what each key is for, until when, and what was revoked. Only signatures that were verified are believed; those of others are not
/// looked at.
///
/// Of several self-signatures the newest up to the time of the question counts, as GnuPG has it: whoever extends a key extends it for
/// mail that is still on its way.
///
/// Example: `certificate.encryptionKeys(now)` is empty when nothing may be encrypted to it any more.
public final class OpenPgpCertificate {
    private final PGPPublicKeyRing ring;

    OpenPgpCertificate(PGPPublicKeyRing ring) {
        this.ring = ring;
    }

    PGPPublicKeyRing ring() {
        return ring;
    }

    /// Of the primary key, in upper-case hexadecimal.
    public String fingerprint() {
        return hex(ring.getPublicKey().getFingerprint());
    }

    static String hex(byte[] octets) {
        return HexFormat.of().withUpperCase().formatHex(octets);
    }

    /// The certificate as packets.
    public byte[] encoded() {
        try {
            return ring.getEncoded();
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    /// The user ids that are bound and not revoked at `at`, the primary one first.
    public List<String> userIds(Instant at) {
        List<String> bound = new ArrayList<>();
        for (Iterator<byte[]> ids = ring.getPublicKey().getRawUserIDs(); ids.hasNext(); ) {
            byte[] id = ids.next();
            Optional<PGPSignature> newest = newest(new SelfSignatures(ring.getPublicKey()).certifications(id), at);
            if (newest.isPresent() && newest.get().getSignatureType() != PGPSignature.CERTIFICATION_REVOCATION) {
                boolean primary = newest.get().getHashedSubPackets().isPrimaryUserID();
                bound.add(primary ? 0 : bound.size(), new String(id, StandardCharsets.UTF_8));
            }
        }
        return List.copyOf(bound);
    }

    /// The mail addresses in [#userIds].
    public List<String> addresses(Instant at) {
        return userIds(at).stream().flatMap(id -> UserIds.address(id).stream()).toList();
    }

    /// The primary or a subkey with this key id or fingerprint in it.
    List<PGPPublicKey> components(org.bouncycastle.bcpg.KeyIdentifier identifier) {
        List<PGPPublicKey> found = new ArrayList<>();
        ring.getPublicKeys().forEachRemaining(key -> {
            if (key.getKeyIdentifier().matchesExplicit(identifier)) {
                found.add(key);
            }
        });
        return found;
    }

    /// Is any revocation of the whole certificate known?
    public boolean isRevoked() {
        return !new SelfSignatures(ring.getPublicKey()).revocations().isEmpty();
    }

    /// Is a revocation of the whole certificate or of this key of it known that holds at any time (no reason given, or compromised)?
    boolean isHardRevoked(PGPPublicKey key) {
        SelfSignatures self = new SelfSignatures(ring.getPublicKey());
        return Stream.concat(self.revocations().stream(), key.isMasterKey() ? Stream.empty() : self.revocations(key).stream()).anyMatch(PGPSignature::isHardRevocation);
    }

    /// Until when the primary key holds; empty when without end or not bound.
    public Optional<Instant> expires(Instant at) {
        return primaryBinding(at).flatMap(binding -> expiry(ring.getPublicKey(), binding));
    }

    /// May this key sign a document at `made`, seen at `received`?
    Standing signing(PGPPublicKey key, Instant made, Instant received) {
        return standing(key, KeyFlags.SIGN_DATA, made, received);
    }

    /// The keys that may be encrypted to at `at`, the newest last.
    List<PGPPublicKey> encryptionComponents(Instant at) {
        List<PGPPublicKey> keys = new ArrayList<>();
        ring.getPublicKeys().forEachRemaining(key -> {
            boolean good = key.isEncryptionKey()
                    && KeyMaterial.isGood(key)
                    && standing(key, KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE, at, at) == Standing.GOOD;
            if (good) {
                keys.add(key);
            }
        });
        keys.sort(Comparator.comparing(PGPPublicKey::getCreationTime));
        return keys;
    }

    /// Is there a key in it that may sign a document now, with an algorithm that proves something?
    public boolean maySign(Instant now) {
        List<PGPPublicKey> able = new ArrayList<>();
        ring.getPublicKeys().forEachRemaining(able::add);
        return able.stream().anyMatch(key -> KeyMaterial.canSign(key) && KeyMaterial.isGood(key) && signing(key, now, now) == Standing.GOOD);
    }

    /// Until when this key may be encrypted to, by its own end, that of the primary key and those of the self-signatures; empty without end.
    Optional<Instant> encryptionUntil(PGPPublicKey key, Instant at) {
        Stream<Optional<Instant>> ends = Stream.of(ofBinding(ring.getPublicKey(), primaryBinding(at)), key.isMasterKey()
                ? Optional.<Instant>empty()
                : ofBinding(key, newest(new SelfSignatures(ring.getPublicKey()).bindings(key), at)));
        return ends.flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    private static Optional<Instant> ofBinding(PGPPublicKey key, Optional<PGPSignature> binding) {
        return binding.stream().flatMap(signature -> Stream.of(expiry(key, signature), expiry(signature)).flatMap(Optional::stream)).min(Comparator.naturalOrder());
    }

    /// Fingerprints of the keys that may be encrypted to.
    public List<String> encryptionKeys(Instant at) {
        return encryptionComponents(at).stream().map(key -> hex(key.getFingerprint())).toList();
    }

    /// Does the owner say that his software reads SEIPD version 2 (RFC 9580 section 5.2.3.32)? Keys of version 6 that do not say which features it has are of
    /// software that does (section 13.7).
    public boolean readsSeipd2(Instant at) {
        Optional<PGPSignatureSubpacketVector> said = primaryBinding(at).map(PGPSignature::getHashedSubPackets);
        boolean isSilent = said.filter(all -> all.hasSubpacket(SignatureSubpacketTags.FEATURES)).isEmpty();
        return isSilent
                ? said.isPresent() && ring.getPublicKey().getVersion() >= 6
                : said.map(PGPSignatureSubpacketVector::getFeatures).filter(features -> features.supportsFeature(Features.FEATURE_SEIPD_V2)).isPresent();
    }

    /// What a key of a certificate may do at a time.
    enum Standing { GOOD, EXPIRED, REVOKED, NOT_BOUND, INCAPABLE }

    private Standing standing(PGPPublicKey key, int wanted, Instant made, Instant received) {
        PGPPublicKey primary = ring.getPublicKey();
        SelfSignatures self = new SelfSignatures(primary);
        Optional<PGPSignature> ofPrimary = primaryBinding(received);
        Optional<PGPSignature> binding = key.isMasterKey() ? ofPrimary : newest(self.bindings(key), received);
        if (ofPrimary.isEmpty() || binding.isEmpty() || made.isBefore(key.getCreationTime().toInstant())) {
            return Standing.NOT_BOUND;
        }
        if (isRevoked(self.revocations(), made) || (!key.isMasterKey() && isRevoked(self.revocations(key), made))) {
            return Standing.REVOKED;
        }
        if (!isCapable(key, binding.get(), wanted)) {
            return Standing.INCAPABLE;
        }
        boolean expired = isOver(primary, ofPrimary.get(), made) || isOver(primary, ofPrimary.get(), received)
                || isOver(key, binding.get(), made) || isOver(key, binding.get(), received);
        return expired ? Standing.EXPIRED : Standing.GOOD;
    }

    /// What the primary key says about itself: on the key alone, or beside a user id.
    private Optional<PGPSignature> primaryBinding(Instant at) {
        PGPPublicKey primary = ring.getPublicKey();
        SelfSignatures self = new SelfSignatures(primary);
        List<PGPSignature> all = new ArrayList<>(self.direct());
        Optional<PGPSignature> direct = newest(all, at);
        for (Iterator<byte[]> ids = primary.getRawUserIDs(); ids.hasNext(); ) {
            all.addAll(self.certifications(ids.next()).stream()
                    .filter(signature -> signature.getSignatureType() != PGPSignature.CERTIFICATION_REVOCATION).toList());
        }
        return primary.getVersion() >= 6 && direct.isPresent() ? direct : newest(all, at);
    }

    private boolean isCapable(PGPPublicKey key, PGPSignature binding, int wanted) {
        PGPSignatureSubpacketVector said = binding.getHashedSubPackets();
        boolean silent = !said.hasSubpacket(SignatureSubpacketTags.KEY_FLAGS);
        if (silent && key.getVersion() < 6 && key.isMasterKey()) {
            return (wanted & KeyFlags.SIGN_DATA) == 0 || KeyMaterial.canSign(key);
        }
        if (silent) {
            return (wanted & KeyFlags.SIGN_DATA) == 0;
        }
        boolean flagged = (said.getKeyFlags() & wanted) != 0;
        boolean backed = (wanted & KeyFlags.SIGN_DATA) == 0 || key.isMasterKey() || new SelfSignatures(ring.getPublicKey()).isBackSigned(key, binding);
        return flagged && backed;
    }

    /// Hard revocations hold for all times; soft ones from when they were made.
    private static boolean isRevoked(List<PGPSignature> revocations, Instant made) {
        return revocations.stream().anyMatch(revocation ->
                revocation.isHardRevocation() || !revocation.getCreationTime().toInstant().isAfter(made));
    }

    private static boolean isOver(PGPPublicKey key, PGPSignature binding, Instant at) {
        return expiry(key, binding).filter(end -> !at.isBefore(end)).isPresent();
    }

    private static Optional<Instant> expiry(PGPPublicKey key, PGPSignature binding) {
        long seconds = binding.getHashedSubPackets().getKeyExpirationTime();
        return seconds == 0 ? Optional.empty() : Optional.of(key.getCreationTime().toInstant().plusSeconds(seconds));
    }

    /// A self-signature may expire itself.
    private static Optional<PGPSignature> newest(List<PGPSignature> signatures, Instant at) {
        return signatures.stream()
                .filter(signature -> !signature.getCreationTime().toInstant().isAfter(at))
                .filter(signature -> !isOver(signature, at))
                .max(Comparator.comparing(PGPSignature::getCreationTime));
    }

    static boolean isOver(PGPSignature signature, Instant at) {
        return expiry(signature).filter(end -> !at.isBefore(end)).isPresent();
    }

    private static Optional<Instant> expiry(PGPSignature signature) {
        long seconds = signature.hasSubpackets() ? signature.getHashedSubPackets().getSignatureExpirationTime() : 0;
        return seconds == 0 ? Optional.empty() : Optional.of(signature.getCreationTime().toInstant().plusSeconds(seconds));
    }

    /// Two certificates of one primary key, put together.
    OpenPgpCertificate joined(OpenPgpCertificate other) {
        try {
            return new OpenPgpCertificate(PGPPublicKeyRing.join(ring, other.ring));
        } catch (PGPException e) {
            throw new IllegalArgumentException("two certificates that do not belong together", e);
        }
    }

    @Override
    public String toString() {
        return "certificate " + fingerprint();
    }
}
