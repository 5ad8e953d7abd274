package org.chancery.protection.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.GenericKey;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.OutputEncryptor;
import org.chancery.protection.ContentCipher;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Octets;
import org.chancery.protection.ProtectedPayload;
import org.chancery.protection.SealedCopy;
import org.chancery.protection.SharedTail;

/// A post sealed with S/MIME (RFC 8551 section 3.3): the content encrypted once, then one RecipientInfo for each copy.
///
/// AES-256-CBC for everybody of whom is not known that he reads AES-256-GCM ([SmimeReader#cipher]). Deviates from RFC 8551 section 2.7.1.2, which wants
/// GCM for readers one knows nothing of: GnuPG 2.2 and others cannot open AuthEnvelopedData.
///
/// A RecipientInfo names its certificate: CMS has no hidden recipients. A copy names no certificate but its reader's.
///
/// Example: `SmimeSealer.prepare(payload, random).copyFor(reader)`.
public final class SmimeSealer {
    private static final int SEQUENCE = 0x30;
    private static final int CONTEXT_0 = 0xA0;
    private static final int IMPLICIT_CONTENT = 0x80;

    private final ProtectedPayload payload;
    private final SecureRandom random;
    private final Map<ContentCipher, Sealed> sealed = new EnumMap<>(ContentCipher.class);

    private record Sealed(boolean isAuthenticated, GenericKey contentKey, SharedTail tail, int length) {}

    private SmimeSealer(ProtectedPayload payload, SecureRandom random) {
        this.payload = payload;
        this.random = random;
    }

    public static SmimeSealer prepare(ProtectedPayload payload, SecureRandom random) {
        return new SmimeSealer(payload, random);
    }

    private synchronized Sealed of(ContentCipher cipher) {
        return sealed.computeIfAbsent(cipher, wanted -> encrypted(wanted == ContentCipher.AES256_GCM));
    }

    private Sealed encrypted(boolean isAuthenticated) {
        try {
            OutputEncryptor encryptor = new JceCMSContentEncryptorBuilder(isAuthenticated ? CMSAlgorithm.AES256_GCM : CMSAlgorithm.AES256_CBC)
                    .setSecureRandom(random).setProvider(Providers.BOUNCY_CASTLE).build();
            var content = new Octets.Gathered(payload.entity().length + 64);
            try (OutputStream out = encryptor.getOutputStream(content)) {
                Octets.write(payload.entity(), out);
            }
            Octets.Range end = end(encryptor, content.range(0));
            byte[] before = before(payload.outerHeader(), isAuthenticated);
            return new Sealed(isAuthenticated, encryptor.getKey(), new SharedTail(before, end, new byte[0]), end.length());
        } catch (CMSException | IOException impossible) {
            throw new IllegalStateException("cannot encrypt", impossible);
        }
    }

    /// EncryptedContentInfo (RFC 5652 section 6.1) and, where there is one, the tag.
    private static Octets.Range end(OutputEncryptor encryptor, Octets.Range content) {
        byte[] type = der(CMSObjectIdentifiers.data);
        byte[] algorithm = der(encryptor.getAlgorithmIdentifier());
        byte[] head = head(IMPLICIT_CONTENT, content.length());
        byte[] tag = encryptor instanceof OutputAEADEncryptor aead ? der(new DEROctetString(aead.getMAC())) : new byte[0];
        int length = type.length + algorithm.length + head.length + content.length();
        var end = new Octets.Gathered(length + tag.length + 16);
        end.writeBytes(head(SEQUENCE, length));
        end.writeBytes(type);
        end.writeBytes(algorithm);
        end.writeBytes(head);
        end.write(content.array(), content.from(), content.length());
        end.writeBytes(tag);
        return end.range(0);
    }

    private static byte[] before(byte[] header, boolean isAuthenticated) {
        byte[] rest = ("MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=" + (isAuthenticated ? "authEnveloped-data" : "enveloped-data")
                + "; name=\"smime.p7m\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"smime.p7m\"\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(header, header.length + rest.length);
        System.arraycopy(rest, 0, all, header.length, rest.length);
        return all;
    }

    /// One public-key operation.
    public SealedCopy copyFor(SmimeReader reader) {
        Sealed body = of(reader.cipher());
        try {
            return body.tail().copy(beginning(body, generator(reader.certificate()).generate(body.contentKey())));
        } catch (CMSException | GeneralSecurityException cannot) {
            throw new IllegalStateException("a certificate that can be encrypted to cannot", cannot);
        }
    }

    private RecipientInfoGenerator generator(X509Certificate certificate) throws GeneralSecurityException {
        if (!(certificate.getPublicKey() instanceof ECPublicKey key)) {
            return new JceKeyTransRecipientInfoGenerator(certificate).setProvider(Providers.BOUNCY_CASTLE);
        }
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", Providers.BOUNCY_CASTLE);
        pairs.initialize(key.getParams(), random);
        KeyPair ephemeral = pairs.generateKeyPair();
        return new JceKeyAgreeRecipientInfoGenerator(CMSAlgorithm.ECDH_SHA256KDF, ephemeral.getPrivate(), ephemeral.getPublic(), CMSAlgorithm.AES256_WRAP)
                .addRecipient(certificate).setSecureRandom(random).setProvider(Providers.BOUNCY_CASTLE);
    }

    /// Everything up to the encrypted content: ContentInfo, EnvelopedData and its version (RFC 5652 section 6.1), the one recipient.
    private static byte[] beginning(Sealed body, RecipientInfo recipient) {
        boolean isAgreed = recipient.getInfo() instanceof org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
        byte[] version = der(new ASN1Integer(isAgreed && !body.isAuthenticated() ? 2 : 0));
        byte[] recipients = der(new DERSet(recipient));
        byte[] type = der(body.isAuthenticated() ? CMSObjectIdentifiers.authEnvelopedData : new ASN1ObjectIdentifier("1.2.840.113549.1.7.3"));
        int content = version.length + recipients.length + body.length();
        int wrapped = head(SEQUENCE, content).length + content;
        var all = new ByteArrayOutputStream();
        all.writeBytes(head(SEQUENCE, type.length + head(CONTEXT_0, wrapped).length + wrapped));
        all.writeBytes(type);
        all.writeBytes(head(CONTEXT_0, wrapped));
        all.writeBytes(head(SEQUENCE, content));
        all.writeBytes(version);
        all.writeBytes(recipients);
        return all.toByteArray();
    }

    /// Tag and length in DER (X.690 section 10.1).
    private static byte[] head(int tag, int length) {
        if (length < 0x80) {
            return new byte[] {(byte) tag, (byte) length};
        }
        int octets = (39 - Integer.numberOfLeadingZeros(length)) / 8;
        byte[] head = new byte[2 + octets];
        head[0] = (byte) tag;
        head[1] = (byte) (0x80 + octets);
        for (int i = 0; i < octets; i++) {
            head[2 + i] = (byte) (length >> (8 * (octets - 1 - i)));
        }
        return head;
    }

    private static byte[] der(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("a structure that cannot be written", impossible);
        }
    }

    /// The list's key as signer inside.
    public static EntitySigner signer(SmimeKeyring.Key key, Instant now) {
        return new CmsSigner(key, Date.from(now));
    }
}
