package org.chancery.authentication;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a check of the sender found, in the words of RFC 8601 section 2.7.
///
/// Example: an SPF record that ends in `-all` and does not name the peer gives `Result.FAIL`, written `fail`.
public enum Result {
    /// The check succeeded.
    PASS,
    /// The check failed, and the domain says so outright.
    FAIL,
    /// The check failed, but the domain is not sure (SPF `~all`).
    SOFTFAIL,
    /// The domain expressly says nothing (SPF `?all`).
    NEUTRAL,
    /// There was nothing to check.
    NONE,
    /// It would pass, but our own requirements do not allow it.
    POLICY,
    /// No answer for now; a later try may find one.
    TEMPERROR,
    /// What was published or sent is wrong, and a later try will not mend it.
    PERMERROR;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The word of RFC 8601, such as `softfail`.
    public String word() {
        return word;
    }

    /// The result with this word, in any letter case; empty if there is none.
    public static Optional<Result> of(String word) {
        return Arrays.stream(values()).filter(r -> r.word.equalsIgnoreCase(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
