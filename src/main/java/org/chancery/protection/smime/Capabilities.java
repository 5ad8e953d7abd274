package org.chancery.protection.smime;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.SignerInformation;
import org.chancery.protection.ContentCipher;

/// SMIMECapabilities: the algorithms that somebody's program reads, in a signature of his (RFC 8551 section 2.5.2) or in his certificate (RFC 4262).
///
/// Refused, and then nothing is announced: a second attribute or a second value of it (RFC 8551 section 2.5.2 allows one), what is no list of lists that
/// begin with an object identifier, and a list of more than [#MOST] entries. Parameters are not looked at.
///
/// Example: `Capabilities.read(attribute)` is `AES256_CBC` for a list without id-aes256-GCM.
final class Capabilities {
    static final ASN1ObjectIdentifier OID = PKCSObjectIdentifiers.pkcs_9_at_smimeCapabilities;
    /// Programs list ten or twenty.
    static final int MOST = 100;
    /// What we open ([CmsDecryption]), the best first. The same octets each time, for signatures and requests.
    private static final List<ASN1ObjectIdentifier> OURS = List.of(
            NISTObjectIdentifiers.id_aes256_GCM, NISTObjectIdentifiers.id_aes128_GCM, NISTObjectIdentifiers.id_aes256_CBC, NISTObjectIdentifiers.id_aes128_CBC);

    private Capabilities() {}

    /// What the signer's program says inside the signature; empty when it says nothing that can be read.
    static Optional<ContentCipher> announced(SignerInformation signer) {
        try {
            AttributeTable signed = signer.getSignedAttributes();
            ASN1EncodableVector all = signed == null ? new ASN1EncodableVector() : signed.getAll(OID);
            ASN1Set values = all.size() == 1 ? Attribute.getInstance(all.get(0)).getAttrValues() : new DERSet();
            return values.size() == 1 ? read(values.getObjectAt(0).toASN1Primitive()) : Optional.empty();
        } catch (RuntimeException unreadable) {
            return Optional.empty(); // the signature around it may be good all the same
        }
    }

    /// The better of our two ciphers that such a list has a word for; empty when it is none.
    static Optional<ContentCipher> read(ASN1Primitive capabilities) {
        if (!(capabilities instanceof ASN1Sequence list) || list.size() > MOST) {
            return Optional.empty();
        }
        boolean hasGcm = false;
        for (ASN1Encodable one : list) {
            if (!(one.toASN1Primitive() instanceof ASN1Sequence entry) || entry.size() == 0 || !(entry.getObjectAt(0).toASN1Primitive() instanceof ASN1ObjectIdentifier algorithm)) {
                return Optional.empty();
            }
            hasGcm |= algorithm.equals(NISTObjectIdentifiers.id_aes256_GCM);
        }
        return Optional.of(hasGcm ? ContentCipher.AES256_GCM : ContentCipher.AES256_CBC);
    }

    /// Of a list: what it reads itself.
    static ASN1Sequence ours() {
        ASN1EncodableVector all = new ASN1EncodableVector();
        OURS.forEach(algorithm -> all.add(new DERSequence(algorithm)));
        return new DERSequence(all);
    }

    static Attribute attribute() {
        return new Attribute(OID, new DERSet(ours()));
    }
}
