package org.chancery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.chancery.smtp.SmtpReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
    private static final Instant SINCE = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant NOW = SINCE.plusSeconds(60);

    /// Always the middle: no jitter.
    private static final RandomGenerator MIDDLE = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 1L << 62;
        }

        @Override
        public double nextDouble(double origin, double bound) {
            return (origin + bound) / 2;
        }
    };

    private static SmtpReply reply(int code, String status) {
        return SmtpReply.of(code, status, "later");
    }

    @ParameterizedTest
    @CsvSource({
        // attempts before, code, status, minutes
        "0, 450, 4.7.1, 5", "1, 450, 4.7.1, 10", "2, 450, 4.7.1, 20", "3, 450, 4.7.1, 40",
        "4, 450, 4.7.1, 60", "5, 450, 4.7.1, 120", "6, 450, 4.7.1, 240", "7, 450, 4.7.1, 240", "99, 450, 4.7.1, 240",
        "0, 450, 4.2.0, 5", "0, 450, 4.7.25, 5", "0, 451, 4.7.1, 5",
        "0, 451, 4.3.0, 30", "0, 452, 4.2.2, 30", "0, 450, '', 30", "0, 450, 4.1.1, 30", "0, 421, 4.7.1, 30",
        "1, 452, 4.2.2, 30", "2, 452, 4.2.2, 30", "3, 452, 4.2.2, 40", "4, 452, 4.2.2, 60", "8, 452, 4.2.2, 240",
    })
    void the_next_attempt_depends_on_the_reply_and_the_attempts(int attempts, int code, String status, int minutes) {
        assertThat(new RetrySchedule(MIDDLE).afterReply(attempts, SINCE, NOW, reply(code, status)))
                .contains(NOW.plus(Duration.ofMinutes(minutes)));
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 10", "2, 20", "3, 40", "4, 60", "5, 120", "6, 240", "50, 240"})
    void a_site_is_probed_after(int failures, int minutes) {
        assertThat(new RetrySchedule(MIDDLE).siteProbe(failures, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void a_last_attempt_is_made_when_the_five_days_end_and_then_it_is_given_up() {
        var schedule = new RetrySchedule(MIDDLE);
        Instant end = SINCE.plus(Duration.ofDays(5));
        assertThat(schedule.afterReply(30, SINCE, end.minusSeconds(600), reply(451, "4.3.0"))).contains(end);
        assertThat(schedule.afterReply(30, SINCE, end, reply(451, "4.3.0"))).isEmpty();
        assertThat(RetrySchedule.isExpired(SINCE, end.minusMillis(1))).isFalse();
        assertThat(RetrySchedule.isExpired(SINCE, end)).isTrue();
    }

    @Test
    void what_was_never_tried_before_is_tried_again_however_late_it_is() {
        Instant late = SINCE.plus(Duration.ofDays(10));
        assertThat(new RetrySchedule(MIDDLE).afterReply(0, SINCE, late, reply(450, "4.7.1"))).contains(late.plus(Duration.ofMinutes(5)));
        assertThat(new RetrySchedule(MIDDLE).afterReply(1, SINCE, late, reply(450, "4.7.1"))).isEmpty();
    }

    @Test
    void jitter_stays_within_a_fifth_and_is_never_below_thirty_minutes_without_a_reason() {
        var schedule = new RetrySchedule(new Random(1));
        for (int i = 0; i < 1000; i++) {
            Duration grey = Duration.between(NOW, schedule.afterReply(0, SINCE, NOW, reply(450, "4.7.1")).orElseThrow());
            assertThat(grey).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
            Duration full = Duration.between(NOW, schedule.afterReply(3, SINCE, NOW, reply(452, "4.2.2")).orElseThrow());
            assertThat(full).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(48));
        }
    }
}
