package org.chancery.token;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Lower-case base32 without padding (RFC 4648 section 6), for local parts and URLs. Decoding takes either case
/// and refuses every other character, and left-over bits that are not zero, so that one value has one form.
final class Base32 {
    private static final byte[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".getBytes(StandardCharsets.US_ASCII);

    private Base32() {}

    static String encode(byte[] octets) {
        byte[] text = new byte[(octets.length * 8 + 4) / 5];
        int at = 0;
        int bits = 0;
        int held = 0;
        for (byte octet : octets) {
            held = (held << 8) | (octet & 0xFF);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text[at++] = ALPHABET[(held >> bits) & 31];
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text[at] = ALPHABET[(held << (5 - bits)) & 31];
        }
        return new String(text, StandardCharsets.US_ASCII);
    }

    static Optional<byte[]> decode(String text) {
        byte[] octets = new byte[text.length() * 5 / 8];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = valueOf(text.charAt(i));
            if (value < 0) {
                return Optional.empty();
            }
            held = (held << 5) | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                octets[at++] = (byte) (held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return held == 0 && bits < 5 ? Optional.of(octets) : Optional.empty();
    }

    private static int valueOf(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
    }
}
