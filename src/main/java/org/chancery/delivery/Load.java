package org.chancery.delivery;

import java.time.Duration;

/// How much claimed work is in memory, and the bell that tells the distributor to look again.
///
/// Bounded by copies, so that a list of any size takes the same memory, and more loosely by chunks: a chunk stays until
/// its last recipient is through, and one slow site with a few recipients in every chunk must not hold up all others.
final class Load {
    static final int MAX_COPIES = 20 * Queue.CHUNK; // at 10,000 copies/s a fifth of a second of work
    static final int MAX_CHUNKS = 400;
    static final int MAX_RETRIES = 500; // beside the chunks, so that neither kind starves the other
    private static final int WORTH_CLAIMING = MAX_COPIES / 4; // a claim is a commit: not one for each chunk

    private int copies;
    private int chunks;
    private int retries;
    private boolean rung;

    synchronized int roomForChunks() {
        return Math.max(0, Math.min((MAX_COPIES - copies) / Queue.CHUNK, MAX_CHUNKS - chunks));
    }

    synchronized int roomForRetries() {
        return Math.max(0, MAX_RETRIES - retries);
    }

    synchronized void chunkBegun(int open) {
        chunks++;
        copies += open;
    }

    synchronized void chunkCopiesEnded(int count) {
        boolean full = copies > MAX_COPIES - WORTH_CLAIMING;
        copies -= count;
        if (copies == 0 || (full && copies <= MAX_COPIES - WORTH_CLAIMING)) {
            ring();
        }
    }

    synchronized void chunkEnded() {
        chunks--;
        if (chunks == MAX_CHUNKS - WORTH_CLAIMING / Queue.CHUNK) {
            ring();
        }
    }

    synchronized void retryBegun() {
        retries++;
    }

    synchronized void retryEnded() {
        retries--;
        if (retries == 0) {
            ring();
        }
    }

    synchronized boolean isEmpty() {
        return chunks == 0 && retries == 0;
    }

    synchronized void ring() {
        rung = true;
        notifyAll();
    }

    /// Returns at the next ring, or after `atMost`. True if it rang.
    synchronized boolean await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!rung) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        rung = false;
        return true;
    }
}
