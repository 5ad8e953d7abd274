package org.chancery.protection.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPOnePassSignature;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.chancery.protection.Octets;

/// Signs documents with SHA-512 (RFC 9580 section 5.2). No intended recipients are written: they would tell each member of a list who
/// the others are. Deviates from RFC 9580 section 5.2.3.36 in that.
///
/// Example: `new OpenPgpSigner(clock, random).detached(keys, octets, false)` is the body of application/pgp-signature, binary.
public final class OpenPgpSigner {
    private final InstantSource clock;
    private final SecureRandom random;

    public OpenPgpSigner(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /// The name of the hash for multipart/signed (RFC 3156 section 5).
    public static final String MICALG = "pgp-sha512";

    /// What a key could not do.
    public static final class CannotSign extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean isLocked;

        CannotSign(boolean isLocked, String why) {
            super(why);
            this.isLocked = isLocked;
        }

        /// Would a passphrase help?
        public boolean isLocked() {
            return isLocked;
        }
    }

    /// One signature packet for each key, one after the other.
    public byte[] detached(List<OpenPgpKey> keys, byte[] document, boolean isText) throws CannotSign {
        var out = new ByteArrayOutputStream();
        for (PGPKeyPair pair : pairs(keys)) {
            out.writeBytes(encoded(made(generator(pair, isText), document)));
        }
        return out.toByteArray();
    }

    /// The document between its signatures, as the inside of an encrypted message (RFC 9580 section 10.3).
    public byte[] inline(List<OpenPgpKey> keys, byte[] document, boolean isText) throws CannotSign {
        var before = new ByteArrayOutputStream();
        List<byte[]> after = new ArrayList<>();
        List<PGPKeyPair> pairs = pairs(keys);
        for (PGPKeyPair pair : pairs) {
            PGPSignatureGenerator generator = generator(pair, isText);
            boolean isLast = pair == pairs.getLast();
            before.writeBytes(onePass(generator, !isLast));
            after.addFirst(encoded(made(generator, document)));
        }
        before.writeBytes(literal(document, isText));
        after.forEach(before::writeBytes);
        return before.toByteArray();
    }

    /// The cleartext framework (RFC 9580 section 7); lines end with LF.
    public byte[] clear(List<OpenPgpKey> keys, byte[] document) throws CannotSign {
        List<String> lines = new ArrayList<>(List.of(new String(document, StandardCharsets.UTF_8).split("\r?\n", -1)));
        if (lines.size() > 1 && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        String covered = String.join("\r\n", lines.stream().map(ClearSigned::withoutTrailingBlanks).toList());
        String escaped = String.join("\n", lines.stream().map(line -> line.startsWith("-") || line.startsWith("From ") ? "- " + line : line).toList());
        String signature = new String(Armor.write("PGP SIGNATURE", detached(keys, covered.getBytes(StandardCharsets.UTF_8), true)), StandardCharsets.US_ASCII).replace("\r\n", "\n");
        return ("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n" + escaped + "\n" + signature).getBytes(StandardCharsets.UTF_8);
    }

    private List<PGPKeyPair> pairs(List<OpenPgpKey> keys) throws CannotSign {
        List<PGPKeyPair> pairs = new ArrayList<>();
        for (OpenPgpKey key : keys) {
            PGPSecretKey secret = signingKey(key, clock.instant()).orElseThrow(() -> new CannotSign(false, "the key " + key.certificate().fingerprint() + " cannot sign"));
            pairs.add(key.unlocked(secret).orElseThrow(() -> new CannotSign(true, "the key " + key.certificate().fingerprint() + " is locked")));
        }
        return pairs;
    }

    static Optional<PGPSecretKey> signingKey(OpenPgpKey key, Instant now) {
        OpenPgpCertificate certificate = key.certificate();
        List<PGPPublicKey> able = new ArrayList<>();
        certificate.ring().getPublicKeys().forEachRemaining(component -> {
            if (KeyMaterial.canSign(component) && KeyMaterial.isGood(component)
                    && certificate.signing(component, now, now) == OpenPgpCertificate.Standing.GOOD) {
                able.add(component);
            }
        });
        return able.stream().sorted(Comparator.comparing(PGPPublicKey::getCreationTime).reversed())
                .flatMap(component -> key.secretKey(component.getKeyIdentifier()).stream()).findFirst();
    }

    private PGPSignatureGenerator generator(PGPKeyPair pair, boolean isText) {
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(pair.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512).setSecureRandom(random), pair.getPublicKey());
            generator.init(isText ? PGPSignature.CANONICAL_TEXT_DOCUMENT : PGPSignature.BINARY_DOCUMENT, pair.getPrivateKey());
            PGPSignatureSubpacketGenerator said = new PGPSignatureSubpacketGenerator();
            said.setSignatureCreationTime(true, Date.from(clock.instant()));
            said.setIssuerFingerprint(false, pair.getPublicKey());
            generator.setHashedSubpackets(said.generate());
            return generator;
        } catch (PGPException impossible) {
            throw new IllegalStateException("a key that can sign does not", impossible);
        }
    }

    private static PGPSignature made(PGPSignatureGenerator generator, byte[] document) {
        try {
            generator.update(document);
            return generator.generate();
        } catch (PGPException impossible) {
            throw new IllegalStateException("a key that can sign does not", impossible);
        }
    }

    private static byte[] onePass(PGPSignatureGenerator generator, boolean isNested) {
        try {
            PGPOnePassSignature packet = generator.generateOnePassVersion(isNested);
            return packet.getEncoded();
        } catch (PGPException | IOException impossible) {
            throw new IllegalStateException("a packet that cannot be written", impossible);
        }
    }

    /// The second part of multipart/signed (RFC 3156 section 5).
    static byte[] part(String armour) {
        return ("Content-Type: application/pgp-signature; name=\"signature.asc\"\r\n\r\n" + armour).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] encoded(PGPSignature signature) {
        try {
            return signature.getEncoded();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// A literal packet without file name and date: neither is covered by a signature.
    public static byte[] literal(byte[] document, boolean isText) {
        try {
            var out = new Octets.Gathered(document.length + 16);
            char format = isText ? PGPLiteralData.UTF8 : PGPLiteralData.BINARY;
            try (var data = new PGPLiteralDataGenerator().open(out, format, "", document.length, PGPLiteralData.NOW)) {
                data.write(document);
            }
            return out.range(0).copy();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
