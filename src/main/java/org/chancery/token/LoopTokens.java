package org.chancery.token;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// Makes and knows again the mark that a list of this site puts into each copy, so that nobody else can write it: an 80-bit MAC
/// over the number of the list, in 16 characters of base32. The same for all copies of a list, and for as long as the list
/// lives under whatever address. It permits nothing: who copies it into another mail only stops that mail.
///
/// Example: `X-Loop: talk@lists.example.org; mac=q4vx…`.
public final class LoopTokens {
    /// Characters of a token.
    public static final int LENGTH = 16;

    private static final int MAC_OCTETS = 10;
    private final TokenMac mac;

    /// `key`: 32 octets derived for tokens.
    public LoopTokens(byte[] key) {
        this.mac = new TokenMac(key, "loop", MAC_OCTETS);
    }

    /// `list` is the number of a list.
    public String create(long list) {
        return Base32.encode(expected(list));
    }

    /// Did this site make the token for this list?
    public boolean isOf(String token, long list) {
        return token.length() == LENGTH
                && Base32.decode(token).filter(octets -> MessageDigest.isEqual(expected(list), octets)).isPresent();
    }

    private byte[] expected(long list) {
        return mac.of(ByteBuffer.allocate(Long.BYTES).putLong(list).array());
    }
}
