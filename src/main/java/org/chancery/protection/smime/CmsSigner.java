package org.chancery.protection.smime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Date;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.chancery.protection.EntitySigner;

/// A detached signature of a list (RFC 8551 section 3.5.3), with SHA-256 and the certificate beside it. It says what the list reads, so that
/// programs that can encrypt to it with AES-GCM.
final class CmsSigner implements EntitySigner {
    private final SmimeKeyring.Key key;
    private final Date now;

    CmsSigner(SmimeKeyring.Key key, Date now) {
        this.key = key;
        this.now = now;
    }

    @Override
    public String protocol() {
        return "application/pkcs7-signature";
    }

    @Override
    public String micalg() {
        return "sha-256";
    }

    @Override
    public byte[] signaturePart(byte[] entity) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            Hashtable<ASN1ObjectIdentifier, Attribute> attributes = new Hashtable<>();
            attributes.put(CMSAttributes.signingTime, new Attribute(CMSAttributes.signingTime, new DERSet(new Time(now))));
            attributes.put(Capabilities.OID, Capabilities.attribute());
            generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder().setProvider(Providers.BOUNCY_CASTLE)
                    .setSignedAttributeGenerator(new AttributeTable(attributes))
                    .build(algorithm(), key.secret(), key.certificate()));
            generator.addCertificates(new JcaCertStore(List.of(key.certificate())));
            byte[] signature = generator.generate(new CMSProcessableByteArray(entity), false).getEncoded();
            return ("Content-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\r', '\n'}).encodeToString(signature) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        } catch (CMSException | OperatorCreationException | CertificateEncodingException | IOException cannot) {
            throw new IllegalStateException("the list cannot sign: nothing may leave", cannot);
        }
    }

    private String algorithm() {
        return switch (key.certificate().getPublicKey().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> key.certificate().getPublicKey().getAlgorithm();
        };
    }
}
