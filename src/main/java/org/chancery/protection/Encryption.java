package org.chancery.protection;

import java.util.Locale;

/// How a message came, as far as encryption goes.
///
/// Example: `Encryption.LIST_PARTIAL.word()` is `list-partial`.
public enum Encryption {
    /// No encrypted layer around the payload.
    NONE,
    /// Encrypted to a key of the list, opened, integrity checked to the end.
    LIST,
    /// Encrypted to keys that the list does not have.
    OTHER,
    /// An encrypted part stands beside plain ones; it is never opened (the direct way of EFAIL).
    LIST_PARTIAL,
    /// Damaged, tampered with, for a passphrase only, or beyond the limits.
    BROKEN,
    /// Without integrity protection, or with a cipher or key that nobody should trust; never opened.
    WEAK;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
