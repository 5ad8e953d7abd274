package org.chancery.delivery;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Prepared posts, so that each is prepared once and shared by all its copies. Bounded by octets, the least recently
/// used goes first; the one just loaded stays even if it is larger than the bound.
final class PostCache<T> {
    private final Function<PostingId, Optional<T>> load;
    private final ToLongFunction<T> octets;
    private final long maxOctets;
    private final LinkedHashMap<PostingId, Slot<T>> slots = new LinkedHashMap<>(16, 0.75f, true);
    private long total;

    /// Loaded under its own lock: whoever else wants the same post waits, others do not.
    private static final class Slot<T> {
        private volatile @Nullable T value;
    }

    PostCache(Function<PostingId, Optional<T>> load, ToLongFunction<T> octets, long maxOctets) {
        this.load = load;
        this.octets = octets;
        this.maxOctets = maxOctets;
    }

    /// Empty: the post is gone.
    Optional<T> get(PostingId posting) {
        Slot<T> slot = slotOf(posting);
        T value = slot.value;
        return value != null ? Optional.of(value) : load(posting, slot);
    }

    private synchronized Slot<T> slotOf(PostingId posting) {
        return slots.computeIfAbsent(posting, _ -> new Slot<>());
    }

    private Optional<T> load(PostingId posting, Slot<T> slot) {
        synchronized (slot) {
            T already = slot.value;
            if (already != null) {
                return Optional.of(already);
            }
            Optional<T> loaded = load.apply(posting);
            loaded.ifPresent(value -> {
                slot.value = value;
                keep(posting, slot, octets.applyAsLong(value));
            });
            return loaded;
        }
    }

    private synchronized void keep(PostingId posting, Slot<T> slot, long weight) {
        if (slots.get(posting) != slot) {
            return; // evicted while it was being loaded
        }
        total += weight;
        evict(maxOctets, Optional.of(slot));
    }

    private void evict(long most, Optional<Slot<T>> but) {
        for (Iterator<Slot<T>> eldest = slots.values().iterator(); total > most && eldest.hasNext(); ) {
            Slot<T> one = eldest.next();
            T value = one.value;
            if (value != null && but.filter(kept -> kept == one).isEmpty()) {
                total -= octets.applyAsLong(value);
                eldest.remove();
            }
        }
    }

    /// Forgets so much that what comes next fits beside the rest.
    synchronized void makeRoom(long coming) {
        evict(Math.max(0, maxOctets - coming), Optional.empty());
    }

    synchronized void forget(PostingId posting) {
        Slot<T> slot = slots.remove(posting);
        T value = slot == null ? null : slot.value;
        if (value != null) {
            total -= octets.applyAsLong(value);
        }
    }

    synchronized long octets() {
        return total;
    }
}
