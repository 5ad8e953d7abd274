package org.chancery.keyring;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.notice.Notice;
import org.chancery.protection.Technology;

/// Tells owners in time that a key of their list will end: 30, 14 and 3 days before, once each. OpenPGP keys are extended by themselves long before, so this is about
/// certificates, which only an authority renews, and about keys whose primary secret lies elsewhere. A request for a certificate that waits is told
/// of after 3, 14 and 30 days. Keys for which the settings of the list have no use are left alone.
final class ListKeyWarnings {
    private static final List<Integer> WAITED = List.of(30, 14, 3);
    private static final Duration FIRST = Duration.ofDays(30);

    private final ListKeys keys;
    private final Lists lists;
    private final KeyLetters letters;

    ListKeyWarnings(ListKeys keys, Lists lists, KeyLetters letters) {
        this.keys = keys;
        this.lists = lists;
        this.letters = letters;
    }

    /// Returns of how many keys owners were told.
    int warn(Instant now) {
        int warned = 0;
        for (ListKey key : keys.ending(now.plus(FIRST))) {
            warned += lists.find(key.list()).filter(list -> isUsed(list, key) && ends(list, key, now)).isPresent() ? 1 : 0;
        }
        for (ListKey key : keys.waiting(now.minus(Duration.ofDays(WAITED.getLast())))) {
            warned += lists.find(key.list()).filter(list -> isUsed(list, key) && waits(list, key, now)).isPresent() ? 1 : 0;
        }
        return warned;
    }

    private static boolean isUsed(MailingList list, ListKey key) {
        ProtectionPolicy.Side side = Sides.of(ProtectionPolicy.of(list.settings()), key.technology());
        return side.postEncrypt().isAny() || side.distribSign();
    }

    private boolean ends(MailingList list, ListKey key, Instant now) {
        Duration left = Duration.between(now, key.expires().orElse(now));
        int before = keys.warned(key);
        Optional<Integer> stage = KeyWarnings.stage(left, before);
        boolean isAskedFor = newestRequest(list).isPresent();
        return stage.isPresent() && tell(list, key, before, stage.get(), letters.expires(key, list, Math.max(1, left.toDays()), key.technology() == Technology.SMIME && !isAskedFor),
                " ends in " + left.toDays() + " days", now);
    }

    private boolean waits(MailingList list, ListKey key, Instant now) {
        long waited = Duration.between(key.created(), now).toDays();
        int before = keys.warned(key);
        Optional<Integer> stage = WAITED.stream().filter(days -> waited >= days).findFirst().filter(days -> days > before);
        boolean isNewest = newestRequest(list).filter(newest -> newest.component().equals(key.component())).isPresent();
        return isNewest && stage.isPresent() && tell(list, key, before, stage.get(), letters.waits(list, waited), " has waited for " + waited + " days", now);
    }

    private Optional<ListKey> newestRequest(MailingList list) {
        return keys.of(list.id()).stream().filter(key -> key.state() == ListKey.State.REQUESTED).max(Comparator.comparing(ListKey::created));
    }

    private boolean tell(MailingList list, ListKey key, int before, int stage, Optional<Notice> mail, String what, Instant now) {
        return keys.warn(key, before, stage,
                new By("server", "housekeeping").act(now, "key.warn", list.address().toString(), "list " + list.id() + ", " + key.technology().word() + " " + key.fingerprint() + what), mail.stream().toList());
    }
}
