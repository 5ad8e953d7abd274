package org.chancery.smtp;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// The time a message has from its final dot to the reply, and who won the race at its end.
///
/// Exactly one of two things happens: the handler commits, or the client is told 451 4.3.0 and nothing is stored.
/// The handler calls [#claimCommit] right before it makes the message durable; if that is `false`, the client has
/// been told to come again and the handler must throw its work away. Once claimed, the session waits for the
/// handler's answer.
///
/// Example: `if (!deadline.claimCommit()) { return NOTHING_STORED; } store.commit(receipt);`
public final class Deadline {
    private enum State {
        OPEN,
        CLAIMED,
        GIVEN_UP
    }

    private final long endNanos;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    /// Counted on the monotonic clock from now.
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    public boolean expired() {
        return System.nanoTime() - endNanos >= 0 || state.get() == State.GIVEN_UP;
    }

    /// Never negative.
    public Duration left() {
        return expired() ? Duration.ZERO : Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /// `true` once at most, and only while the client has not been answered.
    public boolean claimCommit() {
        return state.compareAndSet(State.OPEN, State.CLAIMED);
    }

    /// `true`: nobody has committed and nobody will.
    boolean giveUp() {
        return state.compareAndSet(State.OPEN, State.GIVEN_UP);
    }
}
