package org.chancery.delivery.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.chancery.delivery.bounce.FailedRecipient.Kind;
import org.chancery.delivery.bounce.Standing.State;
import org.chancery.list.MembershipNumber;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Standing.Measure MEASURE = new Standing.Measure(3, Duration.ofDays(7));
    private Standing standing = Standing.fresh(new MembershipNumber(7));

    private void fail(int day, Kind kind) {
        standing = standing.after(failure(day, kind, false), MEASURE);
    }

    private static Failure failure(int day, Kind kind, boolean ofProbe) {
        return new Failure(NOON.plus(Duration.ofDays(day)), kind, "5.1.1", "no such user", "550 no such user", ofProbe);
    }

    @Test
    void a_day_counts_once_however_many_copies_failed_on_it() {
        fail(0, Kind.PERMANENT);
        fail(0, Kind.PERMANENT);
        assertThat(standing.score()).isEqualTo(1);
        fail(1, Kind.PERMANENT);
        assertThat(standing.score()).isEqualTo(2);
    }

    @Test
    void the_threshold_asks_for_a_probe_at_once() {
        fail(0, Kind.PERMANENT);
        fail(1, Kind.PERMANENT);
        assertThat(standing.due()).isEmpty();
        fail(2, Kind.PERMANENT);
        assertThat(standing.state()).isEqualTo(State.SUSPECTED);
        assertThat(standing.due()).contains(NOON.plus(Duration.ofDays(2)));
    }

    @Test
    void refusals_of_a_message_change_nothing() {
        Standing before = standing;
        for (int day = 0; day < 30; day++) {
            fail(day, Kind.POLICY);
        }
        assertThat(standing).isEqualTo(before);
    }

    @Test
    void a_count_that_is_stale_begins_anew() {
        fail(0, Kind.PERMANENT);
        fail(1, Kind.PERMANENT);
        fail(9, Kind.PERMANENT);
        assertThat(standing.score()).isEqualTo(1);
    }

    @Test
    void a_full_mailbox_counts_only_after_a_week() {
        for (int day = 0; day < 7; day++) {
            fail(day, Kind.TEMPORARY);
        }
        assertThat(standing.score()).isZero();
        fail(7, Kind.TEMPORARY);
        fail(8, Kind.TEMPORARY);
        assertThat(standing.score()).isEqualTo(2);
    }

    @Test
    void a_full_mailbox_that_was_emptied_in_between_waits_a_week_again() {
        fail(0, Kind.TEMPORARY);
        fail(8, Kind.TEMPORARY);
        fail(14, Kind.TEMPORARY);
        assertThat(standing.score()).isZero();
    }

    @Test
    void a_full_mailbox_does_not_hide_a_dead_address_of_the_same_day() {
        fail(0, Kind.PERMANENT);
        fail(1, Kind.TEMPORARY);
        fail(1, Kind.PERMANENT);
        assertThat(standing.score()).isEqualTo(2);
    }

    @Test
    void only_the_probe_that_is_out_can_be_refused() {
        assertThat(standing.after(failure(0, Kind.PERMANENT, true), MEASURE)).isEqualTo(standing);
        Standing probed = standing.moved(State.PROBED, Optional.of(NOON.plus(Duration.ofDays(7))));
        assertThat(probed.after(failure(1, Kind.PERMANENT, false), MEASURE)).isEqualTo(probed);
        assertThat(probed.after(failure(1, Kind.POLICY, true), MEASURE)).isEqualTo(probed);
        assertThat(probed.after(failure(1, Kind.PERMANENT, true), MEASURE).state()).isEqualTo(State.REFUSED);
    }
}
