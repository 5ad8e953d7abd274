package org.chancery.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Base64 as mail has it (RFC 2045 section 6.8): characters outside the alphabet are skipped, a missing end is
/// tolerated, padding ends the data of its group and what follows begins afresh.
final class Base64Decoder extends InputStream {
    private static final byte[] VALUES = values();

    private final byte[] bytes;
    private final int end;
    private int at;
    private int bits;
    private int count;

    Base64Decoder(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    static byte[] decode(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        try (var decoder = new Base64Decoder(ascii, 0, ascii.length)) {
            return decoder.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public int read() {
        while (count < 8 && at < end) {
            byte c = bytes[at++];
            if (c == '=') {
                count = 0;
            } else if (VALUES[c & 0xFF] >= 0) {
                bits = (bits << 6) | VALUES[c & 0xFF];
                count += 6;
            }
        }
        if (count < 8) {
            return -1;
        }
        count -= 8;
        return (bits >> count) & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        int done = 0;
        for (int octet; done < length && (octet = read()) >= 0; done++) {
            into[from + done] = (byte) octet;
        }
        return done == 0 && length > 0 ? -1 : done;
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < 64; i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
