package org.chancery.keyring;

import java.util.Locale;
import org.chancery.protection.Technology;

/// What a member has one key for at a time. S/MIME has two places, because authorities hand out certificates that only sign and others
/// that are only encrypted to; a certificate that does both stands in [#SMIME].
///
/// Example: `Slot.ofWord("smime-signing").technology()` is `SMIME`.
public enum Slot {
    OPENPGP(Technology.OPENPGP),
    SMIME(Technology.SMIME),
    SMIME_SIGNING(Technology.SMIME);

    private final Technology technology;

    Slot(Technology technology) {
        this.technology = technology;
    }

    public Technology technology() {
        return technology;
    }

    /// As the store has it: `smime-signing`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Slot ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
