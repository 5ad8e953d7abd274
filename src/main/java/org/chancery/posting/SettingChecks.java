package org.chancery.posting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.list.HeaderPattern;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.policy.Check;
import org.chancery.policy.Checks;
import org.chancery.policy.Condition;
import org.chancery.policy.Extras;
import org.chancery.policy.Fact;
import org.chancery.policy.FactName;
import org.chancery.policy.Outcome;
import org.chancery.policy.PolicyParser;
import org.chancery.policy.Standing;
import org.chancery.protection.Opening;

/// The rules that settings stand for, in the order in which they are asked and shown: loops and bans first, because an
/// emergency must not fill the desk with them; then what the owner said of headers, of all posts, of people, and of the post
/// itself. All of them are asked: a refusal below a hold still refuses, and of several holds the first gives the reason.
final class SettingChecks {
    private static final String HOLD = "hold for moderators";
    private static final String STANDING =
            "not from member and not from moderator and not from owner and not from authorised sender and not from allowed poster and not from parent list";
    private static final Extras OWNERS = new Extras(1, Optional.empty(), List.of(Standing.Role.OWNER));
    private final Settings settings;
    private final List<Check> checks = new ArrayList<>();

    private SettingChecks(Settings settings) {
        this.settings = settings;
    }

    static Checks of(Settings settings) {
        SettingChecks generated = new SettingChecks(settings);
        generated.loops();
        generated.written("bans", "refuse when from group \"" + Checks.BANNED + "\".", "this address may not write here");
        generated.headers();
        generated.encryption(ProtectionPolicy.of(settings));
        generated.signatures(ProtectionPolicy.of(settings));
        generated.people();
        generated.contents();
        return new Checks(generated.checks);
    }

    private void loops() {
        if (settings.number(Setting.MAX_HOPS) > 0) {
            present(Setting.MAX_HOPS.key(), FactName.TOO_MANY_HOPS,
                    "it has more than " + settings.number(Setting.MAX_HOPS) + " Received fields and may run in circles");
        }
        present("loops", FactName.MESSAGE_ID_REUSED, "another text came with the same Message-ID a short time ago");
        present("loops", FactName.REPEATED_REPLY, "the same answer came from this address a short time ago, as from a machine");
    }

    private void headers() {
        for (HeaderPattern pattern : HeaderPattern.parse(settings.text(Setting.HEADER_PATTERNS)).orThrow()) {
            Fact fact = new Fact.HeaderMatches(pattern.name());
            Outcome.Lowering outcome = switch (pattern.action()) {
                case HOLD -> new Outcome.Hold(Outcome.By.MODERATORS, Extras.NONE);
                case REJECT -> new Outcome.Refuse(Optional.empty(), Extras.NONE);
                case DISCARD -> new Outcome.Drop(Extras.NONE);
            };
            checks.add(new Check(Setting.HEADER_PATTERNS.key(), outcome, new Condition.Is(fact, false),
                    "its field " + (pattern.field().equals("*") ? "" : pattern.field() + " ") + "matches a pattern of this list"));
        }
    }

    /// The encryption rows of encrypted-lists.md 1.5. What could not be opened is refused in one sentence for all reasons: an answer that told
    /// them apart would be an oracle.
    private void encryption(ProtectionPolicy protection) {
        if (protection.isNone()) {
            return;
        }
        String setting = protection.gpg().postEncrypt().isAny() ? Setting.GPG_POST_ENCRYPT.key() : Setting.SMIME_POST_ENCRYPT.key();
        if (!protection.passesUnopened()) {
            refused(Setting.ENCRYPTED_UNOPENED.key(), FactName.UNWANTED_ENCRYPTION, "This list does not accept mail that is encrypted in this way");
        }
        boolean isSigned = protection.smime().postEncrypt().isAny() && protection.postSign() == ProtectionPolicy.Level.FORCE;
        refused(setting, FactName.CANNOT_BE_OPENED, Opening.REFUSAL + " Its key: {keyid}" + (isSigned ? ". S/MIME must also be signed inside with a key that the list knows" : ""));
        if (protection.postEncrypt() == ProtectionPolicy.Level.FORCE) {
            Outcome.Refuse refusal = new Outcome.Refuse(Optional.of("Please encrypt to the list key {keyid}; any mail to {sendkey} brings it"), Extras.NONE);
            PolicyParser.parseChecks(setting, "refuse when not encrypted to list.").orThrow().forEach(check -> checks.add(new Check(setting, refusal, check.condition(), "")));
        }
    }

