package org.chancery.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// Makes and checks the hidden value of a form: it was got from our page, for this subject, at most ten minutes ago. So nobody's
/// page can press our buttons for a visitor, and a program that only opens links presses none.
///
/// Example: `nonces.holds(value, "c/" + token, now)`.
public final class FormNonces {
    private static final Duration VALID = Duration.ofMinutes(10);
    private static final int TIME_OCTETS = 8;
    private static final int MAC_OCTETS = 16;
    private final TokenMac mac;

    /// `key`: 32 octets derived for tokens.
    public FormNonces(byte[] key) {
        this.mac = new TokenMac(key, "form", MAC_OCTETS);
    }

    public String create(String subject, Instant now) {
        byte[] time = ByteBuffer.allocate(TIME_OCTETS).putLong(now.toEpochMilli()).array();
        byte[] nonce = Arrays.copyOf(time, TIME_OCTETS + MAC_OCTETS);
        System.arraycopy(mac.of(signed(time, subject)), 0, nonce, TIME_OCTETS, MAC_OCTETS);
        return Base32.encode(nonce);
    }

    public boolean holds(String nonce, String subject, Instant now) {
        return Base32.decode(nonce).filter(octets -> octets.length == TIME_OCTETS + MAC_OCTETS && holds(octets, subject, now)).isPresent();
    }

    private boolean holds(byte[] octets, String subject, Instant now) {
        byte[] time = Arrays.copyOf(octets, TIME_OCTETS);
        boolean ours = MessageDigest.isEqual(mac.of(signed(time, subject)), Arrays.copyOfRange(octets, TIME_OCTETS, octets.length));
        Instant made = Instant.ofEpochMilli(ByteBuffer.wrap(time).getLong());
        return ours && !now.isBefore(made) && now.isBefore(made.plus(VALID));
    }

    private static byte[] signed(byte[] time, String subject) {
        byte[] text = subject.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(TIME_OCTETS + text.length).put(time).put(text).array();
    }
}
