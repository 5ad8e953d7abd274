package org.chancery.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what became of the copies of each post that is in memory, for one line in the log when it is through.
final class Tallies {
    private static final Logger LOG = LoggerFactory.getLogger(Tallies.class);

    private final Map<PostingId, Tally> tallies = new HashMap<>();

    private static final class Tally {
        private int chunks;
        private long delivered;
        private long deferred;
        private long failed;
        private long returned;
        private String receipt = "-";
    }

    synchronized void chunkBegun(PostingId posting) {
        tallies.computeIfAbsent(posting, _ -> new Tally()).chunks++;
    }

    synchronized void chunkEnded(PostingId posting) {
        Tally tally = tallies.get(posting);
        if (tally != null) {
            tally.chunks--;
        }
    }

    synchronized void receipt(PostingId posting, String receipt) {
        Tally tally = tallies.get(posting);
        if (tally != null) {
            tally.receipt = receipt;
        }
    }

    synchronized void count(List<Report> reports) {
        for (Report report : reports) {
            Tally tally = tallies.get(report.copy().work().posting());
            if (tally != null && report.copy().work() instanceof ChunkWork) {
                count(tally, report);
            }
        }
    }

    private static void count(Tally tally, Report report) {
        switch (report) {
            case Report.Done(Copy _, Outcome.Delivered _, boolean _) -> tally.delivered++;
            case Report.Done(Copy _, Outcome.Deferred _, boolean _) -> tally.deferred++;
            case Report.Done(Copy _, Outcome.Failed _, boolean _) -> tally.failed++;
            case Report.Returned _ -> tally.returned++;
            case Report.Gone _ -> {}
        }
    }

    /// Called when the queue had nothing more that is due: a post without a chunk in memory is through.
    synchronized void logFinished(java.util.function.Predicate<PostingId> isExpanding) {
        tallies.entrySet().removeIf(entry -> {
            boolean through = entry.getValue().chunks == 0 && !isExpanding.test(entry.getKey());
            if (through) {
                log(entry.getKey(), entry.getValue());
            }
            return through;
        });
    }

    private static void log(PostingId posting, Tally tally) {
        LOG.info(
                "delivery.done posting={} receipt={} delivered={} deferred={} failed={} waiting={}",
                posting, tally.receipt, tally.delivered, tally.deferred, tally.failed, tally.returned);
    }
}
