package org.chancery.store;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.chancery.failpoint.Failpoints;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Group commit. Callers hand in a unit of work and wait; a writer thread takes all that wait (up to [#MAX_GROUP]),
/// runs them in one transaction, commits once and answers them all. While one commit waits for the disk the next group
/// gathers, so the rate of units is not bound to the rate of fsync. Nobody waits for a timer, with one exception: on a fast disk a
/// commit is over before the next receipts can be there, and its price (a page of each tree, the fsync, the waking) would be paid for
/// each few of them. So where several came together last time and fewer patient units are there yet, the writer lets them come
/// for [#GATHERING]; any other unit ends that.
///
/// - When a unit fails, the group is rolled back and run again with a savepoint for each: the others do not notice.
/// - A group that meets a conflict is rolled back and its units run again, each alone.
/// - A connection cut before the commit: the units run once more. Cut during the commit the outcome is unknown:
///   only units that may be repeated run once more, the others are told.
/// - SQLite, broken file or disk: every unit is told, every later one is refused, and `panic` runs once. After a failed
///   fsync Linux reports the next one as good although the pages are lost, so there is no second try (PANIC rule).
///
/// SQLite has one writer thread; PostgreSQL several, each with its own connection.
final class GroupWriter implements AutoCloseable {
    static final int MAX_GROUP = 500; // measured: more gains nothing and makes the first one wait
    /// Measured with 50 sessions, 10 KB: 4 messages per commit without it and 13 with it, 0.48 and 0.42 ms of processor each; 2.5 ms gains nothing more.
    private static final Duration GATHERING = Duration.ofMillis(1);
    private static final int MAX_WAITING = 10_000; // then callers wait to hand in: each holds a message in memory
    private static final int TRIES = 5; // of a unit alone, against conflicts

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

    private final Dialect dialect;
    private final Connector connector;
    private final Runnable panic;
    private final BlockingQueue<Unit<?>> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable StoreException> broken = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LongAdder commits = new LongAdder();

    GroupWriter(Dialect dialect, Connector connector, int writers, Runnable panic) {
        this.dialect = dialect;
        this.connector = connector;
        this.panic = panic;
        for (int i = 0; i < writers; i++) {
            threads.add(Thread.ofPlatform().name("store-writer-" + i).daemon().start(this::loop));
        }
    }

    /// Runs the unit in some group and returns its value once that is on stable storage.
    <T> T submit(Unit<T> unit) {
        handIn(unit);
        return unit.await();
    }

    /// Waits only for room. The answer comes on the writer thread.
    <T> CompletableFuture<T> handIn(Unit<T> unit) {
        try {
            waiting.put(unit);
            if (!unit.isPatient()) {
                threads.forEach(LockSupport::unpark);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Kind.TEMPORARY, "interrupted before anything was stored", e);
        }
        if (closed.get()) {
            refuseWaiting(new StoreException(StoreException.Kind.TEMPORARY, "the store is closed"));
        }
        return unit.answer();
    }

    /// How many transactions were committed so far.
    long commits() {
        return commits.sum();
    }

    private void loop() {
        @Nullable Session session = null;
        List<Unit<?>> group = new ArrayList<>();
        while (gather(group)) {
            session = process(session, group);
        }
        discard(session);
    }

    /// Waits for work; false when the writer is closed and nothing is left.
    private boolean gather(List<Unit<?>> group) {
        int together = group.size();
        group.clear();
        try {
            group.add(waiting.take());
        } catch (InterruptedException _) {
            // Only close() interrupts: what was handed in before is still written.
        }
        if (!group.isEmpty() && group.getFirst().isPatient() && waiting.size() + 1 < together) {
            LockSupport.parkNanos(this, GATHERING.toNanos());
        }
        waiting.drainTo(group, MAX_GROUP - group.size());
        return !group.isEmpty() || !closed.get();
    }

    private @Nullable Session process(@Nullable Session given, List<Unit<?>> group) {
        @Nullable Session session = given;
        List<Unit<?>> left = group;
        while (!left.isEmpty()) {
            StoreException refusal = broken.get();
            if (refusal != null) {
                left.forEach(unit -> unit.fail(refusal));
                return session;
            }
            Attempt attempt = new Attempt(dialect, left);
            try {
                if (session == null) {
                    session = new Session(connector.connect());
                }
                attempt.run(session);
                commits.increment();
                attempt.answer();
                left = List.of();
            } catch (SQLException e) {
                session = recover(session, attempt, dialect.fault(e), e);
                left = attempt.toRepeat();
            } catch (RuntimeException e) {
                boolean cut = e instanceof UncheckedIOException && dialect == Dialect.POSTGRESQL;
                session = recover(session, attempt, cut ? Dialect.Fault.CONNECTION : Dialect.Fault.BROKEN, e);
                left = attempt.toRepeat();
            }
            if (left.size() > 1) {
                for (Unit<?> unit : left) {
                    session = process(session, List.of(unit));
                }
                left = List.of();
            }
        }
        return session;
    }

    /// Tells the units what the fault means for them, and returns the session if it may be used on.
    private @Nullable Session recover(@Nullable Session session, Attempt attempt, Dialect.Fault fault, Exception cause) {
        switch (fault) {
            case BROKEN -> breakDown(attempt, cause);
            case DISK_FULL -> attempt.fail(new StoreException(StoreException.Kind.DISK_FULL, "no room to store it", cause));
            case CONFLICT -> attempt.repeat(TRIES, cause);
            case CONNECTION -> attempt.repeatAfterCut(cause);
            case UNIT -> attempt.fail(new StoreException(StoreException.Kind.TEMPORARY, "could not be stored", cause));
        }
        LOG.warn("store.fault kind={} units={} cause=\"{}\"", fault, attempt.size(), cause.toString());
        if (session != null && fault != Dialect.Fault.CONNECTION && attempt.rollback(session)) {
            return session;
        }
        discard(session);
        return null;
    }

    private void breakDown(Attempt attempt, Exception cause) {
        StoreException refusal = new StoreException(StoreException.Kind.FATAL, "the store failed at a write and takes no more", cause);
        boolean first = broken.compareAndSet(null, refusal);
        attempt.fail(refusal);
        refuseWaiting(refusal);
        if (first) {
            panic.run();
        }
    }

    private void refuseWaiting(StoreException refusal) {
        List<Unit<?>> rest = new ArrayList<>();
        waiting.drainTo(rest);
        rest.forEach(unit -> unit.fail(refusal));
    }

    private static void discard(@Nullable Session session) {
        if (session != null) {
            try {
                session.close();
            } catch (SQLException e) {
                LOG.debug("store.close cause=\"{}\"", e.toString());
            }
        }
    }

    /// Writes what was handed in before, then ends the threads.
    @Override
    public void close() {
        closed.set(true);
        for (Thread thread : threads) {
            thread.interrupt();
            joinUninterruptibly(thread);
        }
        refuseWaiting(new StoreException(StoreException.Kind.TEMPORARY, "the store is closed"));
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Names of the failpoints at both sides of a commit.
    static void failpoint(List<Unit<?>> units, String place) {
        if (Failpoints.ARMED) {
            units.forEach(unit -> Failpoints.hit(unit.label() + place));
        }
    }
}
