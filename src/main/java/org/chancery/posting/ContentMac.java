package org.chancery.posting;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.mail.Message;

/// HMAC-SHA-256 (RFC 2104) over the body of a message under a site key: tells whether two bodies are the same without
/// leaving a plain digest of anybody's words in the store.
public final class ContentMac {
    private final SecretKeySpec key;

    /// `key`: 32 octets derived for this purpose only.
    public ContentMac(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    public byte[] of(Message message) {
        return of(message.toByteArray(), message.bodyStart());
    }

    /// Over `octets` from `bodyStart` to their end.
    public byte[] of(byte[] octets, int bodyStart) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(octets, bodyStart, octets.length - bodyStart);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
        }
    }
}
