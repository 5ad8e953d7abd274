package org.chancery.delivery;

import java.time.Instant;
import java.util.Optional;

/// For tests that look at an expansion step by step.
public final class Expanding {
    private Expanding() {}

    /// The oldest post that nobody expands, taken without a first step; its chunks are then written by [Queue#expand].
    public static Optional<PostingId> begin(Queue queue) {
        return queue.take(1, 0, 0, Instant.EPOCH).unfinished().stream().findFirst();
    }
}
