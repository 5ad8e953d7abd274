package org.chancery.kit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chancery.kit.Ledger.Attempt;
import org.chancery.kit.Ledger.Fate;
import org.junit.jupiter.api.Test;

/// The account that says `lost=0` must be able to say something else.
class LedgerTest {
    private static final byte[] BODY = "Hello.\r\n".getBytes(US_ASCII);
    private final Ledger ledger = new Ledger(2);

    private Attempt attempt(int message, Fate fate) {
        Attempt attempt = ledger.begin(message, BODY);
        ledger.settle(attempt, fate);
        return attempt;
    }

    private void arrives(Attempt attempt, int member, String body) {
        byte[] copy = ("Subject: x\r\n" + Ledger.mark(attempt) + "\r\n\r\n" + body).getBytes(US_ASCII);
        ledger.arrived(new SmtpSink.Message("list@example.org", List.of(Ledger.member(member)), "", copy, ledger.run()));
    }

    @Test
    void what_a_killed_server_had_sent_counts_for_its_end_even_when_it_is_read_late() {
        ledger.nextRun();
        Attempt attempt = attempt(1, Fate.ACKNOWLEDGED);
        byte[] copy = ("Subject: x\r\n" + Ledger.mark(attempt) + "\r\n\r\nHello.\r\n").getBytes(US_ASCII);
        SmtpSink.Message late = new SmtpSink.Message("list@example.org", List.of(Ledger.member(0)), "", copy, ledger.run());
        ledger.nextRun();
        arrives(attempt, 0);
        ledger.arrived(late);
        assertThat(ledger.figures().duplicated()).isEqualTo(1);
        assertThat(ledger.figures().twiceInOneRun()).isZero();
    }

    private void arrives(Attempt attempt, int member) {
        arrives(attempt, member, "Hello.\r\n");
    }

    @Test
    void a_copy_that_an_acknowledged_message_owes_and_that_never_came_is_lost() {
        ledger.nextRun();
        arrives(attempt(1, Fate.ACKNOWLEDGED), 0);
        assertThat(ledger.figures().lost()).isEqualTo(1);
        assertThat(ledger.figures().copies()).isEqualTo(1);
    }

    @Test
    void an_unsure_message_owes_nothing_or_everything() {
        ledger.nextRun();
        attempt(1, Fate.UNSURE);
        assertThat(ledger.figures().lost()).isZero();
        arrives(attempt(2, Fate.UNSURE), 1);
        assertThat(ledger.figures().lost()).isEqualTo(1);
    }

    @Test
    void copies_of_what_was_refused_or_never_sent_are_ghosts() {
        ledger.nextRun();
        arrives(attempt(1, Fate.REFUSED), 0);
        arrives(attempt(2, Fate.NOT_SENT), 0);
        assertThat(ledger.figures().ghosts()).isEqualTo(2);
    }

    @Test
    void a_second_copy_counts_for_the_run_that_ended_between_and_one_within_a_run_is_told() {
        ledger.nextRun();
        Attempt attempt = attempt(1, Fate.ACKNOWLEDGED);
        arrives(attempt, 0);
        arrives(attempt, 1);
        ledger.nextRun();
        arrives(attempt, 0);
        assertThat(ledger.figures().duplicated()).isEqualTo(1);
        assertThat(ledger.figures().twiceInOneRun()).isZero();
        arrives(attempt, 0);
        assertThat(ledger.figures().twiceInOneRun()).isEqualTo(1);
    }

    @Test
    void a_body_that_is_not_the_one_sent_is_corrupt() {
        ledger.nextRun();
        arrives(attempt(1, Fate.ACKNOWLEDGED), 0, "Hallo!\r\n");
        assertThat(ledger.figures().corrupt()).isEqualTo(1);
    }

    @Test
    void a_message_sent_again_owes_each_member_one_copy_of_either_attempt() {
        ledger.nextRun();
        arrives(attempt(1, Fate.UNSURE), 0);
        arrives(attempt(1, Fate.ACKNOWLEDGED), 1);
        assertThat(ledger.figures().lost()).isEqualTo(1); // of the first attempt, which has reached somebody: member 1 misses it
    }
}
