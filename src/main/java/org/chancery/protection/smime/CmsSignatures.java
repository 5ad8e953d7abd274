package org.chancery.protection.smime;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.chancery.protection.AlgorithmPolicy;
import org.chancery.protection.Circumstances;
import org.chancery.protection.ProtectionLimits;
import org.chancery.protection.SignatureFinding;
import org.chancery.protection.SignatureState;
import org.chancery.protection.SignatureValue;
import org.chancery.protection.Technology;

/// Judges the signers of SignedData (RFC 5652 section 5, RFC 8551 section 2.5).
final class CmsSignatures {
    private static final Map<String, String> HASHES = Map.of(
            OIWObjectIdentifiers.idSHA1.getId(), "SHA1",
            "1.2.840.113549.2.5", "MD5",
            NISTObjectIdentifiers.id_sha224.getId(), "SHA224",
            NISTObjectIdentifiers.id_sha256.getId(), "SHA256",
            NISTObjectIdentifiers.id_sha384.getId(), "SHA384",
            NISTObjectIdentifiers.id_sha512.getId(), "SHA512",
            NISTObjectIdentifiers.id_sha3_256.getId(), "SHA3256",
            NISTObjectIdentifiers.id_sha3_512.getId(), "SHA3512",
            NISTObjectIdentifiers.id_shake256.getId(), "SHAKE256");

    private final SmimeKeyring keyring;
    private final RevocationDemand demand;

    CmsSignatures(SmimeKeyring keyring, RevocationDemand demand) {
        this.keyring = keyring;
        this.demand = demand;
    }

