package org.chancery.token;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.chancery.mail.Address;

/// Makes and reads the bounce token of a copy: membership number (40 bit), day (16 bit) and MAC (84 bit),
/// 140 bits in 28 characters of base32. No row is kept for it: a copy that is sent again on the same day carries the same
/// token. Valid for 30 days.
///
/// Example: `talk-bounces+aaaaaaaaaeacqbv…@example.org`.
public final class BounceTokens {
    /// Characters of a token.
    public static final int LENGTH = 28;

    private static final int NUMBER_OCTETS = 5;
    private static final int SIGNED_OCTETS = 7;
    private static final int MAC_OCTETS = 11; // 88 bits, of which the last four are cut: 84
    private static final int VALID_DAYS = 30;
    private static final int MAX_LOCAL_PART = 64; // RFC 5321 section 4.5.3.1.1
    private final TokenMac mac;

    /// `key`: 32 octets derived for tokens.
    public BounceTokens(byte[] key) {
        this.mac = new TokenMac(key, "bounce", MAC_OCTETS);
    }

    /// `number` is a membership number: 1 to 2^40 - 1.
    public String create(long number, Instant day) {
        byte[] signed = new byte[SIGNED_OCTETS];
        ByteBuffer.wrap(signed).put((byte) (number >> 32)).putInt((int) number).putShort((short) dayOf(day));
        byte[] token = Arrays.copyOf(signed, SIGNED_OCTETS + MAC_OCTETS);
        System.arraycopy(mac.of(signed), 0, token, SIGNED_OCTETS, MAC_OCTETS);
        token[token.length - 1] &= (byte) 0xF0;
        return Base32.encode(token).substring(0, LENGTH);
    }

    /// The membership number in a token that this site made at most 30 days before `now`; empty for any other text.
    public Optional<Long> read(String token, Instant now) {
        if (token.length() != LENGTH) {
            return Optional.empty();
        }
        return Base32.decode(token + "a").filter(octets -> octets.length == SIGNED_OCTETS + MAC_OCTETS).flatMap(octets -> numberIn(octets, now));
    }

    private Optional<Long> numberIn(byte[] octets, Instant now) {
        byte[] expected = mac.of(Arrays.copyOf(octets, SIGNED_OCTETS));
        expected[MAC_OCTETS - 1] &= (byte) 0xF0;
        byte[] given = Arrays.copyOfRange(octets, SIGNED_OCTETS, octets.length);
        int age = (dayOf(now) - (((octets[5] & 0xFF) << 8) | (octets[6] & 0xFF))) & 0xFFFF;
        if (!MessageDigest.isEqual(expected, given) || age > VALID_DAYS) {
            return Optional.empty();
        }
        ByteBuffer number = ByteBuffer.allocate(8).position(8 - NUMBER_OCTETS).put(octets, 0, NUMBER_OCTETS).flip();
        return Optional.of(number.getLong());
    }

    private static int dayOf(Instant instant) {
        return (int) (instant.getEpochSecond() / Duration.ofDays(1).toSeconds()) & 0xFFFF;
    }

    /// The return path that carries a token: `LIST-bounces+TOKEN@`, and without `LIST-` where that would pass 64 octets.
    public static Address returnPath(Address list, String token) {
        String tail = "bounces+" + token;
        String whole = list.localPart() + "-" + tail;
        return Address.of(whole.length() <= MAX_LOCAL_PART ? whole : tail, list.domain());
    }
}
