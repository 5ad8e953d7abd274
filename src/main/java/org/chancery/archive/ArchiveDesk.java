package org.chancery.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.chancery.posting.ArchiveForm;
import org.chancery.posting.ArchiveForms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts distributed posts into the archives of their lists. What cannot be now, above all what cannot be sealed, waits where it was received and
/// is tried again, later each time.
///
/// Several servers may do this at the same time on one store.
public final class ArchiveDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveDesk.class);
    /// Rows in one look: each post of them may have 20 MB, and is in memory alone.
    private static final int AT_ONCE = 50;
    /// Longer than a large post takes to be opened and sealed on a busy machine.
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 7; // 64 minutes

    private final Archive archive;
    private final ArchiveForms forms;

    public ArchiveDesk(Archive archive, ArchiveForms forms) {
        this.archive = archive;
        this.forms = forms;
    }

    /// Keeps everything that is due at `now`; returns how many posts. One that fails does not keep others from it.
    public int keepDue(Instant now) {
        int kept = 0;
        List<Archive.Waiting> due = archive.due(now, AT_ONCE);
        while (!due.isEmpty() && !Thread.currentThread().isInterrupted()) {
            for (Archive.Waiting waiting : due) {
                kept += archive.claim(waiting, now.plus(pause(waiting.tries()))) && keep(waiting) ? 1 : 0;
            }
            due = archive.due(now, AT_ONCE);
        }
        return kept;
    }

    static Duration pause(int tries) {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS));
    }

    private boolean keep(Archive.Waiting waiting) {
        try {
            return switch (forms.of(waiting.posting())) {
                case ArchiveForm.Clear(byte[] octets) -> keep(waiting, false, octets);
                case ArchiveForm.Sealed(byte[] octets) -> keep(waiting, true, octets);
                case ArchiveForm.Unwanted(String why) -> {
                    archive.drop(waiting.posting());
                    LOG.info("archive.not-kept list={} post={} why=\"{}\"", waiting.list(), waiting.posting(), why);
                    yield false;
                }
                case ArchiveForm.NotYet(String why) -> {
                    archive.fail(waiting.posting(), why);
                    LOG.warn("archive.waits list={} post={} tries={} why=\"{}\"", waiting.list(), waiting.posting(), waiting.tries() + 1, why);
                    yield false;
                }
            };
        } catch (RuntimeException e) {
            LOG.warn("archive.failed list={} post={} tries={}", waiting.list(), waiting.posting(), waiting.tries() + 1, e);
            archive.fail(waiting.posting(), "a fault of ours: the log says which, at archive.failed post=" + waiting.posting());
            return false;
        }
    }

    private boolean keep(Archive.Waiting waiting, boolean isSealed, byte[] octets) {
        OptionalLong number = archive.keep(waiting.posting(), isSealed, octets);
        number.ifPresent(given -> LOG.info("archive.kept list={} post={} number={} sealed={} octets={}", waiting.list(), waiting.posting(), given, isSealed, octets.length));
        return number.isPresent();
    }
}