    /// The content that SignedData holds, empty when it is detached or cannot be read.
    static Optional<byte[]> content(byte[] octets) {
        try {
            return Optional.ofNullable(read(octets).getSignedContent()).map(content -> (byte[]) content.getContent());
        } catch (CMSException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static CMSSignedData read(byte[] octets) throws CMSException {
        return new CMSSignedData(within(octets));
    }

    private static byte[] within(byte[] octets) throws CMSException {
        if (!Elements.areWithinLimits(octets)) {
            throw new CMSException("more elements than any honest signature has");
        }
        return octets;
    }

    /// Nobody signed: a bag of certificates (RFC 8551 section 3.8).
    static boolean isBag(byte[] octets) {
        try {
            return read(octets).getSignerInfos().size() == 0;
        } catch (CMSException | RuntimeException unreadable) {
            return false;
        }
    }

    /// One finding for each signer; at least one.
    List<SignatureFinding> findings(byte[] octets, byte[] document, Circumstances circumstances) {
        try {
            CMSSignedData data = new CMSSignedData(new CMSProcessableByteArray(document), within(octets));
            List<SignerInformation> signers = List.copyOf(data.getSignerInfos().getSigners());
            if (signers.isEmpty() || signers.size() > ProtectionLimits.SIGNATURES) {
                return List.of(unreadable(octets, signers.isEmpty() ? "no signature is there" : "too many signatures"));
            }
            List<X509Certificate> along = CertificatePath.readable(CmsDecryption.holders(data.getCertificates()));
            List<SignatureFinding> findings = new ArrayList<>();
            signers.forEach(signer -> findings.add(finding(signer, along, document, circumstances)));
            return findings;
        } catch (CMSException | RuntimeException damaged) {
            return List.of(unreadable(octets, "a signature that cannot be read"));
        }
    }

    static SignatureFinding unreadable(byte[] octets, String why) {
        return new SignatureFinding(Technology.SMIME, SignatureState.BAD, Optional.empty(), "", List.of(), Optional.empty(), "", SignatureValue.ofUnreadable(octets), Optional.empty(), why);
    }

    private SignatureFinding finding(SignerInformation signer, List<X509Certificate> along, byte[] document, Circumstances circumstances) {
        Optional<Instant> made = signingTime(signer);
        String hash = HASHES.getOrDefault(signer.getDigestAlgOID(), signer.getDigestAlgOID());
        SignatureFinding base = new SignatureFinding(Technology.SMIME, SignatureState.BAD, Optional.empty(), String.valueOf(signer.getSID().getSerialNumber()),
                List.of(), made, hash, SignatureValue.ofUnreadable(signer.getSignature()), Optional.empty(), "");
        List<X509Certificate> named = certificates(signer, along);
        if (named.isEmpty()) {
            return base.as(SignatureState.UNKNOWN, "made with a certificate that is not at hand");
        }
        // Others can put a certificate of the same name beside it.
        Optional<X509Certificate> certificate = named.stream().filter(one -> holds(signer, one)).findFirst();
        if (certificate.isEmpty()) {
            return base.as(SignatureState.BAD, "does not fit what it is said to cover");
        }
        if (!signer.getContentType().equals(CMSObjectIdentifiers.data)) {
            return base.as(SignatureState.BAD, "not a signature over a text");
        }
        SignatureFinding known = new SignatureFinding(Technology.SMIME, SignatureState.BAD, Optional.of(Certificates.fingerprint(certificate.get())), base.claimed(),
                keyring.addresses(certificate.get()), made, certificate.get().getPublicKey().getAlgorithm() + "/" + hash,
                SignatureValue.of(certificate.get().getPublicKey().getEncoded(), attributes(signer), document), Capabilities.announced(signer), "");
        return judged(known, certificate.get(), along, hash, circumstances);
    }

    private List<X509Certificate> certificates(SignerInformation signer, List<X509Certificate> along) {
        return Stream.concat(keyring.certificates().stream(), along.stream()).filter(certificate -> isOf(signer, certificate)).distinct().limit(ProtectionLimits.SIGNATURES).toList();
    }

    private static byte[] attributes(SignerInformation signer) {
        try {
            return Optional.ofNullable(signer.getEncodedSignedAttributes()).orElse(new byte[0]);
        } catch (IOException impossible) {
            throw new IllegalStateException("attributes that were read cannot be written", impossible);
        }
    }

    private static boolean isOf(SignerInformation signer, X509Certificate certificate) {
        try {
            return signer.getSID().match(new X509CertificateHolder(certificate.getEncoded()));
        } catch (IOException | CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be written", impossible);
        }
    }

    /// By the key alone: what the certificate allows is looked at afterwards, and gives other words.
    private static boolean holds(SignerInformation signer, X509Certificate certificate) {
        try {
            return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider(Providers.BOUNCY_CASTLE).build(certificate.getPublicKey()));
        } catch (CMSException | OperatorCreationException | RuntimeException doesNotFit) {
            return false;
        }
    }

    private SignatureFinding judged(SignatureFinding known, X509Certificate certificate, List<X509Certificate> along, String hash, Circumstances circumstances) {
        Instant received = circumstances.receivedAt();
        if (keyring.isWithdrawn(certificate)) {
            return known.as(SignatureState.REVOKED, "the certificate was taken out of force");
        }
        if (!Certificates.maySign(certificate)) {
            return known.as(SignatureState.BAD, "the certificate is not for signing mail");
        }
        CertificatePath.Trust trust = new CertificatePath(keyring, demand).of(certificate, along, known.created().orElse(received), received);
        boolean isWeak = !AlgorithmPolicy.isGoodHash(hash) || !CmsDecryption.isGood(certificate.getPublicKey());
        return switch (trust) {
            case REVOKED -> known.as(SignatureState.REVOKED, "the certificate was revoked");
            case COMPROMISED -> known.as(SignatureState.COMPROMISED, "the certificate was revoked for all times");
            case UNKNOWN -> known.as(SignatureState.UNKNOWN, "no way from the certificate to a trusted one");
            case UNCHECKED -> known.as(SignatureState.UNKNOWN, "no current revocation list says that the certificate still holds");
            case EXPIRED -> isWeak ? weak(known) : known.as(SignatureState.EXPIRED, "the certificate has expired");
            case TRUSTED -> isWeak ? weak(known) : timely(known, circumstances);
        };
    }

    private static SignatureFinding weak(SignatureFinding known) {
        return known.as(SignatureState.WEAK, "made with an algorithm or key that proves nothing today");
    }

    private static SignatureFinding timely(SignatureFinding known, Circumstances circumstances) {
        Instant received = circumstances.receivedAt();
        if (known.created().isEmpty() || known.created().get().isBefore(received.minus(AlgorithmPolicy.MAX_AGE))) {
            return known.as(SignatureState.EXPIRED, known.created().isEmpty() ? "does not say when it was made" : "made more than 7 days before it was received");
        }
        if (known.created().get().isAfter(received.plus(AlgorithmPolicy.MAX_AHEAD))) {
            return known.as(SignatureState.BAD, "made after it was received");
        }
        if (!circumstances.isAuthorIn(known.addresses())) {
            return known.as(SignatureState.MISMATCH, "the certificate does not belong to the one address in From");
        }
        return known.as(SignatureState.GOOD, "");
    }

    private static Optional<Instant> signingTime(SignerInformation signer) {
        Optional<Attribute> attribute = Optional.ofNullable(signer.getSignedAttributes()).map(table -> table.get(CMSAttributes.signingTime));
        return attribute.filter(time -> time.getAttrValues().size() == 1)
                .map(time -> Time.getInstance(time.getAttrValues().getObjectAt(0)).getDate().toInstant());
    }
}
