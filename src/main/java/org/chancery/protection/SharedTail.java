package org.chancery.protection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Writes blobs in base64 that differ only at their beginning. The lines of a copy's own end where the common ones begin, short line or
/// not, so the common end is written for each of the three ways in which it can meet the groups of base64, and a copy costs what its
/// own octets cost, whatever the size of the post.
///
/// Example: `new SharedTail(before, body, after).copy(wrappedKey)`.
public final class SharedTail {
    /// Octets in a group of base64.
    private static final int GROUP = 3;
    /// Octets in one slice of the common end, whole lines of 64 columns.
    private static final int PIECE = 48 << 14;
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, LINE_END);

    private final List<byte[]> before;
    private final Octets.Range body;
    private final List<byte[]> after;
    /// By how many octets of the body stand on the last line of a copy's own.
    private final AtomicReferenceArray<List<byte[]>> tails = new AtomicReferenceArray<>(GROUP);

    /// `before` and `after` stand around the base64 as they are; both begin on a line of their own, and either may be empty.
    public SharedTail(byte[] before, Octets.Range body, byte[] after) {
        this.before = before.length == 0 ? List.of() : List.of(before.clone());
        this.body = body;
        this.after = after.length == 0 ? List.of() : List.of(after.clone());
    }

    public SealedCopy copy(byte[] own) {
        int fill = Math.min((GROUP - own.length % GROUP) % GROUP, body.length());
        byte[] first = Arrays.copyOf(own, own.length + fill);
        System.arraycopy(body.array(), body.from(), first, own.length, fill);
        List<byte[]> slices = new ArrayList<>(before);
        slices.add(lines(ByteBuffer.wrap(first)));
        slices.addAll(tail(fill));
        slices.addAll(after);
        return new SealedCopy(slices);
    }

    private List<byte[]> tail(int skipped) {
        List<byte[]> known = tails.get(skipped);
        if (known == null) {
            tails.compareAndSet(skipped, null, encoded(body.from() + skipped)); // the same arrays for all copies
            known = tails.get(skipped);
        }
        return known;
    }

    private List<byte[]> encoded(int from) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = from; at < body.to(); at += PIECE) {
            pieces.add(lines(ByteBuffer.wrap(body.array(), at, Math.min(PIECE, body.to() - at))));
        }
        return List.copyOf(pieces);
    }

    /// Octets in a whole blob of this copy.
    public int length(byte[] own) {
        return own.length + body.length();
    }

    private static byte[] lines(ByteBuffer octets) {
        ByteBuffer encoded = LINES.encode(octets);
        byte[] lines = Arrays.copyOf(encoded.array(), encoded.limit() + LINE_END.length);
        System.arraycopy(LINE_END, 0, lines, encoded.limit(), LINE_END.length);
        return lines;
    }
}
