package org.chancery.protection.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.chancery.mail.Parsed;

/// A certificate that somebody hands in: exactly one, of version 4 or 6, and only what it says about itself. What others certified, and
/// pictures, are left out: anybody may hang thousands of them on a certificate.
///
/// Refused: secret keys, several certificates, more than [#MAX_OCTETS], [#MAX_SUBKEYS] or [#MAX_SIGNATURES]. The reason is a clause for
/// the person who sent it.
///
/// Example: `OpenPgpUpload.read(attachment)`.
public final class OpenPgpUpload {
    /// Of packets; a certificate without the words of others has some thousand.
    public static final int MAX_OCTETS = 64 << 10;
    public static final int MAX_SUBKEYS = 20;
    /// Of its own.
    public static final int MAX_SIGNATURES = 100;
    public static final String IS_SECRET = "it holds a secret key: revoke that key and make a new one, since others may have read it on its way";

    private static final int PUBLIC_SUBKEY = 14;
    private static final int SECRET_SUBKEY = 7;
    private static final int USER_ID = 13;

    private OpenPgpUpload() {}

    public static Parsed<OpenPgpCertificate> read(byte[] file) {
        Optional<List<byte[]>> blocks = Armor.octets(file);
        if (blocks.isEmpty() || blocks.get().size() != 1) {
            return Parsed.malformed(0, blocks.isEmpty() ? "no OpenPGP key is in it" : "it holds several keys; send one");
        }
        byte[] octets = blocks.get().getFirst();
        if (octets.length > MAX_OCTETS) {
            return Parsed.malformed(0, "it is larger than " + (MAX_OCTETS >> 10) + " KiB; export it without the signatures of others (gpg: --export-options export-minimal)");
        }
        return switch (Packets.read(octets)) {
            case Parsed.Malformed<List<Packets.Packet>>(int at, String _) -> Parsed.malformed(at, "no OpenPGP key is in it");
            case Parsed.Value<List<Packets.Packet>>(List<Packets.Packet> packets) -> of(octets, packets);
        };
    }

    private static Parsed<OpenPgpCertificate> of(byte[] octets, List<Packets.Packet> packets) {
        if (packets.stream().anyMatch(packet -> packet.tag() == Packets.SECRET_KEY || packet.tag() == SECRET_SUBKEY)) {
            return Parsed.malformed(0, IS_SECRET);
        }
        if (count(packets, Packets.PUBLIC_KEY) != 1 || packets.getFirst().tag() != Packets.PUBLIC_KEY) {
            return Parsed.malformed(0, count(packets, Packets.PUBLIC_KEY) > 1 ? "it holds several keys; send one" : "no OpenPGP key is in it");
        }
        if (count(packets, PUBLIC_SUBKEY) > MAX_SUBKEYS) {
            return Parsed.malformed(0, "it has more than " + MAX_SUBKEYS + " subkeys");
        }
        return primary(octets, packets.getFirst()).map(key -> cleaned(octets, packets, key))
                .orElseGet(() -> Parsed.malformed(0, "only OpenPGP keys of version 4 and 6 are taken"));
    }

    private static long count(List<Packets.Packet> packets, int tag) {
        return packets.stream().filter(packet -> packet.tag() == tag).count();
    }

    private static Optional<PGPPublicKey> primary(byte[] octets, Packets.Packet packet) {
        return OpenPgpKeyring.read(packet.whole(octets), List.of()).toOptional()
                .map(read -> read.certificates().getFirst().ring().getPublicKey());
    }

    private static Parsed<OpenPgpCertificate> cleaned(byte[] octets, List<Packets.Packet> packets, PGPPublicKey primary) {
        var kept = new ByteArrayOutputStream();
        int signatures = 0;
        boolean isDropped = false;
        for (Packets.Packet packet : packets) {
            switch (packet.tag()) {
                case Packets.PUBLIC_KEY, PUBLIC_SUBKEY, USER_ID -> {
                    isDropped = false;
                    kept.writeBytes(packet.whole(octets));
                }
                case Packets.SIGNATURE -> {
                    if (!isDropped && isOwn(packet.whole(octets), primary)) {
                        signatures++;
                        kept.writeBytes(packet.whole(octets));
                    }
                }
                default -> isDropped = true; // pictures and the like, with what was said about them
            }
        }
        if (signatures > MAX_SIGNATURES) {
            return Parsed.malformed(0, "it has more than " + MAX_SIGNATURES + " signatures of its own; export it clean");
        }
        return OpenPgpKeyring.read(kept.toByteArray(), List.of()).toOptional()
                .map(read -> Parsed.of(read.certificates().getFirst()))
                .orElseGet(() -> Parsed.malformed(0, "no OpenPGP key that can be read is in it"));
    }

