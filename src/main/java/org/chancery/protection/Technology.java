package org.chancery.protection;

import java.util.Locale;

/// The two ways in which mail is encrypted and signed: OpenPGP (RFC 9580 with RFC 3156) and S/MIME (RFC 8551).
///
/// Example: `Technology.OPENPGP.setting()` is `gpg`, the beginning of the names of its settings.
public enum Technology {
    OPENPGP("gpg"),
    SMIME("smime");

    private final String setting;

    Technology(String setting) {
        this.setting = setting;
    }

    /// How settings call it.
    public String setting() {
        return setting;
    }

    /// How reports and commands call it: `openpgp` or `smime`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
