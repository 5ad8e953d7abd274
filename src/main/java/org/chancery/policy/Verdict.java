package org.chancery.policy;

import java.util.Locale;

/// Does a condition hold? Three-valued, because a fact may not be known yet, or not be knowable now.
///
/// Example: `dmarc fail` is `UNKNOWN` while the DNS did not answer; `dmarc fail and size over 1 MB` is still `NO`
/// for a small message.
public enum Verdict {
    YES,
    NO,
    UNKNOWN;

    static Verdict of(boolean holds) {
        return holds ? YES : NO;
    }

    Verdict and(Verdict other) {
        if (this == NO || other == NO) {
            return NO;
        }
        return this == YES && other == YES ? YES : UNKNOWN;
    }

    Verdict or(Verdict other) {
        if (this == YES || other == YES) {
            return YES;
        }
        return this == NO && other == NO ? NO : UNKNOWN;
    }

    Verdict not() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /// `yes`, `no` or `unknown`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }
}
