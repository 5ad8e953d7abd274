package org.chancery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PostCacheTest {
    private final AtomicInteger loads = new AtomicInteger();

    private PostCache<byte[]> cache(int octetsEach, int max) {
        return new PostCache<>(
                id -> {
                    loads.incrementAndGet();
                    return id.value() == 0 ? Optional.empty() : Optional.of(new byte[octetsEach]);
                },
                bytes -> bytes.length, max);
    }

    private static PostingId id(long n) {
        return new PostingId(n);
    }

    @Test
    void a_post_is_prepared_once_for_all_its_copies() {
        var cache = cache(10, 100);
        byte[] first = cache.get(id(1)).orElseThrow();
        assertThat(cache.get(id(1)).orElseThrow()).isSameAs(first);
        assertThat(loads).hasValue(1);
    }

    @Test
    void the_least_recently_used_goes_when_the_octets_are_too_many() {
        var cache = cache(40, 100);
        cache.get(id(1));
        cache.get(id(2));
        cache.get(id(1));
        cache.get(id(3));
        assertThat(cache.octets()).isEqualTo(80);
        cache.get(id(1));
        assertThat(loads).hasValue(3);
        cache.get(id(2));
        assertThat(loads).hasValue(4);
    }

    @Test
    void one_post_larger_than_the_bound_is_kept_alone() {
        var cache = cache(1000, 100);
        cache.get(id(1));
        cache.get(id(1));
        assertThat(loads).hasValue(1);
        cache.get(id(2));
        assertThat(cache.octets()).isEqualTo(1000);
    }

    @Test
    void a_post_that_is_gone_is_asked_for_again() {
        var cache = cache(10, 100);
        assertThat(cache.get(id(0))).isEmpty();
        assertThat(cache.get(id(0))).isEmpty();
        assertThat(loads).hasValue(2);
        assertThat(cache.octets()).isZero();
    }

    @Test
    void many_senders_that_want_the_same_post_at_once_prepare_it_once() throws InterruptedException {
        var go = new CountDownLatch(1);
        var cache = new PostCache<byte[]>(
                id -> {
                    loads.incrementAndGet();
                    awaitQuietly(go);
                    return Optional.of(new byte[10]);
                },
                bytes -> bytes.length, 100);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual().start(() -> cache.get(id(1))));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(loads).hasValue(1);
        assertThat(cache.octets()).isEqualTo(10);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
