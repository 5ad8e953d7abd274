package org.chancery.delivery;

import java.time.Instant;

/// One recipient that was deferred and is due again.
final class RetryWork implements Work {
    private final Queue.RetryClaim claim;

    RetryWork(Queue.RetryClaim claim) {
        this.claim = claim;
    }

    Queue.RetryClaim claim() {
        return claim;
    }

    @Override
    public PostingId posting() {
        return claim.posting();
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
