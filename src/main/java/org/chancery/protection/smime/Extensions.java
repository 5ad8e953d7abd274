package org.chancery.protection.smime;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;

/// Extensions of certificates (RFC 5280 section 4.2).
final class Extensions {
    private Extensions() {}

    /// What stands inside the extension with this number; empty where the certificate has none. Throws `IOException` or a
    /// `RuntimeException` for octets that cannot be read.
    static Optional<ASN1Primitive> of(X509Certificate certificate, String number) throws IOException {
        byte[] extension = certificate.getExtensionValue(number);
        return extension == null ? Optional.empty() : Optional.of(ASN1Primitive.fromByteArray(ASN1OctetString.getInstance(extension).getOctets()));
    }
}