    /// The signature rows of the same table; an owner hears of a key that was revoked and is used all the same. What a key signs
    /// that may be in other hands is no moderator's to accept.
    private void signatures(ProtectionPolicy protection) {
        if (protection.isNone()) {
            return;
        }
        String setting = protection.gpg().postSign().isAny() ? Setting.GPG_POST_SIGN.key() : Setting.SMIME_POST_SIGN.key();
        String refusal = protection.discardsUnsigned() ? "drop" : "refuse \"Posts to this list must be signed with a key it knows\"";
        refused(setting, FactName.REPLAYED_SIGNATURE, "This very message, or its signature, was accepted before, or is addressed inside to another address of this list; write it anew");
        present(setting, new Outcome.Drop(OWNERS), FactName.COMPROMISED_SIGNATURE, "it is signed with a key that was revoked for all times, or without a reason: whoever sent it may not be its owner");
        if (protection.postSign() == ProtectionPolicy.Level.FORCE) {
            present(setting, new Outcome.Drop(OWNERS), FactName.REVOKED_SIGNATURE, "it is signed with a key that was revoked");
            if (!protection.discardsUnsigned()) {
                refused(setting, FactName.EXPIRED_SIGNATURE, "The key that signed this message, or the signature, is past its time. Extend your key, mail it to {request}, and sign and send the message again");
            }
            written(setting, refusal + " when not signed by known key.", "");
        } else {
            present(setting, FactName.REVOKED_SIGNATURE, "it is signed with a key that was revoked");
        }
        if (protection.postSign() == ProtectionPolicy.Level.YES) {
            present(setting, FactName.EXPIRED_SIGNATURE, "the key that signed it, or the signature, is past its time: the author must extend the key and hand it in, and may send the post again");
            written(setting, HOLD + " when not signed by known key.", "it is not signed with a key that the list knows");
        }
        if (protection.refusesBroken() && protection.distribEncrypt().isAny()) {
            refused(Setting.BROKEN_SIGNATURES.key(), FactName.BROKEN_SIGNATURE, "The signature of this message is broken");
        }
    }

    private void people() {
        if (settings.flag(Setting.EMERGENCY)) {
            written(Setting.EMERGENCY.key(), HOLD + " when from anyone.", "every post waits while the list is in emergency");
        }
        written("moderated", HOLD + " when from group \"" + Checks.MODERATED + "\".", "posts of this member are looked at first");
        if (settings.number(Setting.QUARANTINE_POSTS) > 0) {
            written(Setting.QUARANTINE_POSTS.key(), HOLD + " when from group \"" + Checks.QUARANTINED + "\".",
                    "the first posts of a new member are looked at");
        }
        action(Setting.MEMBER_ACTION, "from member", "posts of members");
        action(Setting.NONMEMBER_ACTION, STANDING, "posts of those who are not members");
    }

    private void contents() {
        if (settings.flag(Setting.ADMINISTRIVIA)) {
            written(Setting.ADMINISTRIVIA.key(), HOLD + " when looks like a command.",
                    "it looks like a command; commands go to the address that ends in -request");
        }
        if (settings.flag(Setting.REQUIRE_DESTINATION)) {
            written(Setting.REQUIRE_DESTINATION.key(), HOLD + " when to hidden recipients.", "it names the list neither in To nor in Cc");
        }
        int recipients = settings.number(Setting.MAX_RECIPIENTS);
        if (recipients > 0) {
            written(Setting.MAX_RECIPIENTS.key(), HOLD + " when over " + recipients + " recipients.", "it has more than " + recipients + " addresses in To and Cc");
        }
        int kilobytes = settings.number(Setting.MAX_SIZE);
        if (kilobytes > 0) {
            written(Setting.MAX_SIZE.key(), HOLD + " when size over " + kilobytes + " KB.", "it has more than " + kilobytes + " KB");
        }
        action(Setting.NO_SUBJECT, "subject empty", "posts without a subject");
        if (settings.flag(Setting.FILTER)) {
            checks.add(new Check(Setting.FILTER_ACTION.key(), (Outcome.Lowering) outcome(settings.text(Setting.FILTER_ACTION)),
                    new Condition.Is(new Fact.Present(FactName.FILTERED_AWAY), false), "it has no content of a kind that this list takes"));
        }
    }

    /// What a setting of the words accept, defer, hold, reject and discard makes of those posts.
    private void action(Setting setting, String condition, String posts) {
        switch (settings.text(setting)) {
            case "hold" -> written(setting.key(), HOLD + " when " + condition + ".", posts + " are looked at first");
            case "reject" -> written(setting.key(), "refuse when " + condition + ".", posts + " are not taken");
            case "discard" -> written(setting.key(), "drop when " + condition + ".", posts + " are not taken");
            default -> {} // accept, defer: the policy decides
        }
    }

    private static Outcome outcome(String word) {
        return switch (word) {
            case "discard" -> new Outcome.Drop(Extras.NONE);
            case "hold" -> new Outcome.Hold(Outcome.By.MODERATORS, Extras.NONE);
            default -> new Outcome.Refuse(Optional.empty(), Extras.NONE);
        };
    }

    private void written(String setting, String rule, String why) {
        PolicyParser.parseChecks(setting, rule).orThrow().forEach(check -> checks.add(why.isEmpty() ? check : check.because(why)));
    }

    /// A refusal, in these words, for a fact that the language has no word for.
    private void refused(String setting, FactName fact, String text) {
        present(setting, new Outcome.Refuse(Optional.of(text), Extras.NONE), fact, "");
    }

    /// A hold for a fact that the language has no word for.
    private void present(String setting, FactName fact, String why) {
        present(setting, new Outcome.Hold(Outcome.By.MODERATORS, Extras.NONE), fact, why);
    }

    private void present(String setting, Outcome.Lowering outcome, FactName fact, String why) {
        checks.add(new Check(setting, outcome, new Condition.Is(new Fact.Present(fact), false), why));
    }
}