    private static boolean isOwn(byte[] packet, PGPPublicKey primary) {
        try {
            PGPSignature signature = new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(packet)));
            return signature.hasKeyIdentifier(primary.getKeyIdentifier()) || signature.getKeyID() == primary.getKeyID();
        } catch (PGPException | IOException | RuntimeException unreadable) {
            return false; // of a kind that nobody here reads: it binds nothing
        }
    }

    /// The certificate with the user ids of this address and no others; empty when it has none.
    public static Optional<OpenPgpCertificate> withOnly(OpenPgpCertificate certificate, String address) {
        byte[] octets = certificate.encoded();
        var kept = new ByteArrayOutputStream();
        boolean isDropped = false;
        boolean isNamed = false;
        for (Packets.Packet packet : Packets.read(octets).toOptional().orElse(List.of())) {
            if (packet.tag() == USER_ID) {
                String userId = new String(packet.body(), java.nio.charset.StandardCharsets.UTF_8);
                isDropped = UserIds.address(userId).filter(address::equalsIgnoreCase).isEmpty();
                isNamed |= !isDropped;
            } else if (packet.tag() != Packets.SIGNATURE) {
                isDropped = false;
            }
            if (!isDropped) {
                kept.writeBytes(packet.whole(octets));
            }
        }
        return isNamed ? OpenPgpKeyring.read(kept.toByteArray(), List.of()).toOptional().map(read -> read.certificates().getFirst()) : Optional.empty();
    }

    /// `newer` put into `known`, both of one primary key; empty when they are of different ones. Of `newer` only what verifies; and where both together would be
    /// more than is taken from anybody, only a revocation: whoever gives keys away could make one grow with each answer.
    public static Optional<OpenPgpCertificate> merged(OpenPgpCertificate known, OpenPgpCertificate newer) {
        if (!known.fingerprint().equals(newer.fingerprint())) {
            return Optional.empty();
        }
        OpenPgpCertificate believed = SelfSignatures.believed(newer);
        OpenPgpCertificate both = known.joined(believed);
        return Optional.of(isTooMuch(both.encoded()) ? revoked(known, believed.encoded()).orElse(known) : both);
    }

    private static boolean isTooMuch(byte[] octets) {
        List<Packets.Packet> packets = Packets.read(octets).toOptional().orElse(List.of());
        return octets.length > MAX_OCTETS || count(packets, PUBLIC_SUBKEY) > MAX_SUBKEYS || count(packets, Packets.SIGNATURE) > MAX_SIGNATURES;
    }

    /// The end of the fingerprint of the key that a revocation in `file` says to be of; empty when it holds none. Nothing is verified.
    public static Optional<String> revokes(byte[] file) {
        for (byte[] octets : Armor.octets(file).orElse(List.of())) {
            for (Packets.Packet packet : Packets.read(octets).toOptional().orElse(List.of())) {
                Optional<String> issuer = packet.tag() == Packets.SIGNATURE ? revokes(packet, octets) : Optional.empty();
                if (issuer.isPresent()) {
                    return issuer;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> revokes(Packets.Packet packet, byte[] octets) {
        try {
            PGPSignature signature = new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(packet.whole(octets))));
            return signature.getSignatureType() != PGPSignature.KEY_REVOCATION || !signature.hasSubpackets() ? Optional.empty() : signature.getKeyIdentifiers().stream().findFirst()
                    .map(issuer -> issuer.getFingerprint() != null ? OpenPgpCertificate.hex(issuer.getFingerprint()) : String.format(java.util.Locale.ROOT, "%016X", issuer.getKeyId()));
        } catch (PGPException | IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /// The certificate with the revocation that `file` holds, alone or on a copy of the certificate; empty when it holds none that is
    /// true of this certificate.
    public static Optional<OpenPgpCertificate> revoked(OpenPgpCertificate certificate, byte[] file) {
        for (byte[] octets : Armor.octets(file).orElse(List.of())) {
            List<Packets.Packet> packets = Packets.read(octets).toOptional().orElse(List.of());
            for (Packets.Packet packet : packets) {
                Optional<OpenPgpCertificate> revoked = packet.tag() == Packets.SIGNATURE ? with(certificate, packet.whole(octets)) : Optional.empty();
                if (revoked.isPresent()) {
                    return revoked;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<OpenPgpCertificate> with(OpenPgpCertificate certificate, byte[] packet) {
        try {
            PGPSignature signature = new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(packet)));
            if (signature.getSignatureType() != PGPSignature.KEY_REVOCATION) {
                return Optional.empty();
            }
            PGPPublicKey primary = PGPPublicKey.addCertification(certificate.ring().getPublicKey(), signature);
            OpenPgpCertificate revoked = new OpenPgpCertificate(PGPPublicKeyRing.insertPublicKey(certificate.ring(), primary));
            return revoked.isRevoked() ? Optional.of(revoked) : Optional.empty();
        } catch (PGPException | IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
