package org.chancery.authentication.dkim;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/// Hashes the body of a message in one of the two forms (RFC 6376 sections 3.4.3 and 3.4.4), in one pass and without a copy
/// of the body.
public final class BodyHash {
    private static final int BUFFER = 8 * 1024;

    private final MessageDigest digest;
    private final byte[] buffer = new byte[BUFFER];
    private final long limit;
    private int used;
    private long total;
    private int emptyLines; // met and not yet followed by anything

    private BodyHash(MessageDigest digest, long limit) {
        this.digest = digest;
        this.limit = limit;
    }

    /// What was hashed, and how many octets the canonical body has; `hash` is of at most the first `limit` of them.
    public record Hashed(byte[] hash, long canonicalOctets) {
        /// In base64, as `bh=` has it.
        public String text() {
            return Base64.getEncoder().encodeToString(hash);
        }

        public boolean is(byte[] claimed) {
            return Arrays.equals(hash, claimed);
        }
    }

    /// Of the octets of `message` from `from` to its end.
    public static Hashed of(Canonicalization form, MessageDigest digest, byte[] message, int from, long limit) {
        BodyHash hash = new BodyHash(digest, limit);
        switch (form) {
            case SIMPLE -> hash.simple(message, from);
            case RELAXED -> hash.relaxed(message, from);
        }
        hash.flush();
        return new Hashed(digest.digest(), hash.total);
    }

    /// The relaxed form of slices that follow each other, from an octet of the first; each begins where a line begins. `isCanonical`: is this slice
    /// in relaxed form already, without empty lines?
    static Hashed ofSlices(MessageDigest digest, List<byte[]> slices, int from, Predicate<byte[]> isCanonical) {
        BodyHash hash = new BodyHash(digest, Long.MAX_VALUE);
        int start = from;
        for (byte[] slice : slices) {
            if (start == 0 && isCanonical.test(slice)) {
                hash.endEmptyLines();
                hash.whole(slice, 0, slice.length);
            } else {
                hash.relaxed(slice, start);
            }
            start = 0;
        }
        hash.flush();
        return new Hashed(digest.digest(), hash.total);
    }

    private void simple(byte[] bytes, int from) {
        int end = bytes.length;
        while (end - 2 >= from && isLineEnd(bytes, end - 2)) {
            end -= 2;
        }
        whole(bytes, from, end);
        lineEnd();
    }

    private void relaxed(byte[] bytes, int from) {
        for (int at = from; at < bytes.length; ) {
            int end = at;
            while (end < bytes.length && !isLineEnd(bytes, end)) {
                end++;
            }
            int text = end;
            while (text > at && Canonicalization.isBlank(bytes[text - 1])) {
                text--;
            }
            if (text == at) {
                emptyLines++;
            } else {
                endEmptyLines();
                line(bytes, at, text);
                lineEnd();
            }
            at = end + 2;
        }
    }

    private void endEmptyLines() {
        for (; emptyLines > 0; emptyLines--) {
            lineEnd();
        }
    }

    private void line(byte[] bytes, int from, int to) {
        int plain = from; // where the run begins that is copied as it is
        for (int i = from; i < to; i++) {
            if (Canonicalization.isBlank(bytes[i])) {
                whole(bytes, plain, i);
                put(' ');
                while (Canonicalization.isBlank(bytes[i + 1])) {
                    i++; // ends before `to`, as the last octet of the line is no blank
                }
                plain = i + 1;
            }
        }
        whole(bytes, plain, to);
    }

    private void whole(byte[] bytes, int from, int to) {
        int length = to - from;
        if (used + length > BUFFER) {
            flush();
        }
        int counted = (int) Math.max(0, Math.min(length, limit - total));
        if (counted > BUFFER) {
            digest.update(bytes, from, counted);
        } else {
            System.arraycopy(bytes, from, buffer, used, counted);
            used += counted;
        }
        total += length;
    }

    private void put(int octet) {
        if (used == BUFFER) {
            flush();
        }
        if (total < limit) {
            buffer[used++] = (byte) octet;
        }
        total++;
    }

    private void lineEnd() {
        put('\r');
        put('\n');
    }

    private void flush() {
        digest.update(buffer, 0, used);
        used = 0;
    }

    private static boolean isLineEnd(byte[] bytes, int at) {
        return bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n';
    }
}
