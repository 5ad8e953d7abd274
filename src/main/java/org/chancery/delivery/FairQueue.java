package org.chancery.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Copies waiting for one site. Posts take turns, [#TURN] copies each, so that a big one does not stand before a
/// small one, and yet a large prepared post is not fetched anew for every copy. The owner locks.
final class FairQueue {
    static final int TURN = 10;

    private record Waiting(Copy copy, Instant since) {}

    private final LinkedHashMap<PostingId, Deque<Waiting>> byPosting = new LinkedHashMap<>();
    private int size;
    private int takenInTurn;

    void add(Copy copy, Instant now) {
        byPosting.computeIfAbsent(copy.work().posting(), _ -> new ArrayDeque<>()).addLast(new Waiting(copy, now));
        size++;
    }

    Optional<Copy> poll() {
        Iterator<Map.Entry<PostingId, Deque<Waiting>>> first = byPosting.entrySet().iterator();
        if (!first.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<PostingId, Deque<Waiting>> turn = first.next();
        PostingId posting = turn.getKey();
        Deque<Waiting> copies = turn.getValue();
        Waiting next = copies.removeFirst();
        size--;
        takenInTurn++;
        if (copies.isEmpty() || takenInTurn >= TURN) {
            takenInTurn = 0;
            first.remove();
            if (!copies.isEmpty()) {
                byPosting.putLast(posting, copies);
            }
        }
        return Optional.of(next.copy());
    }

    List<Copy> drain() {
        List<Copy> all = new ArrayList<>(size);
        byPosting.values().forEach(copies -> copies.forEach(waiting -> all.add(waiting.copy())));
        byPosting.clear();
        size = 0;
        takenInTurn = 0;
        return all;
    }

    /// Takes out what has been waiting since before `limit`.
    List<Copy> drainOlderThan(Instant limit) {
        List<Copy> old = new ArrayList<>();
        for (Iterator<Deque<Waiting>> each = byPosting.values().iterator(); each.hasNext(); ) {
            Deque<Waiting> copies = each.next();
            while (!copies.isEmpty() && copies.getFirst().since().isBefore(limit)) {
                old.add(copies.removeFirst().copy());
            }
            if (copies.isEmpty()) {
                each.remove();
            }
        }
        size -= old.size();
        return old;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }
}
