package org.chancery.list;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a list demands of posts and does to copies, in OpenPGP and in S/MIME: the eight settings of the Secure List Server and what
/// belongs to them, read once from [Settings].
///
/// Either scheme may be used on one list beside the other. Settings that would let what arrived encrypted go out in clear are refused
/// when they are set ([#fault]), so a list never falls back to plain text unnoticed.
///
/// Example: `ProtectionPolicy.of(list.settings()).isNone()`: then no post of the list is ever opened or sealed.
public record ProtectionPolicy(
        Side gpg,
        Side smime,
        boolean singleScheme,
        boolean plaintextOut,
        boolean discardsUnsigned,
        boolean passesUnopened,
        boolean countsInline,
        boolean refusesBroken,
        boolean sealsHoldNotices,
        boolean hidesRecipients,
        boolean isAnonymous) {

    /// How much is asked.
    public enum Level {
        NO,
        YES,
        FORCE;

        public boolean isAny() {
            return this != NO;
        }

        static Level of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        static Level most(Level one, Level other) {
            return one.compareTo(other) >= 0 ? one : other;
        }
    }

    /// One scheme. `distribSign`: the list signs.
    public record Side(Level postEncrypt, Level postSign, Level distribEncrypt, boolean distribSign) {
        boolean isNone() {
            return !postEncrypt.isAny() && !postSign.isAny() && !distribEncrypt.isAny() && !distribSign;
        }
    }

    public static ProtectionPolicy of(Settings settings) {
        return new ProtectionPolicy(
                side(settings, Setting.GPG_POST_ENCRYPT, Setting.GPG_POST_SIGN, Setting.GPG_DISTRIB_ENCRYPT, Setting.GPG_DISTRIB_SIGN),
                side(settings, Setting.SMIME_POST_ENCRYPT, Setting.SMIME_POST_SIGN, Setting.SMIME_DISTRIB_ENCRYPT, Setting.SMIME_DISTRIB_SIGN),
                settings.flag(Setting.SINGLE_SCHEME),
                settings.flag(Setting.ALLOW_PLAINTEXT_OUT),
                settings.text(Setting.FORCE_ACTION).equals("discard"),
                settings.text(Setting.ENCRYPTED_UNOPENED).equals("pass"),
                settings.text(Setting.INLINE_SIGNATURES).equals("good"),
                settings.text(Setting.BROKEN_SIGNATURES).equals("refuse"),
                settings.text(Setting.HOLD_NOTICE).equals("sealed"),
                settings.flag(Setting.HIDE_RECIPIENTS),
                settings.flag(Setting.ANONYMOUS));
    }

    private static Side side(Settings settings, Setting postEncrypt, Setting postSign, Setting distribEncrypt, Setting distribSign) {
        return new Side(Level.of(settings.text(postEncrypt)), Level.of(settings.text(postSign)), Level.of(settings.text(distribEncrypt)),
                settings.text(distribSign).equals("yes"));
    }

    /// Nothing is asked and nothing done: the list is like any other, and nobody looks for encryption.
    public boolean isNone() {
        return gpg.isNone() && smime.isNone();
    }

    /// The strongest demand of both schemes: a post need be encrypted in one of them only.
    public Level postEncrypt() {
        return Level.most(gpg.postEncrypt(), smime.postEncrypt());
    }

    /// The strongest demand of both schemes: one good signature suffices, in a scheme that asks for any.
    public Level postSign() {
        return Level.most(gpg.postSign(), smime.postSign());
    }

    /// Force: nobody gets content in clear.
    public Level distribEncrypt() {
        return Level.most(gpg.distribEncrypt(), smime.distribEncrypt());
    }

    public boolean distribSign() {
        return gpg.distribSign() || smime.distribSign();
    }

    /// Why this cannot be, and what would help; empty when it can.
    public Optional<String> fault() {
        return Stream.of(bothSchemes(), downgrade(), anonymity()).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> bothSchemes() {
        return singleScheme && !gpg.isNone() && !smime.isNone()
                ? Optional.of("single_scheme is true, but settings of both gpg_ and smime_ are in use; set those of one to no")
                : Optional.empty();
    }

    private Optional<String> downgrade() {
        return postEncrypt().isAny() && !distribEncrypt().isAny() && !plaintextOut
                ? Optional.of("posts that arrive encrypted would go out in clear: set gpg_distrib_encrypt or smime_distrib_encrypt, or allow_plaintext_out=true if that is meant")
                : Optional.empty();
    }

    private Optional<String> anonymity() {
        return isAnonymous && postSign().isAny()
                ? Optional.of("anonymous takes every trace of the author away, but post_sign wants a signature that is passed on; set one of them off")
                : Optional.empty();
    }

    /// The settings, for tables and tests.
    public static List<Setting> settings() {
        return List.of(Setting.GPG_POST_ENCRYPT, Setting.GPG_POST_SIGN, Setting.GPG_DISTRIB_ENCRYPT, Setting.GPG_DISTRIB_SIGN,
                Setting.SMIME_POST_ENCRYPT, Setting.SMIME_POST_SIGN, Setting.SMIME_DISTRIB_ENCRYPT, Setting.SMIME_DISTRIB_SIGN);
    }
}
