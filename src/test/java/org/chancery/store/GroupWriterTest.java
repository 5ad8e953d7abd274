package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.posting.Order.State;
import org.chancery.posting.Receipt;
import org.junit.jupiter.api.Test;

class GroupWriterTest extends ContractTest {

    private void together(int count, Runnable work) throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                work.run();
            }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void fifty_committers_at_once_are_all_durable_with_fewer_commits_than_receipts() throws InterruptedException {
        var talk = list("talk");
        Queue<Receipt> told = new ConcurrentLinkedQueue<>();
        long before = store.engine().commits();
        together(50, () -> {
            for (int i = 0; i < 10; i++) {
                told.add(post(talk, State.ACCEPTED));
            }
        });
        assertThat(told).hasSize(500);
        assertThat(store.engine().commits() - before).isLessThan(500);
        store.close();
        store = Engines.open(site, time);
        assertThat(told).allSatisfy(receipt -> assertThat(store.receipts().message(receipt.id())).isPresent());
    }

    /// A group is sure to form, because one unit holds the only writer while the others wait.
    @Test
    void a_failing_unit_does_not_harm_its_group() throws InterruptedException {
        Database database = (Database) store.engine();
        CountDownLatch queued = new CountDownLatch(1);
        Thread first = Thread.startVirtualThread(() -> database.write("audit", _ -> {
            awaitQuietly(queued);
            return true;
        }));
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger number = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                int mine = number.incrementAndGet();
                try {
                    database.write("audit", s -> {
                        s.update("INSERT INTO domain (name, created) VALUES (?, 1)", "d" + mine + ".example");
                        return switch (mine % 4) {
                            case 0 -> s.update("INSERT INTO domain (name, created) VALUES (?, 1)", "d" + mine + ".example");
                            case 1 -> throw new IllegalStateException("of its own");
                            default -> 1;
                        };
                    });
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }));
        }
        queued.countDown();
        first.join();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).hasSize(10).hasOnlyElementsOfTypes(StoreException.class, IllegalStateException.class);
        assertThat(store.lists().domains()).hasSize(10);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_closed_store_refuses_instead_of_keeping_callers_waiting() {
        store.close();
        assertThatThrownBy(() -> list("talk")).isInstanceOf(StoreException.class);
    }
}
