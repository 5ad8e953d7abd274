package org.chancery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicLong;
import org.chancery.kit.SmtpSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // the clock of the machine may run over

    private long sentIn(Duration time, Pace pace) {
        long end = now.get() + time.toNanos();
        long sent = 0;
        while (now.get() - end < 0) {
            if (pace.delay() <= 0) {
                pace.count();
                sent++;
            } else {
                now.addAndGet(Math.min(pace.delay(), end - now.get()));
            }
        }
        return sent;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60, 90, 6_000, 100_000})
    void in_a_minute_go_as_many_as_allowed_and_the_share_of_one_second(int perMinute) {
        assertThat(sentIn(Duration.ofMinutes(10), new Pace(perMinute, now::get))).isBetween(10L * perMinute, 10L * perMinute + perMinute / 60 + 1);
    }

    @Test
    void who_waited_long_may_not_make_up_for_it() {
        Pace pace = new Pace(120, now::get);
        pace.count();
        now.addAndGet(Duration.ofHours(1).toNanos());
        long sent = 0;
        while (pace.delay() <= 0) {
            pace.count();
            sent++;
        }
        assertThat(sent).isEqualTo(2);
    }

    @Test
    void without_a_limit_nothing_is_delayed() {
        Pace pace = new Pace(0, now::get);
        for (int i = 0; i < 1_000; i++) {
            pace.count();
            assertThat(pace.delay()).isZero();
        }
    }

    @Test
    void a_site_gets_no_more_than_its_pace_and_in_the_end_everything_once() throws Exception {
        try (var sink = SmtpSink.start(); var stage = Stage.smarthostAt(sink.port(), 600).start()) {
            long begin = System.nanoTime();
            PostingId posting = stage.post(1, 40);
            Stage.until("all is delivered", () -> stage.queue.delivered(posting) == 40);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("10 at once, 30 at ten a second").isGreaterThan(Duration.ofMillis(2_800));
            assertThat(new HashSet<>(sink.recipients())).hasSize(40);
            assertThat(sink.recipients()).hasSize(40);
        }
    }
}
