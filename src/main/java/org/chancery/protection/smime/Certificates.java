package org.chancery.protection.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.chancery.mail.Address;
import org.chancery.protection.ContentCipher;

/// What an X.509 certificate says (RFC 5280, RFC 8550 section 4.4).
public final class Certificates {
    private static final int RFC822_NAME = 1;
    private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;

    private Certificates() {}

    /// SHA-256, upper-case hexadecimal.
    public static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("SHA-256 is in every JDK", impossible);
        }
    }

    /// The mail addresses: those of the alternative names, else those of old certificates in the subject (RFC 8550 section 3).
    public static List<String> addresses(X509Certificate certificate) {
        List<String> names = alternative(certificate);
        return (names.isEmpty() ? legacy(certificate) : names).stream().flatMap(name -> Address.parse(name).toOptional().stream()).map(Address::toString).toList();
    }

    private static List<String> alternative(X509Certificate certificate) {
        try {
            List<String> names = new ArrayList<>();
            for (List<?> name : Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of())) {
                if (name.getFirst().equals(RFC822_NAME) && name.get(1) instanceof String text) {
                    names.add(text);
                }
            }
            return names;
        } catch (CertificateParsingException unreadable) {
            return List.of(); // names nobody can read are nobody's
        }
    }

    private static List<String> legacy(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        for (RDN rdn : X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()).getRDNs(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
            names.add(IETFUtils.valueToString(rdn.getFirst().getValue()));
        }
        return names;
    }

    /// RFC 8550 section 4.4: what is not said is allowed.
    static boolean maySign(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return isForMail(certificate) && (usage == null || usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION]);
    }

    static boolean mayBeEncryptedTo(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return isForMail(certificate) && CmsDecryption.isGood(certificate.getPublicKey()) && (usage == null || usage[KEY_ENCIPHERMENT] || usage[KEY_AGREEMENT]);
    }

    /// What the certificate says that its owner's program reads (RFC 4262).
    static Optional<ContentCipher> announced(X509Certificate certificate) {
        try {
            return Extensions.of(certificate, Capabilities.OID.getId()).flatMap(Capabilities::read);
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty(); // what nobody can read announces nothing
        }
    }

    private static boolean isForMail(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.contains(EMAIL_PROTECTION) || purposes.contains(ANY_PURPOSE);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }
}
