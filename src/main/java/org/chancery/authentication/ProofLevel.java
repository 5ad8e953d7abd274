package org.chancery.authentication;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How well it is proved that the From mailbox stands behind this very message.
///
/// The levels are partly ordered: none < domain < mailbox < account, domain < sender-key < account, and
/// mailbox < key. `key` (bound to the content) and `account` (bound to the session) cannot be compared,
/// neither can `key` and `sender-key`.
///
/// Example: `ACCOUNT.atLeast(SENDER_KEY)` is true, `KEY.atLeast(ACCOUNT)` is false.
public enum ProofLevel {
    /// Claimed only.
    NONE,
    /// The domain vouches for the message: DMARC pass, or an aligned DKIM signature.
    DOMAIN,
    /// Somebody with that mailbox answered for this message.
    MAILBOX,
    /// The sender knows a secret of an authorised sender of this list.
    SENDER_KEY,
    /// Logged in as owner of the mailbox.
    ACCOUNT,
    /// A key registered to the mailbox signed this content.
    KEY;

    /// All levels, weakest first. `values()` copies its array on each call; the evaluator may not afford that.
    public static final List<ProofLevel> ALL = List.of(values());

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// Is this proof as good as `other`, or better?
    public boolean atLeast(ProofLevel other) {
        return switch (this) {
            case NONE -> other == NONE;
            case DOMAIN -> other == NONE || other == DOMAIN;
            case MAILBOX -> other == MAILBOX || DOMAIN.atLeast(other);
            case SENDER_KEY -> other == SENDER_KEY || DOMAIN.atLeast(other);
            case ACCOUNT -> other == ACCOUNT || MAILBOX.atLeast(other) || other == SENDER_KEY;
            case KEY -> other == KEY || MAILBOX.atLeast(other);
        };
    }

    /// Better than `other`, and not the same.
    public boolean isAbove(ProofLevel other) {
        return this != other && atLeast(other);
    }

    /// Who vouches for a proof of this level.
    public FactSource source() {
        return switch (this) {
            case NONE -> FactSource.SENDER_SAID;
            case DOMAIN -> FactSource.PATH_CHECKED;
            case MAILBOX -> FactSource.MAILBOX_PROVED;
            case SENDER_KEY, ACCOUNT -> FactSource.ACCOUNT_PROVED;
            case KEY -> FactSource.KEY_PROVED;
        };
    }

    /// The word of the policy language, such as `sender-key`.
    public String word() {
        return word;
    }

    /// The level with this word, in any letter case; empty if there is none.
    public static Optional<ProofLevel> of(String word) {
        return Arrays.stream(values()).filter(l -> l.word.equalsIgnoreCase(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
