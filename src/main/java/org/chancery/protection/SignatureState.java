package org.chancery.protection;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// What the signatures over the whole payload of a message are worth. The order is from best to worst.
///
/// Example: `SignatureState.INLINE_GOOD.word()` is `inline-good`.
public enum SignatureState {
    /// Valid, by a key that is bound to the one address in From.
    GOOD,
    /// The same inside a text, where it covers neither charset nor attachments.
    INLINE_GOOD,
    /// There is none.
    NONE,
    /// There is one, but not over the whole payload.
    PARTIAL,
    /// By a key that is not in the keyring, or not trusted.
    UNKNOWN,
    /// Valid, but the key belongs to another address than the one in From, or From is not one address.
    MISMATCH,
    /// Valid, with an algorithm or key length that proves nothing today.
    WEAK,
    /// The key or the signature is past its time, or the signature is older than a post may be.
    EXPIRED,
    /// This very signature was accepted before.
    REPLAY,
    /// By a key that was revoked.
    REVOKED,
    /// Does not fit what it is said to cover, or its maker was not allowed to make it.
    BAD,
    /// By a key that was revoked for all times: no reason was given, or it is in other hands (RFC 9580 section 5.2.3.31, RFC 5280 section 5.3.1).
    COMPROMISED;

    /// `revoked` for both kinds of revocation.
    public String word() {
        return this == COMPROMISED ? REVOKED.word() : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Of several signatures over the same payload one good one suffices; otherwise the worst counts, so that no second
    /// signature can make a bad one look better. Without any: [#NONE].
    static SignatureState ofAll(Collection<SignatureState> states) {
        Comparator<SignatureState> badness = Comparator.naturalOrder();
        return states.stream()
                .filter(state -> state == GOOD || state == INLINE_GOOD)
                .min(badness)
                .or(() -> states.stream().max(badness))
                .orElse(NONE);
    }
}
