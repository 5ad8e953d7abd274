package org.chancery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FeedbackTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private final Feedback feedback = new Feedback(20);

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            feedback.success(NOW);
        }
    }

    @Test
    void a_site_starts_with_five_connections_and_gains_one_per_success_up_to_the_maximum() {
        assertThat(feedback.allowed()).isEqualTo(5);
        succeed(3);
        assertThat(feedback.allowed()).isEqualTo(8);
        succeed(100);
        assertThat(feedback.allowed()).isEqualTo(20);
    }

    @Test
    void a_failure_halves_the_connections_and_growth_waits() {
        succeed(15);
        assertThat(feedback.failure(NOW, 20)).isFalse();
        assertThat(feedback.allowed()).isEqualTo(10);
        succeed(5);
        assertThat(feedback.allowed()).isEqualTo(10);
        feedback.success(NOW.plus(Feedback.HOLD));
        assertThat(feedback.allowed()).isEqualTo(11);
    }

    @Test
    void as_many_failures_in_a_row_as_there_were_connections_make_a_site_dead() {
        assertThat(feedback.failure(NOW, 3)).isFalse();
        assertThat(feedback.failure(NOW, 2)).isFalse();
        assertThat(feedback.failure(NOW, 1)).isTrue();
    }

    @Test
    void a_success_in_between_begins_a_new_count() {
        feedback.failure(NOW, 2);
        feedback.success(NOW);
        assertThat(feedback.failure(NOW, 2)).isFalse();
    }

    @Test
    void a_dead_site_is_closed_until_its_probe_and_the_probe_is_one_connection() {
        feedback.failure(NOW, 1);
        feedback.probeAt(NOW.plus(Duration.ofMinutes(5)));
        assertThat(feedback.isClosed(NOW.plusSeconds(299))).isTrue();
        assertThat(feedback.isClosed(NOW.plusSeconds(300))).isFalse();
        assertThat(feedback.allowed()).isEqualTo(1);
        assertThat(feedback.deaths()).isEqualTo(1);
        assertThat(feedback.failure(NOW.plusSeconds(300), 1)).isTrue();
        feedback.probeAt(NOW.plusSeconds(900));
        assertThat(feedback.deaths()).isEqualTo(2);
    }

    @Test
    void a_probe_that_succeeds_opens_the_site_again() {
        feedback.failure(NOW, 1);
        feedback.probeAt(NOW.plusSeconds(300));
        assertThat(feedback.success(NOW.plusSeconds(300))).isTrue();
        assertThat(feedback.isDead()).isFalse();
        assertThat(feedback.allowed()).isGreaterThanOrEqualTo(Feedback.START);
        assertThat(feedback.deaths()).isZero();
    }

    @Test
    void a_site_limited_to_two_connections_never_has_more() {
        var two = new Feedback(2);
        two.success(NOW);
        assertThat(two.allowed()).isEqualTo(2);
    }
}
