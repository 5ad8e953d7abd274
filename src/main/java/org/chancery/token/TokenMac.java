package org.chancery.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA-256 over a purpose and the octets of a token, cut to the length the token has room for.
/// One instance serves all threads; each thread keeps its own keyed [Mac], since keying costs as much as a short MAC.
final class TokenMac {
    private final byte[] purpose;
    private final int length;
    private final ThreadLocal<Mac> mac;

    /// `key`: 32 octets derived for tokens. `length`: octets that are kept of the 32.
    TokenMac(byte[] key, String purpose, int length) {
        this.purpose = (purpose + '\0').getBytes(StandardCharsets.US_ASCII);
        this.length = length;
        SecretKeySpec keySpec = new SecretKeySpec(key, "HmacSHA256");
        this.mac = ThreadLocal.withInitial(() -> keyed(keySpec));
    }

    private static Mac keyed(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
        }
    }

    byte[] of(byte[] octets) {
        Mac mine = mac.get();
        mine.update(purpose);
        return Arrays.copyOf(mine.doFinal(octets), length);
    }
}
