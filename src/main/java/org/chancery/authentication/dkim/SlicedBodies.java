package org.chancery.authentication.dkim;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Body hashes (RFC 6376 section 3.4.4, relaxed) of copies that are put together from slices, many of them the same arrays in many copies: what
/// can be known of such a slice is found out once, and base64 is hashed as it stands. No copy of a body is made. For any number of threads.
///
/// A slice begins where a line begins; other slices give another hash than the body they make.
///
/// Example: `bodies.hash(copy.slices(), headerEnd)`.
public final class SlicedBodies {
    /// Octets from which looking into the map costs less than looking through the slice.
    private static final int KEPT_FROM = 1_024;
    private static final int MAX_KEPT = 1_000;

    private final Map<byte[], Boolean> known = new IdentityHashMap<>();

    /// `from`: the first octet of the body, in the first slice.
    public BodyHash.Hashed hash(List<byte[]> slices, int from) {
        return BodyHash.ofSlices(Algorithm.RSA_SHA256.digest(), slices, from, this::isCanonical);
    }

    private boolean isCanonical(byte[] slice) {
        if (slice.length < KEPT_FROM) {
            return false;
        }
        synchronized (known) {
            Boolean before = known.get(slice);
            if (before != null) {
                return before;
            }
        }
        boolean found = looksCanonical(slice);
        synchronized (known) {
            if (known.size() < MAX_KEPT) {
                known.put(slice, found);
            }
        }
        return found;
    }

    /// No blanks, no empty lines, and an end of line at the end.
    private static boolean looksCanonical(byte[] slice) {
        boolean lineStart = true;
        for (int i = 0; i < slice.length; i++) {
            boolean lineEnd = slice[i] == '\r' && i + 1 < slice.length && slice[i + 1] == '\n';
            if (Canonicalization.isBlank(slice[i]) || (lineEnd && lineStart)) {
                return false;
            }
            lineStart = lineEnd;
            i += lineEnd ? 1 : 0;
        }
        return lineStart;
    }
}
