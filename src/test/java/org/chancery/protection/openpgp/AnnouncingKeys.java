package org.chancery.protection.openpgp;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.bcpg.sig.PreferredAEADCiphersuites;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.PGPKeyPairGenerator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPairGeneratorProvider;

/// Keys that announce what a test wants (RFC 9580 sections 5.2.3.15 and 5.2.3.32), and a look at how a message is encrypted.
public final class AnnouncingKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private AnnouncingKeys() {}

    /// `features`: the octet of the Features subpacket, empty without one. `suites`: pairs of cipher and mode, without any no subpacket.
    public static OpenPgpKey made(int version, String userId, OptionalInt features, List<int[]> suites, Instant at) {
        try {
            SelfSigner self = new SelfSigner(at, RANDOM);
            PGPKeyPairGenerator pairs = new BcPGPKeyPairGeneratorProvider().setSecureRandom(RANDOM).get(version, self.made());
            PGPKeyPair primary = version == 6 ? pairs.generateEd25519KeyPair() : pairs.generateLegacyEd25519KeyPair();
            PGPKeyPair decrypter = (version == 6 ? pairs.generateX25519KeyPair() : pairs.generateLegacyX25519KeyPair()).asSubkey(new BcKeyFingerprintCalculator());
            PGPPublicKey certified = primary.getPublicKey();
            if (version == 6) {
                certified = PGPPublicKey.addCertification(certified, self.generator(primary, PGPSignature.DIRECT_KEY, said(features, suites)).generateCertification(certified));
            }
            certified = PGPPublicKey.addCertification(certified, userId,
                    self.generator(primary, PGPSignature.POSITIVE_CERTIFICATION, said(features, suites)).generateCertification(userId, certified));
            PGPDigestCalculator checksum = version == 6 ? null : new BcPGPDigestCalculatorProvider().get(2);
            List<PGPSecretKey> keys = new ArrayList<>();
            keys.add(new PGPSecretKey(primary.getPrivateKey(), certified, checksum, true, null));
            keys.add(new PGPSecretKey(decrypter.getPrivateKey(), self.bound(primary, decrypter, SelfSigner.DECRYPT, Optional.empty()), checksum, false, null));
            return new OpenPgpKey(new PGPSecretKeyRing(keys), List.of());
        } catch (PGPException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static PGPSignatureSubpacketGenerator said(OptionalInt features, List<int[]> suites) {
        PGPSignatureSubpacketGenerator said = new PGPSignatureSubpacketGenerator();
        said.setKeyFlags(true, KeyFlags.CERTIFY_OTHER);
        features.ifPresent(octet -> said.addCustomSubpacket(new org.bouncycastle.bcpg.SignatureSubpacket(SignatureSubpacketTags.FEATURES, false, false, new byte[] {(byte) octet}) {}));
        if (!suites.isEmpty()) {
            said.setPreferredAEADCiphersuites(false, suites.stream()
                    .map(pair -> new PreferredAEADCiphersuites.Combination(pair[0], pair[1])).toArray(PreferredAEADCiphersuites.Combination[]::new));
        }
        return said;
    }

    /// `1`, or `2` with the numbers of cipher and mode (RFC 9580 section 5.13.2).
    public static String encryption(byte[] packets) {
        Packets.Packet body = Packets.read(packets).orThrow().getLast();
        byte[] beginning = body.beginning(3);
        return body.version() == 1 ? "1" : beginning[0] + " " + beginning[1] + " " + beginning[2];
    }

    /// The encrypted packet itself.
    public static byte[] body(byte[] packets) {
        return Packets.read(packets).orThrow().getLast().body();
    }

    /// Packets in front of the encrypted one: their versions, and how many octets name the key (version 6).
    public static String sessionKeyPacket(byte[] packets) {
        byte[] wrapped = Packets.read(packets).orThrow().stream().filter(packet -> packet.tag() == Packets.PUBLIC_KEY_SESSION_KEY).findFirst().orElseThrow().body();
        return wrapped[0] == 6 ? "6 names " + wrapped[1] + " octets" : String.valueOf(wrapped[0]);
    }
}
