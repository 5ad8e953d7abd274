package org.chancery.store;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.chancery.list.MailingList;

/// Lists by address, kept until the next administrative write. Exact on SQLite, because one process owns the file;
/// on PostgreSQL another server may write, so there nothing is kept.
final class ListCache {
    private static final int MOST = 10_000; // lists; a list is some kB. When it is full it starts again

    private final boolean exact;
    private final ConcurrentHashMap<String, MailingList> kept = new ConcurrentHashMap<>();
    /// Grows with each change, so that what was read before a change is not kept after it.
    private final AtomicLong changes = new AtomicLong();

    ListCache(Dialect dialect) {
        this.exact = dialect == Dialect.SQLITE;
    }

    Optional<MailingList> get(String key, Supplier<Optional<MailingList>> load) {
        if (!exact) {
            return load.get();
        }
        MailingList list = kept.get(key);
        if (list != null) {
            return Optional.of(list);
        }
        long before = changes.get();
        Optional<MailingList> loaded = load.get();
        loaded.ifPresent(found -> keep(key, found, before));
        return loaded;
    }

    /// Under the map's lock of this key, so that [#clear] comes wholly before or wholly after it.
    private void keep(String key, MailingList list, long before) {
        if (kept.size() >= MOST) {
            kept.clear();
        }
        kept.compute(key, (_, old) -> changes.get() == before ? list : old);
    }

    void clear() {
        changes.incrementAndGet();
        kept.clear();
    }
}
