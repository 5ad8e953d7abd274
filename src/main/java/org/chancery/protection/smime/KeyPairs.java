package org.chancery.protection.smime;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.chancery.secrets.Secret;

/// Key pairs for S/MIME: makes them, asks authorities for certificates (PKCS #10, RFC 2986), and says what one is good for.
///
/// Example: `KeyPairs.requested(Kind.EC_P256, "talk", List.of("talk@example.org"), random).request()` is what an authority wants to see.
public final class KeyPairs {
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    private KeyPairs() {}

    public enum Kind { EC_P256, RSA3072 }

    /// A key that waits for its certificate: both in PEM. `publicKey` is the SHA-256 of the public key, in upper-case hexadecimal.
    public record Requested(byte[] request, Secret key, String publicKey) {}

    /// A certificate and its key in PEM.
    public record Certified(byte[] certificate, Secret key) {}

    /// May it sign mail now?
    public static boolean canSign(SmimeKeyring.Key key, Instant now) {
        return Certificates.maySign(key.certificate())
                && !now.isBefore(key.certificate().getNotBefore().toInstant()) && !now.isAfter(key.certificate().getNotAfter().toInstant());
    }

    /// The certificate says so itself (RFC 5280 section 4.2.1.9).
    public static boolean isAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0;
    }

    /// Is the first certificate in this PEM of an RSA key?
    public static boolean isRsa(byte[] pem) {
        return SmimeFiles.read(pem, List.of()).toOptional().filter(read -> read.certificates().getFirst().getPublicKey().getAlgorithm().equals("RSA")).isPresent();
    }

    /// A revocation list as it is kept. `issuer` names who made it, `issuerDigest` is the SHA-256 of that name in upper-case hexadecimal.
    public record Revocations(byte[] der, String issuer, String issuerDigest, Optional<Instant> next) {}

    public static List<Revocations> revocations(SmimeKeyring keyring) {
        return keyring.revocations().stream().map(KeyPairs::revocations).toList();
    }

    private static Revocations revocations(X509CRL list) {
        try {
            byte[] name = list.getIssuerX500Principal().getEncoded();
            return new Revocations(list.getEncoded(), list.getIssuerX500Principal().getName(),
                    HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-256").digest(name)),
                    Optional.ofNullable(list.getNextUpdate()).map(Date::toInstant));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a revocation list that was read cannot be written", impossible);
        }
    }

    /// SHA-256 of what is certified, in upper-case hexadecimal.
    public static String publicKey(PublicKey key) {
        try {
            return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("SHA-256 is in every JDK", impossible);
        }
    }

    public static byte[] pem(X509Certificate certificate) {
        return written(certificate);
    }

    public static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be written", impossible);
        }
    }

    /// The key alone, in PEM (PKCS #8).
    public static Secret secret(SmimeKeyring.Key key) {
        return secret(key.secret());
    }

    private static Secret secret(PrivateKey key) {
        try {
            return Secret.of(written(new JcaPKCS8Generator(key, null)));
        } catch (IOException impossible) {
            throw new IllegalStateException("a key that cannot be written", impossible);
        }
    }

    public static Requested requested(Kind kind, String name, List<String> addresses, SecureRandom random) {
        KeyPair pair = pair(kind, random);
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.subjectAlternativeName, false, names(addresses));
            extensions.addExtension(Extension.keyUsage, true, usage(pair.getPublic()));
            extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection));
            extensions.addExtension(Capabilities.OID, false, Capabilities.ours());
            PKCS10CertificationRequest request = new JcaPKCS10CertificationRequestBuilder(subject(name), pair.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(new JcaContentSignerBuilder(algorithm(pair.getPublic())).setProvider(Providers.BOUNCY_CASTLE).setSecureRandom(random).build(pair.getPrivate()));
            return new Requested(written(request), secret(pair.getPrivate()), publicKey(pair.getPublic()));
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException("a request that cannot be made", impossible);
        }
    }

    /// An authority that nobody but who trusts it by hand knows: for tests, demonstrations and closed groups.
    public static Certified authority(String name, Duration life, Instant now, SecureRandom random) {
        KeyPair pair = pair(Kind.EC_P256, random);
        try {
            X509v3CertificateBuilder certificate = builder(subject(name), subject(name), pair.getPublic(), life, now, random)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new Certified(signed(certificate, pair.getPrivate(), pair.getPublic(), random), secret(pair.getPrivate()));
        } catch (IOException impossible) {
            throw new IllegalStateException("a certificate that cannot be made", impossible);
        }
    }

    /// The certificate that an authority of [#authority] gives for a request; empty for what is no request, or one that its key did not sign.
    public static Optional<byte[]> issued(SmimeKeyring.Key authority, byte[] request, Duration life, Instant now, SecureRandom random) {
        try (PEMParser parser = new PEMParser(new StringReader(new String(request, StandardCharsets.US_ASCII)))) {
            if (!(parser.readObject() instanceof PKCS10CertificationRequest read)
                    || !read.isSignatureValid(new JcaContentVerifierProviderBuilder().setProvider(Providers.BOUNCY_CASTLE).build(read.getSubjectPublicKeyInfo()))) {
                return Optional.empty();
            }
            PublicKey key = new JcaPKCS10CertificationRequest(read).setProvider(Providers.BOUNCY_CASTLE).getPublicKey();
            X500Name issuer = X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
            X509v3CertificateBuilder certificate = builder(issuer, read.getSubject(), key, life, now, random);
            for (var oid : read.getRequestedExtensions().getExtensionOIDs()) {
                certificate.addExtension(read.getRequestedExtensions().getExtension(oid));
            }
            return Optional.of(signed(certificate, authority.secret(), authority.certificate().getPublicKey(), random));
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key, Duration life, Instant now, SecureRandom random) {
        return new JcaX509v3CertificateBuilder(
                issuer, new BigInteger(120, random).setBit(120), Date.from(now.minus(CLOCKS_APART)), Date.from(now.plus(life)), subject, key);
    }

    private static byte[] signed(X509v3CertificateBuilder certificate, PrivateKey key, PublicKey of, SecureRandom random) {
        try {
            return written(new JcaX509CertificateConverter().getCertificate(certificate.build(
                    new JcaContentSignerBuilder(algorithm(of)).setProvider(Providers.BOUNCY_CASTLE).setSecureRandom(random).build(key))));
        } catch (OperatorCreationException | GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate that cannot be signed", impossible);
        }
    }

    private static X500Name subject(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    }

    private static GeneralNames names(List<String> addresses) {
        return new GeneralNames(addresses.stream().map(address -> new GeneralName(GeneralName.rfc822Name, address)).toArray(GeneralName[]::new));
    }

    /// RFC 8550 section 4.4.2: keys on curves agree, RSA keys encipher.
    private static KeyUsage usage(PublicKey key) {
        return new KeyUsage(KeyUsage.digitalSignature | (key.getAlgorithm().equals("RSA") ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement));
    }

    private static String algorithm(PublicKey key) {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    private static KeyPair pair(Kind kind, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind == Kind.RSA3072 ? "RSA" : "EC");
            switch (kind) {
                case EC_P256 -> generator.initialize(new ECGenParameterSpec("secp256r1"), random);
                case RSA3072 -> generator.initialize(3072, random);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java makes no such keys", impossible);
        }
    }

    private static byte[] written(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException impossible) {
            throw new IllegalStateException("a structure that cannot be written", impossible);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
