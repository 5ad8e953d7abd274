package org.chancery.posting.transform;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;

/// Does From of the copies give way to the list's address? Copies come from us and are changed by us, so where the author's domain
/// asks receivers to refuse or to suspect what fails DMARC, they would hurt the members who receive them (RFC 9989 section 7.4).
///
/// Where the list signs with a key of its own (OpenPGP, S/MIME), From is the list: programs look for the signer's key under that address.
///
/// `from_when` policy: if the domain asks for it, as it was found when the post came in. A post that its author's domain signed
/// and that the list changes in nothing goes out under its own name, because the signature still holds.
final class FromChange {
    private static final Set<String> STRICT = Set.of("quarantine", "reject");

    private FromChange() {}

    static boolean isMade(Message post, Passage passage) {
        Settings settings = passage.list().settings();
        if (settings.text(Setting.FROM_FIELD).equals("keep") || settings.flag(Setting.ANONYMOUS)) {
            return false;
        }
        if (ProtectionPolicy.of(settings).distribSign()) {
            return true;
        }
        return switch (settings.text(Setting.FROM_WHEN)) {
            case "never" -> false;
            case "always" -> true;
            case "domains" -> isListed(post, settings);
            default -> isAskedFor(passage) && !(isSigned(passage) && changesNothing(settings));
        };
    }

    private static boolean isAskedFor(Passage passage) {
        return STRICT.contains(passage.session().getOrDefault(Passage.AUTHOR_POLICY, "none"));
    }

    private static boolean isSigned(Passage passage) {
        return passage.session().containsKey(Passage.AUTHOR_SIGNATURE);
    }

    private static boolean isListed(Message post, Settings settings) {
        List<String> domains = Arrays.asList(settings.text(Setting.FROM_DOMAINS).toLowerCase(Locale.ROOT).split("[\\s,]+"));
        return FromField.authors(post).stream().map(Mailbox::address).map(address -> address.domain().ascii()).anyMatch(domains::contains);
    }

    /// What a usual signature covers stays as it came: body, Subject, Reply-To and what describes the content.
    private static boolean changesNothing(Settings settings) {
        return settings.text(Setting.SUBJECT_PREFIX).isBlank()
                && settings.text(Setting.HEADER).isBlank()
                && settings.text(Setting.FOOTER).isBlank()
                && settings.text(Setting.REPLY_TO).equals("none")
                && !settings.flag(Setting.REPLY_TO_STRIP)
                && !settings.flag(Setting.FILTER);
    }
}
