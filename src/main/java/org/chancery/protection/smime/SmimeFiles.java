package org.chancery.protection.smime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CRLException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.chancery.mail.Parsed;
import org.chancery.secrets.Secret;

/// Reads what people have for S/MIME in files: PEM (RFC 7468) with certificates, revocation lists and keys, PKCS #12 (RFC 7292), or one
/// certificate or revocation list in DER. A key in PEM belongs to the certificate of the same file that it fits.
public final class SmimeFiles {
    private SmimeFiles() {}

    /// Each passphrase is tried. Refused: files in none of these forms, keys that stay locked or fit no certificate.
    public static Parsed<SmimeKeyring> read(byte[] file, List<Secret> passphrases) {
        try {
            boolean isPem = new String(file, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
            return isPem ? pem(file, passphrases) : binary(file, passphrases);
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException | RuntimeException unreadable) {
            return Parsed.malformed(0, "a file that cannot be read, or a wrong passphrase");
        }
    }

    private static Parsed<SmimeKeyring> pem(byte[] file, List<Secret> passphrases)
            throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException {
        List<X509Certificate> certificates = new ArrayList<>();
        List<X509CRL> revocations = new ArrayList<>();
        List<PrivateKey> secrets = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.ISO_8859_1))) {
            for (Object one = parser.readObject(); one != null; one = parser.readObject()) {
                switch (one) {
                    case X509CertificateHolder holder -> certificates.add(certificate(holder.getEncoded()));
                    case X509CRLHolder holder -> revocations.add((X509CRL) x509().generateCRL(new ByteArrayInputStream(holder.getEncoded())));
                    case PEMKeyPair pair -> secrets.add(privateKey(pair.getPrivateKeyInfo()));
                    case PrivateKeyInfo info -> secrets.add(privateKey(info));
                    case PKCS8EncryptedPrivateKeyInfo locked -> secrets.add(privateKey(unlocked(locked, passphrases)));
                    default -> { } // parameters of curves and their like stand beside keys
                }
            }
        }
        return keyring(certificates, revocations, secrets);
    }

    private static PrivateKeyInfo unlocked(PKCS8EncryptedPrivateKeyInfo locked, List<Secret> passphrases) throws OperatorCreationException, PKCSException {
        for (Secret passphrase : passphrases) {
            char[] characters = passphrase.revealText().toCharArray();
            try {
                return locked.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(Providers.BOUNCY_CASTLE).build(characters));
            } catch (PKCSException wrong) {
                if (passphrase.equals(passphrases.getLast())) {
                    throw wrong;
                }
            } finally {
                Arrays.fill(characters, '\0');
            }
        }
        throw new PKCSException("a locked key and no passphrase");
    }

    private static Parsed<SmimeKeyring> keyring(List<X509Certificate> certificates, List<X509CRL> revocations, List<PrivateKey> secrets) {
        List<SmimeKeyring.Key> keys = new ArrayList<>();
        for (PrivateKey secret : secrets) {
            Optional<X509Certificate> own = certificates.stream().filter(certificate -> fits(secret, certificate)).findFirst();
            if (own.isEmpty()) {
                return Parsed.malformed(0, "a key without its certificate");
            }
            keys.add(new SmimeKeyring.Key(own.get(), secret));
        }
        return certificates.isEmpty() && revocations.isEmpty()
                ? Parsed.malformed(0, "no certificate")
                : Parsed.of(new SmimeKeyring(certificates, revocations, keys, List.of()));
    }

    /// Signs with one and verifies with the other: the same for all kinds of keys.
    private static boolean fits(PrivateKey secret, X509Certificate certificate) {
        String algorithm = switch (certificate.getPublicKey().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> certificate.getPublicKey().getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm, Providers.BOUNCY_CASTLE);
            signature.initSign(secret);
            byte[] made = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            return signature.verify(made);
        } catch (GeneralSecurityException | RuntimeException ofAnotherKind) {
            return false;
        }
    }

    private static PrivateKey privateKey(PrivateKeyInfo info) throws PEMException {
        return new JcaPEMKeyConverter().setProvider(Providers.BOUNCY_CASTLE).getPrivateKey(info);
    }

    private static Parsed<SmimeKeyring> binary(byte[] file, List<Secret> passphrases) throws IOException, GeneralSecurityException {
        Optional<X509Certificate> single = single(file);
        if (single.isPresent()) {
            return Parsed.of(new SmimeKeyring(List.of(single.get()), List.of(), List.of(), List.of()));
        }
        Optional<X509CRL> revocations = revocations(file);
        if (revocations.isPresent()) {
            return Parsed.of(new SmimeKeyring(List.of(), List.of(revocations.get()), List.of(), List.of()));
        }
        List<Secret> tries = passphrases.isEmpty() ? List.of(Secret.of("")) : passphrases;
        for (Secret passphrase : tries) {
            char[] characters = passphrase.revealText().toCharArray();
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(new ByteArrayInputStream(file), characters);
                return Parsed.of(contents(store, characters));
            } catch (IOException | GeneralSecurityException wrong) {
                if (passphrase.equals(tries.getLast())) {
                    throw wrong;
                }
            } finally {
                Arrays.fill(characters, '\0');
            }
        }
        return Parsed.malformed(0, "a wrong passphrase");
    }

    private static SmimeKeyring contents(KeyStore store, char[] passphrase) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        List<SmimeKeyring.Key> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                certificates.add(certificate);
                if (store.getKey(alias, passphrase) instanceof PrivateKey secret) {
                    keys.add(new SmimeKeyring.Key(certificate, secret));
                    Arrays.stream(store.getCertificateChain(alias)).skip(1).map(X509Certificate.class::cast).forEach(certificates::add);
                }
            }
        }
        return new SmimeKeyring(certificates, List.of(), keys, List.of());
    }

    private static Optional<X509Certificate> single(byte[] file) {
        try {
            return Optional.of(certificate(file));
        } catch (GeneralSecurityException notACertificate) {
            return Optional.empty();
        }
    }

    private static Optional<X509CRL> revocations(byte[] file) throws GeneralSecurityException {
        try {
            return Optional.of((X509CRL) x509().generateCRL(new ByteArrayInputStream(file)));
        } catch (CRLException notRevocations) {
            return Optional.empty();
        }
    }

    private static CertificateFactory x509() throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509");
    }

    static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate) x509().generateCertificate(new ByteArrayInputStream(der));
    }
}
