package org.chancery.authentication.spf;

/// How much one check may ask of the DNS (RFC 7208 section 4.6.4). Counts terms, not queries: an `mx` is one, however many hosts
/// it names. A term is void once, when a query of it came back without records.
final class LookupLimits {
    private static final int MAX_TERMS = 10;

    /// The number that the standard recommends.
    private static final int MAX_VOID = 2;

    private int terms;
    private int voids;

    /// Counts one more term; false when that is one too many.
    boolean spend() {
        terms++;
        return terms <= MAX_TERMS;
    }

    /// Counts a void term; false when that is one too many.
    boolean spendVoid() {
        voids++;
        return voids <= MAX_VOID;
    }

    int terms() {
        return terms;
    }

    int voids() {
        return voids;
    }
}
