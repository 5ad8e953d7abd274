package org.chancery.protection;

import java.util.Arrays;

/// Text as it is signed: each line ends with CRLF (RFC 3156 section 5, RFC 8551 section 3.1.1).
public final class CanonicalText {
    private CanonicalText() {}

    /// The same array when there is nothing to do, as for all that came by SMTP. A lone CR ends no line.
    public static byte[] crlf(byte[] octets) {
        int bare = 0;
        for (int i = 0; i < octets.length; i++) {
            bare += isBareLf(octets, i) ? 1 : 0;
        }
        if (bare == 0) {
            return octets;
        }
        byte[] canonical = Arrays.copyOf(octets, octets.length + bare);
        int to = 0;
        for (int i = 0; i < octets.length; i++) {
            if (isBareLf(octets, i)) {
                canonical[to++] = '\r';
            }
            canonical[to++] = octets[i];
        }
        return canonical;
    }

    /// Does each line end with CRLF, and CR stand nowhere else?
    public static boolean isCanonical(byte[] octets) {
        return crlf(octets) == octets && hasNoLoneCr(octets);
    }

    /// Whoever reads text with other line ends than CRLF and LF reads another text.
    public static boolean hasNoLoneCr(byte[] octets) {
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\r' && (i + 1 == octets.length || octets[i + 1] != '\n')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBareLf(byte[] octets, int at) {
        return octets[at] == '\n' && (at == 0 || octets[at - 1] != '\r');
    }
}
