package org.chancery.delivery;

import java.time.Instant;

/// Claimed work in memory: a chunk, or one recipient that was deferred before.
sealed interface Work permits ChunkWork, RetryWork {
    PostingId posting();

    /// Attempts made before this one.
    int attempts();

    /// When the post was accepted; five days later it expires.
    Instant since();

    /// Another node owns it now, or the post is gone: nothing more may be sent.
    boolean isLost();

    void lose();
}
