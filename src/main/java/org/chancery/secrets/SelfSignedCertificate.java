package org.chancery.secrets;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate made at start, for the demo, for tests, and for opportunistic TLS of a site that has none yet:
/// EC P-256, signed by itself, valid for the given DNS names for a year from yesterday (RFC 5280).
///
/// Example: `SelfSignedCertificate.create(List.of("mx.example.org"), clock, random).serverContext()`.
public final class SelfSignedCertificate {
    private static final Duration LIFE = Duration.ofDays(365);
    private static final Duration SKEW = Duration.ofDays(1); // clients whose clock is behind

    private final KeyPair keys;
    private final X509Certificate certificate;

    private SelfSignedCertificate(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /// `names`: at least one DNS name; the first is also the subject.
    public static SelfSignedCertificate create(List<String> names, InstantSource clock, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair keys = generator.generateKeyPair();
            return new SelfSignedCertificate(keys, sign(names, keys, clock.instant(), random));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make a certificate", e);
        }
    }

    private static X509Certificate sign(List<String> names, KeyPair keys, Instant now, SecureRandom random)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name subject = new X500Name("CN=" + names.getFirst());
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(128, random),
                Date.from(now.minus(SKEW)),
                Date.from(now.plus(LIFE)),
                subject,
                keys.getPublic());
        GeneralName[] dnsNames =
                names.stream().map(n -> new GeneralName(GeneralName.dNSName, n)).toArray(GeneralName[]::new);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(dnsNames));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true)); // it is its own root
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public SSLContext serverContext() {
        try {
            return TlsContexts.server(keys.getPrivate(), List.of(certificate));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot use the certificate made here", e);
        }
    }

    /// The same for a server that asks its clients for certificates.
    public SSLContext serverContext(ClientAuthority clients) {
        try {
            return TlsContexts.server(keys.getPrivate(), List.of(certificate), clients);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot use the certificate made here", e);
        }
    }

    /// For clients: trusts this certificate only.
    public SSLContext trustingContext() {
        return TlsContexts.trusting(List.of(certificate));
    }

    public String certificatePem() {
        return pem("CERTIFICATE", encoded());
    }

    private byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot write the certificate made here", e);
        }
    }

    /// PKCS #8, unencrypted: for a file of mode 0600.
    public Secret keyPem() {
        return Secret.of(pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    private static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der); // RFC 7468 section 2
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
