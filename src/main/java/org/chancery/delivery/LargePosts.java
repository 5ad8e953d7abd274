package org.chancery.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;

/// Room in memory for posts that are on their way. Small ones always have some; of large ones only so many octets may be prepared and sent
/// at a time, or one alone, so that several that come together do not take the memory that mail needs. A post that is let in has room for
/// all its copies until the last of those on their way has left.
///
/// Whoever finds no room comes again: nobody waits here, since connections with copies on their way would wait for each other.
///
/// Example: `if (large.enter(posting)) { …; large.leave(posting); }`.
final class LargePosts {
    static final long SMALL = 1L << 20;
    /// What came, its text, each step of a transformation beside the one before, ciphertext, and how it goes over the wire.
    private static final int TIMES = 6;

    private final ToLongFunction<PostingId> octets;
    private final long most;
    private final LongConsumer letIn;
    private final Map<PostingId, Inside> inside = new HashMap<>();
    private long total;

    private record Inside(long weight, int copies) {}

    /// `octets`: as the post was received; `most`: of the heap; `letIn` hears what a large one will take, before it is loaded.
    LargePosts(ToLongFunction<PostingId> octets, long most, LongConsumer letIn) {
        this.octets = octets;
        this.most = most;
        this.letIn = letIn;
    }

    /// For one copy. False: no room now.
    boolean enter(PostingId posting) {
        return isIn(posting) || admitted(posting, weight(posting));
    }

    private synchronized boolean isIn(PostingId posting) {
        return inside.computeIfPresent(posting, (_, known) -> new Inside(known.weight(), known.copies() + 1)) != null;
    }

    /// Asked outside the lock: it is a look into the store.
    private long weight(PostingId posting) {
        long size = octets.applyAsLong(posting);
        return size < SMALL ? 0 : size * TIMES;
    }

    private synchronized boolean admitted(PostingId posting, long weight) {
        if (isIn(posting)) {
            return true;
        }
        if (weight > 0 && total > 0 && total + weight > most) {
            return false;
        }
        inside.put(posting, new Inside(weight, 1));
        total += weight;
        if (weight > 0) {
            letIn.accept(weight);
        }
        return true;
    }

    synchronized void leave(PostingId posting) {
        Inside known = inside.remove(posting);
        if (known != null && known.copies() > 1) {
            inside.put(posting, new Inside(known.weight(), known.copies() - 1));
        } else if (known != null) {
            total -= known.weight();
        }
    }
}
