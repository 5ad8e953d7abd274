package org.chancery.notice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvenPaceTest {
    @Test
    void an_answer_never_leaves_before_its_step_and_an_interrupt_is_kept() {
        long begun = System.nanoTime();
        EvenPace pace = EvenPace.begin();
        Thread.currentThread().interrupt();
        pace.waitForStep();
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(EvenPace.STEP_NANOS);
        assertThat(Thread.interrupted()).isTrue();
    }
}
