package org.chancery.store;

import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// An open store of either engine: reading on any thread, writing through the [GroupWriter].
final class Database implements Store.Engine {
    private final Dialect dialect;
    private final Readers readers;
    private final GroupWriter writer;
    private final DiskReserve reserve;
    private final Runnable afterwards;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// `afterwards` closes what the connections come from.
    Database(Dialect dialect, Readers readers, GroupWriter writer, DiskReserve reserve, Runnable afterwards) {
        this.dialect = dialect;
        this.readers = readers;
        this.writer = writer;
        this.reserve = reserve;
        this.afterwards = afterwards;
    }

    Dialect dialect() {
        return dialect;
    }

    /// A short reading; it sees everything whose writing has returned.
    <T> T read(Work<T> work) {
        try {
            return readers.read(work);
        } catch (SQLException e) {
            throw readFault(e);
        }
    }

    private StoreException readFault(SQLException e) {
        boolean broken = dialect.fault(e) == Dialect.Fault.BROKEN;
        return new StoreException(
                broken ? StoreException.Kind.FATAL : StoreException.Kind.TEMPORARY, "could not be read: " + e.getMessage(), e);
    }

    /// Returns when the work is on stable storage. `label` names its failpoints.
    <T> T write(String label, Work<T> work) {
        return writer.submit(new Unit<>(label, Unit.Manner.ONCE, work));
    }

    /// [#writeRepeatable], not waited for: answered by the writer, which others wait for, too.
    <T> CompletableFuture<T> writeRepeatableLater(String label, Work<T> work) {
        return writer.handIn(new Unit<>(label, Unit.Manner.REPEATABLE, work));
    }

    /// For work that stores the same when it is done twice: after a cut connection it is tried once more.
    <T> T writeRepeatable(String label, Work<T> work) {
        return writer.submit(new Unit<>(label, Unit.Manner.REPEATABLE, work));
    }

    /// [#writeRepeatable] for work that comes from many sessions at once: where several waited last time it waits a moment for the others.
    <T> T writeTogether(String label, Work<T> work) {
        return writer.submit(new Unit<>(label, Unit.Manner.PATIENT, work));
    }

    /// Refuses with [StoreException.Kind#DISK_FULL] when the reserve of the data folder is reached.
    void checkReserve() {
        reserve.check();
    }

    @Override
    public String name() {
        return dialect.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public long commits() {
        return writer.commits();
    }

    /// Closing twice is closing once.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        writer.close();
        readers.close();
        afterwards.run();
    }
}
