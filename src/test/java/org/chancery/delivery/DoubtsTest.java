package org.chancery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.chancery.mail.Domain;
import org.chancery.smtp.SmtpReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoubtsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"5.7.20, true", "5.7.23, true", "5.7.26, true", "5.7.27, true", "5.7.29, true", "5.7.28, false", "5.7.1, false", "5.1.1, false", "4.7.26, false"})
    void a_reply_about_our_own_authentication_is_told_from_one_about_the_recipient(String status, boolean isOne) {
        assertThat(Doubts.isOne(SmtpReply.of(status.startsWith("5") ? 550 : 450, status, "no"))).isEqualTo(isOne);
    }

    @Test
    void a_thousand_of_them_are_one_alarm_a_minute() {
        Doubts doubts = new Doubts();
        SmtpReply reply = SmtpReply.of(550, "5.7.26", "unauthenticated");
        int alarms = 0;
        for (int second = 0; second < 180; second++) {
            for (int copy = 0; copy < 1_000; copy++) {
                alarms += doubts.note(Domain.of("example.net"), reply, NOW.plus(Duration.ofSeconds(second))) ? 1 : 0;
            }
        }
        assertThat(alarms).isEqualTo(3);
    }
}
