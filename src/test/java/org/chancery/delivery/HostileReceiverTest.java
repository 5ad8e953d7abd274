package org.chancery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.chancery.kit.FaultProxy;
import org.chancery.kit.SmtpSink;
import org.chancery.mail.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What receivers do wrong harms only their own mail: reliability promise I28.
class HostileReceiverTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final String ZONE = """
            {"good.example.": {"MX": [[10, "mx.good.example."]]}, "mx.good.example.": {"A": ["127.0.0.2"]},
             "bad.example.": {"MX": [[10, "mx.bad.example."]]}, "mx.bad.example.": {"A": ["127.0.0.3"]}}""";

    private static SmtpSink sink(String address, int port) throws IOException {
        return SmtpSink.start(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    @ParameterizedTest
    @EnumSource(value = SmtpSink.Fault.class, names = {"SILENT", "TARPIT", "ENDLESS_REPLY", "HUGE_BANNER"})
    void a_receiver_that_never_comes_to_an_end_harms_only_its_own_mail(SmtpSink.Fault fault) throws Exception {
        try (var good = sink("127.0.0.2", 0);
                var bad = sink("127.0.0.3", good.port()).fault(fault);
                var stage = Stage.mx(good.port(), ZONE, SHORT).start()) {
            List<Address> members = new ArrayList<>(Stage.members(200, "bad.example"));
            members.addAll(Stage.members(200, "good.example"));
            PostingId posting = stage.post(1, members);
            Stage.until("the good site has its mail", () -> stage.queue.delivered(posting) == 200);
            Stage.until("the bad site's chunks are back", () -> stage.queue.claimedChunks() == 0);
            Stage.until("no connection is left open", () -> bad.openConnections() == 0);
            Stage.until("no permit is left out", () -> stage.delivery.unsettled() == 0);
            assertThat(stage.queue.deferredRows()).isZero();
            assertThat(bad.connections()).isLessThanOrEqualTo(Feedback.START);
            Stage.until("no thread is left", () -> stage.delivery.senders() == 0);
            bad.fault(SmtpSink.Fault.NONE);
            stage.forward(Duration.ofMinutes(7));
            stage.untilDrained();
            assertThat(bad.recipients()).hasSize(200).doesNotHaveDuplicates();
            assertThat(good.recipients()).hasSize(200).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_reply_lost_after_the_final_dot_is_tried_again_and_duplicates_stay_within_the_window() throws Exception {
        try (var sink = SmtpSink.start().fault(SmtpSink.Fault.CLOSE_AFTER_DOT); var stage = Stage.smarthost(sink.port(), SHORT).start()) {
            PostingId posting = stage.post(1, 300);
            Stage.until("the chunks are released", () -> stage.queue.releasedChunks() == 3);
            long maybe = sink.accepted();
            assertThat(maybe).isBetween(1L, (long) DuplicateWindow.SIZE);
            assertThat(stage.queue.outcomes(posting)).isEmpty();
            sink.fault(SmtpSink.Fault.NONE);
            stage.forward(Duration.ofMinutes(7));
            stage.untilDrained();
            assertThat(new HashSet<>(sink.recipients())).hasSize(300);
            assertThat(sink.recipients()).hasSize(300 + (int) maybe);
        }
    }

    @Test
    void a_reset_behind_the_reply_loses_nobody() throws Exception {
        try (var sink = SmtpSink.start().fault(SmtpSink.Fault.RESET_AFTER_REPLY); var stage = Stage.smarthost(sink.port(), SHORT).start()) {
            PostingId posting = stage.post(1, 30);
            Stage.until("something happened to all", () -> stage.queue.claimedChunks() == 0);
            sink.fault(SmtpSink.Fault.NONE);
            for (int hours = 0; hours < 3 && stage.queue.hasOpenWork(); hours++) {
                stage.forward(Duration.ofHours(1));
                Stage.until("the next attempt is over", () -> stage.queue.claimedChunks() == 0);
            }
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(30);
            assertThat(new HashSet<>(sink.recipients())).hasSize(30);
        }
    }

    @Test
    void a_wire_that_is_cut_in_the_middle_of_messages_loses_nobody() throws Exception {
        try (var sink = SmtpSink.start();
                var proxy = FaultProxy.to(sink.address());
                var stage = Stage.smarthost(proxy.port(), SHORT).start()) {
            proxy.resetAfter(20_000, Long.MAX_VALUE);
            PostingId posting = stage.post(1, 400);
            Stage.until("nothing is claimed any more", () -> stage.queue.delivered(posting) > 0 && stage.queue.claimedChunks() == 0);
            proxy.faithful();
            stage.forward(Duration.ofHours(1));
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(400);
            assertThat(new HashSet<>(sink.recipients())).hasSize(400);
        }
    }
}
