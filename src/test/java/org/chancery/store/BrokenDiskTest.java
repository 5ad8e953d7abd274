package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.chancery.audit.Act;
import org.chancery.delivery.PostingId;
import org.chancery.store.StoreException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// SQLite on a disk that fails when told to: the statement that begins with a chosen word answers a chosen error.
class BrokenDiskTest {
    private static final int IOERR_FSYNC = 1034;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;

    private record Fault(String statement, int code) {}

    private final AtomicReference<Fault> fault = new AtomicReference<>(new Fault("none", 0));
    private final AtomicInteger panics = new AtomicInteger();
    private final Path data = Engines.SQLITE.site().data();
    private Store store = open(OptionalLong.of(0));

    private Store open(OptionalLong reserve) {
        Connector good = Sqlite.connector(data.resolve(Sqlite.FILE));
        Database database = Sqlite.open(data, () -> failing(good.connect()), reserve, panics::incrementAndGet);
        return Stores.on(database, Engines.CHAIN, InstantSource.fixed(Instant.EPOCH), Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private <T> T wrap(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
            if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql && sql.startsWith(fault.get().statement())) {
                throw new SQLException("injected", null, fault.get().code());
            }
            try {
                Object result = method.invoke(target, arguments);
                return result instanceof PreparedStatement statement ? prepared(statement, String.valueOf(arguments[0])) : result;
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }));
    }

    /// Fails when it is run, whatever was wrong with the disk when it was prepared.
    private PreparedStatement prepared(PreparedStatement statement, String sql) {
        return (PreparedStatement) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, (_, method, arguments) -> {
            if (method.getName().startsWith("execute") && sql.startsWith(fault.get().statement())) {
                throw new SQLException("injected", null, fault.get().code());
            }
            try {
                return method.invoke(statement, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        });
    }

    private Connection failing(Connection connection) {
        return wrap(Connection.class, connection);
    }

    private void note() {
        store.audit().note(new Act(Instant.EPOCH, "a", "cli", "note", "", ""));
    }

    private static StoreException refusal(Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            return e;
        }
        throw new AssertionError("was not refused");
    }

    @Test
    void a_failed_fsync_tells_all_who_wait_refuses_all_who_come_and_panics_once() throws InterruptedException {
        note();
        fault.set(new Fault("COMMIT", IOERR_FSYNC));
        Queue<Kind> told = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            threads.add(Thread.startVirtualThread(() -> told.add(refusal(this::note).kind())));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        fault.set(new Fault("none", 0));
        told.add(refusal(this::note).kind());

        assertThat(told).hasSize(31).containsOnly(Kind.FATAL);
        assertThat(panicsWhenAllWereTold()).isEqualTo(1);
        store.close();
        store = open(OptionalLong.of(0));
        assertThat(store.audit().last(10)).as("what was told as durable, and nothing else").hasSize(1);
    }

    @Test
    void a_corrupt_page_met_while_writing_is_as_fatal() throws InterruptedException {
        fault.set(new Fault("INSERT INTO audit_entry", CORRUPT));
        assertThat(refusal(this::note).kind()).isEqualTo(Kind.FATAL);
        assertThat(panicsWhenAllWereTold()).isEqualTo(1);
    }

    /// The panic comes after the last waiter was told, on the writer's thread.
    private int panicsWhenAllWereTold() throws InterruptedException {
        for (int tried = 0; tried < 500 && panics.get() == 0; tried++) {
            Thread.sleep(10);
        }
        return panics.get();
    }

    @Test
    void a_full_disk_is_told_and_service_goes_on_when_there_is_room_again() {
        fault.set(new Fault("COMMIT", FULL));
        assertThat(refusal(this::note).kind()).isEqualTo(Kind.DISK_FULL);
        fault.set(new Fault("none", 0));
        note();
        assertThat(panics).hasValue(0);
        assertThat(store.audit().last(10)).hasSize(1);
        assertThat(store.audit().verify()).isEmpty();
    }

    @Test
    void a_receipt_is_refused_while_the_reserve_is_reached_and_reading_goes_on() {
        store.close();
        store = open(OptionalLong.of(Long.MAX_VALUE));
        StoreTest letters = new StoreTest() {};
        assertThatThrownBy(() -> store.receipts().commit(letters.receipt(), StoreTest.OCTETS, List.of(), List.of(), () -> true))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DISK_FULL));
        assertThatThrownBy(() -> store.archive().keep(new PostingId(1), false, StoreTest.OCTETS)).as("the archive can wait")
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DISK_FULL));
        assertThat(store.lists().all()).isEmpty();
        note();
    }
}
