package org.chancery.protection.smime;

import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.KeyAgreeRecipientInformation;
import org.bouncycastle.cms.KeyTransRecipientInformation;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.RecipientInformationStore;
import org.bouncycastle.util.Store;
import org.chancery.protection.AlgorithmPolicy;
import org.chancery.protection.Encryption;
import org.chancery.protection.ProtectionLimits;
import org.chancery.protection.Unwrapped;

/// Opens EnvelopedData (RFC 5652 section 6) and AuthEnvelopedData (RFC 5083) with the keys of a list. All failures look alike.
///
/// EnvelopedData has no integrity of its own: what comes out is marked malleable, and trusted only under a signature inside.
final class CmsDecryption {
    private static final Unwrapped BROKEN = new Unwrapped.Closed(Encryption.BROKEN);
    private static final Map<String, String> CIPHERS = Map.of(
            NISTObjectIdentifiers.id_aes128_CBC.getId(), "AES128",
            NISTObjectIdentifiers.id_aes192_CBC.getId(), "AES192",
            NISTObjectIdentifiers.id_aes256_CBC.getId(), "AES256",
            NISTObjectIdentifiers.id_aes128_GCM.getId(), "AES128",
            NISTObjectIdentifiers.id_aes192_GCM.getId(), "AES192",
            NISTObjectIdentifiers.id_aes256_GCM.getId(), "AES256",
            NISTObjectIdentifiers.id_aes128_CCM.getId(), "AES128",
            NISTObjectIdentifiers.id_aes256_CCM.getId(), "AES256",
            PKCSObjectIdentifiers.des_EDE3_CBC.getId(), "3DES",
            PKCSObjectIdentifiers.RC2_CBC.getId(), "RC2");

    private CmsDecryption() {}

    static Unwrapped open(byte[] octets, CmsType type, List<SmimeKeyring.Key> keys) {
        if (!Elements.areWithinLimits(octets)) {
            return BROKEN;
        }
        try {
            if (type == CmsType.AUTH_ENVELOPED) {
                CMSAuthEnvelopedData data = new CMSAuthEnvelopedData(octets);
                return open(data.getEncryptionAlgOID(), data.getRecipientInfos(), keys, true);
            }
            CMSEnvelopedData data = new CMSEnvelopedData(octets);
            return open(data.getEncryptionAlgOID(), data.getRecipientInfos(), keys, false);
        } catch (CMSException | RuntimeException damaged) {
            return BROKEN;
        }
    }

    private static Unwrapped open(String cipher, RecipientInformationStore recipients, List<SmimeKeyring.Key> keys, boolean isAuthenticated) {
        if (!AlgorithmPolicy.isGoodCipher(CIPHERS.getOrDefault(cipher, cipher))) {
            return new Unwrapped.Closed(Encryption.WEAK);
        }
        Collection<RecipientInformation> all = recipients.getRecipients();
        if (all.size() > ProtectionLimits.PACKETS) {
            return BROKEN;
        }
        for (RecipientInformation recipient : all) {
            for (SmimeKeyring.Key key : keys) {
                if (isFor(recipient, key)) {
                    return decrypted(recipient, key, isAuthenticated);
                }
            }
        }
        boolean onlyPassphrases = all.stream().noneMatch(one -> one instanceof KeyTransRecipientInformation || one instanceof KeyAgreeRecipientInformation);
        return onlyPassphrases ? BROKEN : new Unwrapped.Closed(Encryption.OTHER);
    }

    private static boolean isFor(RecipientInformation recipient, SmimeKeyring.Key key) {
        try {
            return recipient.getRID().match(new X509CertificateHolder(key.certificate().getEncoded()));
        } catch (java.io.IOException | java.security.cert.CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be written", impossible);
        }
    }

    private static Unwrapped decrypted(RecipientInformation recipient, SmimeKeyring.Key key, boolean isAuthenticated) {
        if (!isGood(key.certificate().getPublicKey())) {
            return new Unwrapped.Closed(Encryption.WEAK);
        }
        Unwrapping unwrapping = new Unwrapping(key.secret());
        try {
            byte[] content = recipient.getContent(unwrapping.recipient(recipient, isAuthenticated));
            return new Unwrapped.Decrypted(content, List.of(), !isAuthenticated, Certificates.fingerprint(key.certificate()), unwrapping.contentKey().orElseThrow(), new Unwrapped.Form.AsIs());
        } catch (CMSException | RuntimeException damaged) {
            return BROKEN;
        }
    }

    static boolean isGood(PublicKey key) {
        return switch (key) {
            case RSAKey rsa -> AlgorithmPolicy.isGoodKey("RSA", rsa.getModulus().bitLength());
            case java.security.interfaces.DSAKey dsa -> AlgorithmPolicy.isGoodKey("DSA", dsa.getParams().getP().bitLength());
            case java.security.interfaces.ECKey ec -> AlgorithmPolicy.isGoodKey("EC", ec.getParams().getOrder().bitLength());
            default -> true; // the curves of RFC 8410
        };
    }

    /// The certificates that a CMS structure brings along.
    static List<X509CertificateHolder> holders(Store<X509CertificateHolder> store) {
        return store.getMatches(null).stream().limit(ProtectionLimits.PACKETS).toList();
    }
}
