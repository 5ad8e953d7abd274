package org.chancery.list;

/// The site-wide number of one membership, 1 to 2^40 - 1, never reused.
/// It stands in bounce and one-click tokens, so that a copy needs no row of its own.
/// Refuses numbers outside the range with `IllegalArgumentException`.
public record MembershipNumber(long value) {
    /// 40 bits: what a bounce token has room for.
    public static final long MAX = (1L << 40) - 1;

    public MembershipNumber {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("membership number out of range: " + value);
        }
    }
}
