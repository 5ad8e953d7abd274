package org.chancery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CachingResolverTest {
    private static final Zone ZONE = Zone.read("""
            {"example.org": {"TXT": ["one"]}, "other.example.org": {"TXT": ["%s"]}}
            """.formatted("x".repeat(900))).orThrow();

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final InstantSource clock = () -> now;
    private ZoneServer server;
    private Resolver direct;
    private Resolver cache;

    @BeforeEach
    void start() throws Exception {
        server = ZoneServer.start(ZONE, 0);
        direct = new DnsJavaResolver(List.of(server.address()), Duration.ofSeconds(10));
        cache = new CachingResolver(direct, clock);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void an_answer_is_kept_for_its_ttl_and_says_what_is_left() {
        cache.txt("example.org");
        now = now.plusSeconds(100);
        assertThat(cache.txt("EXAMPLE.org."))
                .isEqualTo(new Answer.Found<>(List.of("one"), Duration.ofSeconds(ZoneReader.TTL_SECONDS - 100), false));
        assertThat(server.questions()).isOne();
    }

    @Test
    void after_its_ttl_the_server_is_asked_again() {
        cache.txt("example.org");
        now = now.plusSeconds(ZoneReader.TTL_SECONDS);
        cache.txt("example.org");
        assertThat(server.questions()).isEqualTo(2);
    }

    @Test
    void both_kinds_of_no_are_kept_too() {
        for (int i = 0; i < 3; i++) {
            assertThat(cache.mx("example.org")).isInstanceOf(Answer.NoData.class);
            assertThat(cache.mx("missing.example.org")).isInstanceOf(Answer.NxDomain.class);
        }
        assertThat(server.questions()).isEqualTo(2);
    }

    @Test
    void a_failure_is_kept_for_seconds_only() {
        server.fault("example.org", new Fault.ServFail());
        assertThat(cache.txt("example.org")).isInstanceOf(Answer.TemporaryFailure.class);
        long asked = server.questions();
        server.heal("example.org");
        now = now.plus(CachingResolver.FAILURE).minusMillis(1);
        assertThat(cache.txt("example.org")).isInstanceOf(Answer.TemporaryFailure.class);
        assertThat(server.questions()).isEqualTo(asked);
        now = now.plusMillis(1);
        assertThat(cache.txt("example.org").valuesOrNone()).containsExactly("one");
    }

    @Test
    void while_one_asks_again_after_a_failure_the_others_do_not_wait() throws Exception {
        var inside = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        Resolver slow = new Resolver() {
            @Override
            public <T> Answer<T> ask(Question<T> question) {
                if (now.isAfter(Instant.parse("2026-11-22T12:00:00Z"))) {
                    inside.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException stop) {
                        throw new AssertionError(stop);
                    }
                    return direct.ask(question);
                }
                return new Answer.TemporaryFailure<>("silent");
            }
        };
        cache = new CachingResolver(slow, clock);
        cache.txt("example.org");
        now = now.plus(CachingResolver.FAILURE);
        Thread first = Thread.ofVirtual().start(() -> cache.txt("example.org"));
        inside.await();

        assertThat(cache.known(Question.txt("example.org"))).containsInstanceOf(Answer.TemporaryFailure.class);
        assertThat(cache.txt("example.org")).isInstanceOf(Answer.TemporaryFailure.class);
        go.countDown();
        first.join();
        assertThat(cache.txt("example.org").valuesOrNone()).containsExactly("one");
    }

    @Test
    void a_no_is_forgotten_after_an_hour_and_a_yes_after_a_day_whatever_the_zone_says() {
        var forever = Duration.ofDays(5000);
        var asked = new AtomicInteger();
        Resolver stubborn = new Resolver() {
            @Override
            public <T> Answer<T> ask(Question<T> question) {
                asked.incrementAndGet();
                return question.type() == RecordType.TXT
                        ? new Answer.Found<>(List.of(question.valueType().cast("v")), forever, false)
                        : new Answer.NxDomain<>(forever);
            }
        };
        var bounded = new CachingResolver(stubborn, clock);
        bounded.txt("example.org");
        bounded.mx("example.org");
        now = now.plus(CachingResolver.MAX_NEGATIVE);
        bounded.txt("example.org");
        bounded.mx("example.org");
        assertThat(asked).hasValue(3);
        now = now.plus(CachingResolver.MAX_POSITIVE);
        bounded.txt("example.org");
        assertThat(asked).hasValue(4);
    }

    @Test
    void the_memory_is_bounded_and_the_longest_unused_goes_first() {
        var small = new CachingResolver(direct, clock, 1500);
        small.txt("example.org");
        small.txt("other.example.org");
        small.txt("example.org");
        small.mx("missing.example.org");
        assertThat(server.questions()).isEqualTo(3);
        small.txt("example.org");
        assertThat(server.questions()).isEqualTo(3);
        small.txt("other.example.org");
        assertThat(server.questions()).isEqualTo(4);
    }
}
