package org.chancery.protection;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Octets put together without copying them more often than needed: a post may have many megabytes.
public final class Octets {
    private static final int PIECE = 1 << 16;

    private Octets() {}

    static byte[] joined(byte[]... pieces) {
        byte[] all = new byte[Math.toIntExact(Arrays.stream(pieces).mapToLong(piece -> piece.length).sum())];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }

    /// In pieces: streams of ciphers make a second array as large as what is written at once.
    public static void write(byte[] octets, java.io.OutputStream out) throws java.io.IOException {
        for (int at = 0; at < octets.length; at += PIECE) {
            out.write(octets, at, Math.min(PIECE, octets.length - at));
        }
    }

    /// A part of an array that nobody changes any more.
    public record Range(byte[] array, int from, int to) {
        public static Range of(byte[] whole) {
            return new Range(whole, 0, whole.length);
        }

        public int length() {
            return to - from;
        }

        public byte[] copy() {
            return Arrays.copyOfRange(array, from, to);
        }
    }

    /// What was written, without a copy.
    public static final class Gathered extends ByteArrayOutputStream {
        public Gathered(int capacity) {
            super(capacity);
        }

        /// Everything after the first `skipped` octets.
        public Range range(int skipped) {
            return new Range(buf, skipped, count);
        }
    }
}
