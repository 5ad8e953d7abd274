package org.chancery.subscription.commands;

/// What came of a `key` command. `detail` is what stands in the answer besides its sentence: fingerprints, a reason.
public record KeyAnswer(Kind kind, String detail) {
    public enum Kind {
        /// A mail that is encrypted to the key asks for proof.
        CHALLENGED,
        RENEWED,
        KNOWN,
        REVOKED,
        REFUSED,
        /// The mail brings no key along.
        NOTHING,
        LISTED,
        /// There is no key.
        NONE,
        SENT,
        PREFERRED,
        /// Nothing proves who wrote.
        UNPROVED
    }
}
