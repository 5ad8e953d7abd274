package org.chancery.list;

import java.util.Locale;
import java.util.Optional;

/// What the archive of a list keeps, read once from [Settings]: whether it keeps posts at all, and in which form those that are not to be
/// read by everybody on the way (they came encrypted, or the list encrypts its copies).
///
/// In clear is never what comes of a mistake: it takes two settings, and a list that sends nothing in clear refuses them ([#fault]).
///
/// Example: `ArchivePolicy.of(list.settings()).form(true)` is [Form#SEALED] where nobody chose otherwise.
public record ArchivePolicy(boolean isOn, Form chosen, boolean mayBeClear, boolean copiesAreSealed, boolean nothingIsClear) {

    /// How one post is kept.
    public enum Form {
        NONE,
        SEALED,
        PLAIN
    }

    public static ArchivePolicy of(Settings settings) {
        ProtectionPolicy.Level copies = ProtectionPolicy.of(settings).distribEncrypt();
        return new ArchivePolicy(
                !settings.text(Setting.ARCHIVE).equals("none"), Form.valueOf(settings.text(Setting.ARCHIVE_ENCRYPTED).toUpperCase(Locale.ROOT)),
                settings.flag(Setting.ALLOW_PLAINTEXT_ARCHIVE), copies.isAny(), copies == ProtectionPolicy.Level.FORCE);
    }

    /// Of a post that came encrypted, or in clear. What is stored but could not have been set counts as sealed.
    public Form form(boolean cameEncrypted) {
        if (!isOn) {
            return Form.NONE;
        }
        if (!cameEncrypted && !copiesAreSealed) {
            return Form.PLAIN;
        }
        return chosen == Form.PLAIN && fault().isPresent() ? Form.SEALED : chosen;
    }

    /// Why this cannot be, and what would help; empty when it can.
    public Optional<String> fault() {
        if (chosen != Form.PLAIN) {
            return Optional.empty();
        }
        if (nothingIsClear) {
            return Optional.of("nobody gets a copy in clear from a list with distrib_encrypt force, so its archive cannot lie on the disk in clear; set archive_encrypted to sealed or none");
        }
        return mayBeClear ? Optional.empty()
                : Optional.of("posts that came encrypted would lie on the disk in clear: set archive_encrypted to sealed, or allow_plaintext_archive=true if that is meant");
    }
}
