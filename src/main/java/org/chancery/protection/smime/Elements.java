package org.chancery.protection.smime;

import org.chancery.protection.ProtectionLimits;

/// The elements of a BER structure (X.690 section 8.1), counted before anything makes objects of them: six million numbers of one octet are 18 MB
/// of mail and would be half a gigabyte of objects.
///
/// Refused: more than [ProtectionLimits#ELEMENTS], deeper than [ProtectionLimits#ELEMENTS_DEEP], one that goes beyond the end of what it is in or
/// does not end. What stands behind the outermost element is not looked at.
///
/// Example: `Elements.areWithinLimits(new byte[] {0x30, 0})`.
final class Elements {
    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1F;
    private static final int INDEFINITE = -1;
    private static final int LARGEST_LENGTH_BITS = 31;

    private final byte[] octets;
    /// Where the elements end that are open.
    private final int[] ends = new int[ProtectionLimits.ELEMENTS_DEEP];
    private int depth;
    private int at;

    private Elements(byte[] octets) {
        this.octets = octets;
    }

    static boolean areWithinLimits(byte[] octets) {
        try {
            new Elements(octets).walk();
            return true;
        } catch (Beyond limits) {
            return false;
        }
    }

    private static final class Beyond extends Exception {
        private static final long serialVersionUID = 1L;

        Beyond() {
            super(null, null, false, false);
        }
    }

    private void walk() throws Beyond {
        int count = 0;
        do {
            demand(++count <= ProtectionLimits.ELEMENTS);
            next();
            while (depth > 0 && ends[depth - 1] == at) {
                depth--;
            }
            demand(depth == 0 || ends[depth - 1] == INDEFINITE || at < ends[depth - 1]);
        } while (depth > 0);
    }

    private static void demand(boolean condition) throws Beyond {
        if (!condition) {
            throw new Beyond();
        }
    }

    private void next() throws Beyond {
        int tag = octet();
        for (int more = (tag & LONG_TAG) == LONG_TAG ? 0x80 : 0; more != 0;) {
            more = octet() & 0x80;
        }
        int length = length();
        if (tag == 0 && length == 0) { // end of contents
            demand(depth > 0 && ends[depth - 1] == INDEFINITE);
            depth--;
        } else if ((tag & CONSTRUCTED) != 0) {
            demand(depth < ends.length);
            ends[depth++] = length == INDEFINITE ? INDEFINITE : end(length);
        } else {
            demand(length != INDEFINITE);
            at = end(length);
        }
    }

    private int length() throws Beyond {
        int first = octet();
        if (first <= 0x80) {
            return first == 0x80 ? INDEFINITE : first;
        }
        long length = 0;
        for (int more = first - 0x80; more > 0; more--) {
            length = length << 8 | octet();
            demand(length >>> LARGEST_LENGTH_BITS == 0);
        }
        return (int) length;
    }

    private int end(int length) throws Beyond {
        demand(length <= octets.length - at);
        return at + length;
    }

    private int octet() throws Beyond {
        demand(at < octets.length);
        return octets[at++] & 0xFF;
    }
}
