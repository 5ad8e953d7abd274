package org.chancery.administration;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.chancery.archive.DigestDesk;
import org.chancery.archive.Digests;
import org.chancery.archive.Numbers;
import org.chancery.audit.Audit;
import org.chancery.list.MailingList;

/// The digests of lists as their owners see and steer them.
public final class DigestAdministration {
    private final DigestDesk desk;
    private final Audit audit;
    private final InstantSource clock;

    DigestAdministration(DigestDesk desk, Audit audit, InstantSource clock) {
        this.desk = desk;
        this.audit = audit;
        this.clock = clock;
    }

    /// The digest that comes next: its numbers, and what waits for it. `oldest` is empty when nothing waits.
    public record Next(Numbers numbers, long posts, long octets, Optional<Instant> oldest) {}

    public Next next(MailingList list) {
        Optional<Digests.Waiting> waiting = desk.waiting(list);
        return new Next(
                desk.next(list), waiting.map(Digests.Waiting::posts).orElse(0L), waiting.map(Digests.Waiting::octets).orElse(0L),
                waiting.map(Digests.Waiting::oldest));
    }

    /// Sends all that waits on a list; returns how many issues it made.
    public int send(Caller caller, MailingList list) {
        int issues = desk.sendNow(list);
        audit.note(caller.act(clock.instant(), "digest.send", list.address().key(), "issues=" + issues));
        return issues;
    }

    /// Sends what is due on all lists, as the server does each minute; returns how many issues.
    public int sendDue() {
        return desk.sendDue(clock.instant());
    }

    /// Lets the next digest begin a new volume.
    public Numbers bump(Caller caller, MailingList list) {
        Numbers numbers = desk.bump(list);
        audit.note(caller.act(clock.instant(), "digest.bump", list.address().key(), String.format(Locale.ROOT, "volume=%d", numbers.volume())));
        return numbers;
    }
}
