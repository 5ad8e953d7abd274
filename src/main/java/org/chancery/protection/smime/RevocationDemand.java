package org.chancery.protection.smime;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// What must be known of a certificate's revocation before its signature is good: nothing beyond the revocation lists at hand, or a list
/// of each authority on the way (RFC 5280 section 6.3) that is current. A certificate on a list that is at hand is revoked in any case.
///
/// Example: `new SmimeScheme(keyring, RevocationDemand.SOFT)`.
public enum RevocationDemand {
    OFF,
    /// The last list of each authority counts for a week beyond its next update, for days on which the authority cannot be reached.
    SOFT,
    HARD;

    private static final Duration GRACE = Duration.ofDays(7);

    /// As lists set it.
    public static RevocationDemand ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    boolean isCurrent(Instant nextUpdate, Instant at) {
        return !at.isAfter(this == SOFT ? nextUpdate.plus(GRACE) : nextUpdate);
    }
}
