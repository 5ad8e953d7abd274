package org.chancery.posting;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.mail.Message;

/// HMAC-SHA-256 (RFC 2104) under a site key: over the body of a message it tells whether two bodies are the same, over all octets whether they
/// are still what was received, without leaving a plain digest of anybody's words in the store.
public final class ContentMac {
    /// So that no body has the MAC of a whole message.
    private static final byte[] WHOLE = "whole message\0".getBytes(StandardCharsets.US_ASCII);
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
        return of(new byte[0], octets, bodyStart);
    }

    /// Over all octets as they are stored.
    public byte[] whole(byte[] octets) {
        return of(WHOLE, octets, 0);
    }

    private byte[] of(byte[] before, byte[] octets, int start) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(before);
            mac.update(octets, start, octets.length - start);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
        }
    }
}
