package org.chancery.protection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Writes blobs in base64 that differ only at their beginning: the lines of the common end are made once for each way in which it can
/// meet the line grid, so a copy costs what its own octets cost, whatever the size of the post.
///
/// Example: `new SharedTail(before, body, after).copy(wrappedKey)`.
public final class SharedTail {
    /// 64 columns.
    private static final int LINE_OCTETS = 48;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final byte[] before;
    private final byte[] body;
    private final byte[] after;
    /// By how many octets of the body stand on the last line of a copy's own.
    private final AtomicReferenceArray<byte[]> tails = new AtomicReferenceArray<>(LINE_OCTETS);

    /// `before` and `after` stand around the base64 as they are; `after` begins on a line of its own.
    public SharedTail(byte[] before, byte[] body, byte[] after) {
        this.before = before.clone();
        this.body = body.clone();
        this.after = after.clone();
    }

    public SealedCopy copy(byte[] own) {
        int fill = Math.min((LINE_OCTETS - own.length % LINE_OCTETS) % LINE_OCTETS, body.length);
        byte[] first = Arrays.copyOf(own, own.length + fill);
        System.arraycopy(body, 0, first, own.length, fill);
        byte[] lines = (lines(first) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return new SealedCopy(List.of(before, lines, tail(fill), after));
    }

    private byte[] tail(int from) {
        byte[] known = tails.get(from);
        if (known == null) {
            known = from == body.length ? new byte[0] : (lines(Arrays.copyOfRange(body, from, body.length)) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            tails.set(from, known);
        }
        return known;
    }

    /// Octets in a whole blob of this copy.
    public int length(byte[] own) {
        return own.length + body.length;
    }

    private static String lines(byte[] octets) {
        return Base64.getMimeEncoder(64, LINE_END).encodeToString(octets);
    }
}
