package org.chancery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import org.chancery.audit.Act;
import org.chancery.kit.SmtpSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An administrator stops everything (transport.md section 5, point 10).
class StoppedDeliveryTest {
    private static final Act ACT = new Act(Stage.START, "anna", "cli", "queue.hold", "all", "");
    private static final int MEMBERS = 1_500;

    @Test
    void what_is_on_the_wire_ends_what_waits_goes_back_and_nothing_is_sent_until_released() throws Exception {
        try (var sink = SmtpSink.start().beforeReply(Duration.ofMillis(100)); var stage = Stage.smarthost(sink.port()).start()) {
            PostingId posting = stage.post(1, MEMBERS);
            Stage.until("some are delivered", () -> sink.accepted() > 50);
            stage.queue.setStopped(true, ACT);
            Stage.until("all is given back", () -> stage.queue.claimedChunks() == 0);
            long sent = sink.accepted();
            assertThat(sent).isLessThan(MEMBERS);
            stage.delivery.wake();
            Thread.sleep(1_000);
            assertThat(sink.accepted()).as("nothing more goes out").isEqualTo(sent);
            assertThat(stage.queue.releaseReasons()).contains("all delivery is stopped");

            sink.beforeReply(Duration.ZERO);
            stage.queue.setStopped(false, ACT);
            Stage.until("all is delivered", () -> stage.queue.delivered(posting) == MEMBERS);
            assertThat(new HashSet<>(sink.recipients())).hasSize(MEMBERS);
            assertThat(sink.recipients()).as("and nobody has it twice").hasSize(MEMBERS);
        }
    }

    @Test
    void capturing_stops_too(@TempDir Path folder) throws Exception {
        try (var stage = Stage.capture(folder)) {
            stage.queue.setStopped(true, ACT);
            stage.start();
            PostingId posting = stage.post(1, 200);
            Thread.sleep(700);
            assertThat(stage.queue.delivered(posting)).isZero();
            stage.queue.setStopped(false, ACT);
            Stage.until("all is captured", () -> stage.queue.delivered(posting) == 200);
        }
    }
}
