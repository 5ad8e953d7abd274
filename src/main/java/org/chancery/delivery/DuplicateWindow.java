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
    private final Waiting leases;

    /// `leases`: returns once it is known of each lease whether it is lost.
    DuplicateWindow(Waiting leases) {
        this.leases = leases;
    }

    @FunctionalInterface
    interface Waiting {
        void await() throws InterruptedException;
    }

    /// Blocks until a permit is free and it is known whether the work is still ours; whoever has the permit then asks [Work#isLost].
    void take() throws InterruptedException {
        permits.acquire();
        try {
            leases.await();
        } catch (InterruptedException closing) {
            permits.release();
            throw closing;
        }
    }

    void giveBack(int count) {
        permits.release(count);
    }

    /// Recipients whose outcome is not durable yet.
    int taken() {
        return SIZE - permits.availablePermits();
    }
}
