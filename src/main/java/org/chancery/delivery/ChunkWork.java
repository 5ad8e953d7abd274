package org.chancery.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A claimed chunk and what became of its recipients so far. Changed under the lock of [OutcomeLog] alone; only [#isLost] is
/// read by the senders.
final class ChunkWork implements Work {
    private final Queue.ChunkClaim claim;
    private BitSet done = new BitSet();
    private List<Queue.Row> rows = new ArrayList<>();
    private int outstanding;
    private boolean attempted;
    private @Nullable Instant again;
    private String reason = "";

    ChunkWork(Queue.ChunkClaim claim) {
        this.claim = claim;
        this.outstanding = claim.open().size();
    }

    /// Notes one report. True if there is something to be written because of it.
    boolean note(Report report) {
        return switch (report) {
            case Report.Done(Copy copy, Outcome outcome, boolean _) -> noteOutcome(copy.target(), outcome);
            case Report.Returned returned -> {
                attempted |= returned.attempted();
                if (again == null || returned.again().isBefore(again)) {
                    again = returned.again();
                    reason = returned.reason();
                }
                yield false;
            }
            case Report.Gone _ -> false;
        };
    }

    private boolean noteOutcome(Queue.Target target, Outcome outcome) {
        done.set(target.index());
        switch (outcome) {
            case Outcome.Delivered _ -> {}
            case Outcome.Deferred _, Outcome.Failed _ -> rows.add(new Queue.Row(target, outcome));
        }
        return true;
    }

    /// What changed since the last call.
    Queue.Progress takeProgress() {
        Queue.Progress progress = new Queue.Progress(claim.chunk(), claim.fence(), done, rows);
        done = new BitSet();
        rows = new ArrayList<>();
        return progress;
    }

    /// What was to be written of one more copy is written. True for the last.
    boolean copyEnded() {
        outstanding--;
        return isFinished();
    }

    boolean isFinished() {
        return outstanding == 0;
    }

    /// Finished, but some recipients were not tried or their site failed: the chunk has to go back.
    boolean isToBeReleased() {
        return isFinished() && again != null && !isLost();
    }

    void release(Queue queue) {
        if (again != null) {
            queue.release(claim.chunk(), claim.fence(), again, claim.attempts() + (attempted ? 1 : 0), reason);
        }
    }

    Queue.ChunkRef chunk() {
        return claim.chunk();
    }

    @Override
    public PostingId posting() {
        return claim.chunk().posting();
    }

    @Override
    public int attempts() {
        return claim.attempts();
    }

    @Override
    public Instant since() {
        return claim.since();
    }

    @Override
    public boolean isLost() {
        return claim.lease().isLost();
    }

    @Override
    public void lose() {
        claim.lease().lose();
    }
}
