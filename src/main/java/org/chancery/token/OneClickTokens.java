package org.chancery.token;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// Makes and reads the token of one-click unsubscribe (RFC 8058): membership number (40 bit) and MAC (128 bit) in 34
/// characters. It does not expire while the membership lasts, may be used again, and can only unsubscribe.
///
/// Example: `https://lists.example.org/leave/aaaaaaaaaeq4…`.
public final class OneClickTokens {
    private static final int NUMBER_OCTETS = 5;
    private static final int MAC_OCTETS = 16;
    private final TokenMac mac;

    /// `key`: 32 octets derived for tokens.
    public OneClickTokens(byte[] key) {
        this.mac = new TokenMac(key, "one-click", MAC_OCTETS);
    }

    /// `number` is a membership number: 1 to 2^40 - 1.
    public String create(long number) {
        byte[] token = new byte[NUMBER_OCTETS + MAC_OCTETS];
        ByteBuffer.wrap(token).put((byte) (number >> 32)).putInt((int) number);
        System.arraycopy(mac.of(Arrays.copyOf(token, NUMBER_OCTETS)), 0, token, NUMBER_OCTETS, MAC_OCTETS);
        return Base32.encode(token);
    }

    /// The membership number in a token that this site made; empty for any other text.
    public Optional<Long> read(String token) {
        return Base32.decode(token).filter(octets -> octets.length == NUMBER_OCTETS + MAC_OCTETS).flatMap(this::numberIn);
    }

    private Optional<Long> numberIn(byte[] octets) {
        byte[] expected = mac.of(Arrays.copyOf(octets, NUMBER_OCTETS));
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(octets, NUMBER_OCTETS, octets.length))) {
            return Optional.empty();
        }
        ByteBuffer number = ByteBuffer.allocate(8).position(8 - NUMBER_OCTETS).put(octets, 0, NUMBER_OCTETS).flip();
        return Optional.of(number.getLong());
    }
}
