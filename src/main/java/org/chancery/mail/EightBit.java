package org.chancery.mail;

/// Octets above 127, which need 8BITMIME on the wire (RFC 6152) and 8bit in the header of a part (RFC 2045 section 6.2). Only that: how long
/// the lines are, and whether there is a NUL, is asked elsewhere. Plain loops: they run over each octet of each message.
///
/// Example: `EightBit.isIn("Grüße".getBytes(UTF_8))`.
public final class EightBit {
    private EightBit() {}

    /// Is there one at all?
    public static boolean isIn(byte[] octets) {
        return isIn(octets, 0, octets.length);
    }

    /// Is there one at `start` or behind it, before `end`?
    public static boolean isIn(byte[] octets, int start, int end) {
        for (int at = start; at < end; at++) {
            if (octets[at] < 0) {
                return true;
            }
        }
        return false;
    }
}
