package org.chancery.keyring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.notice.Notice;

/// Tells members in time that their key will end: 30, 14 and 3 days before, once each, and the owners at 14; and owners what ends of their list's own
/// keys ([ListKeyWarnings]). What was missed while the server stood still is told once, with the days that are left.
public final class KeyWarnings {
    private static final List<Integer> DAYS = List.of(3, 14, 30);
    private static final int OWNERS_AT = 14;
    private final MemberKeys keys;
    private final Lists lists;
    private final KeyLetters letters;
    private final ListKeyWarnings ofLists;
    private final Runnable wake;

    KeyWarnings(Ports ports, ListKeyrings keyrings, MemberKeyDesk.Surroundings site) {
        this.keys = ports.members();
        this.lists = site.lists();
        this.letters = new KeyLetters(
                new KeyLetters.Surroundings(site.members(), site.writer(), site.tokens(), site.administrators(), site.random()), keyrings);
        this.ofLists = new ListKeyWarnings(ports.lists(), site.lists(), letters);
        this.wake = site.wake();
    }

    /// Returns of how many keys somebody was told.
    public int warn(Instant now) {
        int warned = ofLists.warn(now);
        for (MemberKey key : keys.ending(now.plus(Duration.ofDays(DAYS.getLast())))) {
            Optional<MailingList> list = lists.find(key.list());
            warned += list.isPresent() && key.expires().isPresent() && warn(list.get(), key, Duration.between(now, key.expires().get()), now) ? 1 : 0;
        }
        if (warned > 0) {
            wake.run();
        }
        return warned;
    }

    private boolean warn(MailingList list, MemberKey key, Duration left, Instant now) {
        Optional<Integer> stage = stage(left, key.warned());
        if (stage.isEmpty()) {
            return false;
        }
        boolean tellsOwners = stage.get() <= OWNERS_AT && (key.warned() == 0 || key.warned() > OWNERS_AT);
        List<Notice> mails = letters.expires(list, key, Math.max(1, left.toDays()), tellsOwners);
        MemberRing before = MemberRing.of(keys.ofPerson(list.id(), key.address()), key.address(), key.slot());
        List<MemberKey> after = before.keys().stream().map(one -> one.fingerprint().equals(key.fingerprint()) ? one.warned(stage.get()) : one).toList();
        Act act = new By("server", "housekeeping").act(now, "key.warn", key.address().key(), "list " + list.id() + ", " + key.fingerprint() + " ends in " + left.toDays() + " days");
        return keys.replace(list.id(), key.address(), key.slot(), before.person(), after, List.of(act), mails);
    }

    /// The nearest warning that is due and not told yet; none for a key that is over.
    static Optional<Integer> stage(Duration left, int warned) {
        return left.isNegative() || left.isZero() ? Optional.empty()
                : DAYS.stream().filter(days -> left.compareTo(Duration.ofDays(days)) <= 0).findFirst().filter(days -> warned == 0 || days < warned);
    }
}
