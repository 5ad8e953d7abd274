package org.chancery.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The port to the log. Entries are written by the store together with the act; here they are only read,
/// and noted when the act lies outside the store (a login, a start).
public interface Audit {
    /// The last `limit` entries, oldest first.
    List<AuditEntry> last(int limit);

    /// The last `most` entries since then whose act is one of `about`, oldest first; no more than the log since then is read.
    List<AuditEntry> last(int most, Instant since, Predicate<Act> about);

    void each(Consumer<AuditEntry> visitor);

    /// Appends an entry of its own transaction.
    void note(Act act);

    /// Empty when the chain is whole; otherwise which entry breaks it and why.
    Optional<String> verify();
}
