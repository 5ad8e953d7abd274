package org.chancery.authentication;

import java.util.Locale;

/// Who vouches for a fact: would a spammer lie here, and would we believe it?
/// Every fact has exactly one; a fact without a source does not compile.
///
/// Example: `Precedence: bulk` is `SENDER_SAID`; an aligned DKIM signature is `PATH_CHECKED`.
public enum FactSource {
    /// The message says so about itself. Free to invent, so it may only lower.
    SENDER_SAID,
    /// The domain or the path was checked by us: DNS, DKIM, the peer's address.
    PATH_CHECKED,
    /// Somebody answered for this message from that mailbox.
    MAILBOX_PROVED,
    /// Somebody knew the secret of an account or of an authorised sender.
    ACCOUNT_PROVED,
    /// A key registered to the mailbox signed this content.
    KEY_PROVED,
    /// Others say so: blocklists, spam filters, virus scanners.
    THIRD_PARTY,
    /// We know it ourselves: rosters, settings, sizes, what we could open.
    LOCAL;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The written form, such as `path-checked`.
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}
