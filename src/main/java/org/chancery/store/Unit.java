package org.chancery.store;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// One unit of work on its way through the [GroupWriter]. `label` names its failpoints.
final class Unit<T> {

    enum Manner {
        ONCE,
        /// Running it twice stores the same as running it once.
        REPEATABLE,
        /// Repeatable, and one of many whose callers wait beside each other: a millisecond more for a larger group costs none of them time.
        PATIENT
    }

    private final String label;
    private final Manner manner;
    private final Work<T> work;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T value;
    private @Nullable RuntimeException failure;
    private int tries;

    Unit(String label, Manner manner, Work<T> work) {
        this.label = label;
        this.manner = manner;
        this.work = work;
    }

    String label() {
        return label;
    }

    boolean repeatable() {
        return manner != Manner.ONCE;
    }

    boolean isPatient() {
        return manner == Manner.PATIENT;
    }

    void begin() {
        tries++;
    }

    /// Tries begun so far.
    int tries() {
        return tries;
    }

    /// Does the work; its value or own failure waits for the commit. False when it failed and must be undone.
    /// Throws when the whole transaction is at fault.
    boolean run(Session session, Dialect dialect) throws SQLException {
        value = null;
        failure = null;
        try {
            value = work.on(session);
            return true;
        } catch (SQLException e) {
            if (dialect.fault(e) != Dialect.Fault.UNIT) {
                throw e;
            }
            failure = new StoreException(StoreException.Kind.TEMPORARY, label + " was not stored: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            failure = e;
        } catch (OutOfMemoryError e) {
            // One huge message must not end the writer; the others of the group are small.
            failure = new StoreException(StoreException.Kind.TEMPORARY, label + " was not stored: out of memory", e);
        }
        return false;
    }

    /// The group is durable: answer the caller.
    void settle() {
        RuntimeException own = failure;
        if (own != null) {
            answer.completeExceptionally(own);
        } else {
            answer.complete(value);
        }
    }

    void fail(RuntimeException refusal) {
        answer.completeExceptionally(refusal);
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    T await() {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
