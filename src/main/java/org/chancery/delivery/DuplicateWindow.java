package org.chancery.delivery;

import java.util.concurrent.Semaphore;

/// How many recipients may get a second copy when this node dies: at most [#SIZE].
///
/// A permit is taken before the first octet of the content is sent, for before that nobody can have got the copy, and given back when what
/// became of that recipient is durable. Senders wait for permits, so the bound holds whatever the number of connections, and a store that stops accepting outcomes
/// stops the senders (back-pressure).
final class DuplicateWindow {
    /// DUPLICATE_WINDOW of the architecture: published, so it is a constant and no setting.
    static final int SIZE = 100;

    private final Semaphore permits = new Semaphore(SIZE);

    /// Blocks until a permit is free.
    void take() throws InterruptedException {
        permits.acquire();
    }

    void giveBack(int count) {
        permits.release(count);
    }

    /// Recipients whose outcome is not durable yet.
    int taken() {
        return SIZE - permits.availablePermits();
    }
}
