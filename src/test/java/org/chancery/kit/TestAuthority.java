package org.chancery.kit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority for client certificates: EC P-256, of its own making, with an intermediate authority if wanted.
///
/// Example: `TestAuthority.create("Relays").issue(subject("agency-relay"))` is a client that can shake hands.
public final class TestAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final Identity own;

    private TestAuthority(Identity own) {
        this.own = own;
    }

    /// A certificate with its key; `chain` begins with the certificate itself and leaves out the root.
    public record Identity(KeyPair keys, List<X509Certificate> chain) {
        public X509Certificate certificate() {
            return chain.getFirst();
        }

        /// For a client that shows this certificate and trusts `server` only.
        public SSLContext client(X509Certificate server) throws GeneralSecurityException, IOException {
            KeyStore shown = KeyStore.getInstance("PKCS12");
            shown.load(null, new char[0]);
            shown.setKeyEntry("client", keys.getPrivate(), new char[0], chain.toArray(Certificate[]::new));
            KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            mine.init(shown, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new javax.net.ssl.KeyManager[] {new Stubborn(mine)}, trusting(server), null);
            return context;
        }
    }

    /// Shows its certificate whatever authorities the server asks for, as an attacker would.
    private static final class Stubborn extends javax.net.ssl.X509ExtendedKeyManager {
        private final javax.net.ssl.X509ExtendedKeyManager keys;

        Stubborn(KeyManagerFactory factory) {
            keys = (javax.net.ssl.X509ExtendedKeyManager) factory.getKeyManagers()[0];
        }

        @Override
        public String chooseClientAlias(String[] types, java.security.Principal[] issuers, java.net.Socket socket) {
            return "client";
        }

        @Override
        public String[] getClientAliases(String type, java.security.Principal[] issuers) {
            return new String[] {"client"};
        }

        @Override
        public String[] getServerAliases(String type, java.security.Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, java.security.Principal[] issuers, java.net.Socket socket) {
            return "";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public java.security.PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }

    private static TrustManager[] trusting(X509Certificate server) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        store.setCertificateEntry("server", server);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /// What a certificate is to say. `purpose` empty: none is named.
    public record Subject(String name, Instant from, Instant until, List<KeyPurposeId> purpose, List<GeneralName> names) {
        public static Subject of(String commonName) {
            Instant now = Instant.now();
            return new Subject("CN=" + commonName, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), List.of(KeyPurposeId.id_kp_clientAuth), List.of());
        }

        public Subject expired() {
            return new Subject(name, from.minus(Duration.ofDays(60)), until.minus(Duration.ofDays(60)), purpose, names);
        }

        public Subject forPurpose(KeyPurposeId... purposes) {
            return new Subject(name, from, until, List.of(purposes), names);
        }

        public Subject named(String distinguished, GeneralName... alternatives) {
            return new Subject(distinguished, from, until, purpose, List.of(alternatives));
        }
    }

    public static TestAuthority create(String name) throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair keys = keys();
        X509Certificate root = sign(Subject.of(name).forPurpose(), keys, new X500Name("CN=" + name), keys, true);
        return new TestAuthority(new Identity(keys, List.of(root)));
    }

    public X509Certificate certificate() {
        return own.certificate();
    }

    public String pem() throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate().getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    public Identity issue(Subject subject) throws GeneralSecurityException, IOException, OperatorCreationException {
        return issue(subject, false);
    }

    /// An authority below this one.
    public TestAuthority below(String name) throws GeneralSecurityException, IOException, OperatorCreationException {
        return new TestAuthority(issue(Subject.of(name).forPurpose(), true));
    }

    private Identity issue(Subject subject, boolean isAuthority) throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair keys = keys();
        X509Certificate made = sign(subject, keys, X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded()), own.keys(), isAuthority);
        boolean isRoot = certificate().getIssuerX500Principal().equals(certificate().getSubjectX500Principal());
        return new Identity(keys, isRoot ? List.of(made) : Stream.concat(Stream.of(made), own.chain().stream()).toList());
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(Subject subject, KeyPair keys, X500Name issuer, KeyPair signer, boolean isAuthority)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, new BigInteger(128, RANDOM), Date.from(subject.from()), Date.from(subject.until()), new X500Name(subject.name()), keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        if (!subject.purpose().isEmpty()) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(subject.purpose().toArray(KeyPurposeId[]::new)));
        }
        if (!subject.names().isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(subject.names().toArray(GeneralName[]::new)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    }
}
