package org.chancery.sender;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// May people choose passwords for posting, and behind which names do they count (authorisation.md sections 3.1 and 3.3)? The prefix of
/// a key says whose it is; a password has none.
///
/// A moderator's password counts behind `Approved` alone, whatever the rule.
public enum PasswordRule {
    /// Keys only.
    OFF,
    /// A sender's behind `Authorised`, a moderator's behind `Approved`.
    SEPARATE,
    /// A sender's behind either name. A word that is both a sender's and a moderator's is the sender's: that permits less.
    CONFLATE;

    boolean isAllowed() {
        return this != OFF;
    }

    /// As it is written in the configuration.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PasswordRule> ofWord(String word) {
        return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
    }
}
