package org.chancery.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;

/// Where reading happens: on connections that never wait for the writer.
sealed interface Readers extends AutoCloseable {
    <T> T read(Work<T> work) throws SQLException;

    @Override
    void close();

    /// SQLite: a few sessions kept open with their statements. More would only pin more carrier threads in native code.
    final class Kept implements Readers {
        private final Connector connector;
        /// The one used last is taken first: its pages are the warm ones.
        private final BlockingDeque<Slot> free = new LinkedBlockingDeque<>();
        private final int size;
        private volatile boolean closed;

        private static final class Slot {
            @Nullable Session session;
        }

        Kept(Connector connector, int size) {
            this.connector = connector;
            this.size = size;
            for (int i = 0; i < size; i++) {
                free.add(new Slot());
            }
        }

        @Override
        public <T> T read(Work<T> work) throws SQLException {
            Slot slot = take();
            try {
                Session session = slot.session;
                if (closed) {
                    throw new StoreException(StoreException.Kind.TEMPORARY, "the store is closed");
                }
                if (session == null) {
                    session = new Session(connector.connect());
                    slot.session = session;
                }
                return work.on(session);
            } catch (SQLException fault) {
                discard(slot, fault);
                throw fault;
            } finally {
                free.addFirst(slot);
            }
        }

        /// After a fault the driver may hold a statement that never executes again: the next reader gets a fresh connection.
        private static void discard(Slot slot, SQLException fault) {
            Session broken = slot.session;
            slot.session = null;
            if (broken != null) {
                try {
                    broken.close();
                } catch (SQLException alsoFaulty) {
                    fault.addSuppressed(alsoFaulty);
                }
            }
        }

        private Slot take() {
            try {
                return free.takeFirst();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException(StoreException.Kind.TEMPORARY, "interrupted while waiting to read", e);
            }
        }

        /// Waits for readings under way; called once. The slots go back, so that late readers are told instead of waiting.
        @Override
        public void close() {
            closed = true;
            List<Slot> slots = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Slot slot = take();
                slots.add(slot);
                Session session = slot.session;
                if (session != null) {
                    try {
                        session.close();
                    } catch (SQLException e) {
                        throw new StoreException(StoreException.Kind.TEMPORARY, "a reading connection did not close", e);
                    }
                }
            }
            free.addAll(slots);
        }
    }

    /// PostgreSQL: a connection of the pool for each reading; its driver keeps the statements.
    record Pooled(Connector connector) implements Readers {
        @Override
        public <T> T read(Work<T> work) throws SQLException {
            try (Session session = new Session(connector.connect())) {
                return work.on(session);
            }
        }

        @Override
        public void close() {
            // The pool belongs to the database, which closes it after the writers.
        }
    }
}
