package org.chancery.keyring;

import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.SignatureFinding;
import org.chancery.protection.SignatureValue;
import org.chancery.secrets.Secret;

/// Tells a signature that comes again. Kept is an HMAC-SHA-256 (RFC 2104) of each, so that a stolen store does not tell who signed what.
///
/// Example: `new SignatureMemory(ports.accepted(), master.derive("accepted-signatures"))`.
public final class SignatureMemory implements AcceptedSignatures {
    private final AcceptedMacs macs;
    private final SecretKeySpec key;

    public SignatureMemory(AcceptedMacs macs, Secret key) {
        this.macs = macs;
        this.key = new SecretKeySpec(key.reveal(), "HmacSHA256");
    }

    @Override
    public boolean contains(SignatureValue value) {
        return macs.contains(mac(value));
    }

    /// Of each signature that was found, once.
    public List<byte[]> macs(CryptoReport report) {
        return report.signatures().stream().map(SignatureFinding::value).distinct().map(this::mac).toList();
    }

    /// What is written with the receipt when a post with this signature is accepted.
    public byte[] mac(SignatureValue value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(value.octets());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
        }
    }
}
