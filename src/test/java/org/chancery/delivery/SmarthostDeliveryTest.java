package org.chancery.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.chancery.audit.Act;
import org.chancery.kit.SmtpSink;
import org.chancery.mail.Address;
import org.junit.jupiter.api.Test;

class SmarthostDeliveryTest {

    private static Outcome outcome(Stage stage, PostingId posting, String address) {
        return Optional.ofNullable(stage.queue.outcomes(posting).get(Address.of(address))).orElseThrow();
    }

    @Test
    void every_open_recipient_gets_exactly_one_copy() throws Exception {
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port()).start()) {
            PostingId posting = stage.post(1, 5_000);
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(5_000);
            assertThat(sink.recipients()).hasSize(5_000).doesNotHaveDuplicates();
            assertThat(stage.posts.prepared).hasValue(1);
            assertThat(sink.connections()).isLessThanOrEqualTo(40);
        }
    }

    @Test
    void a_copy_is_the_personal_fields_and_the_shared_octets_under_its_own_return_path() throws Exception {
        try (var sink = SmtpSink.start().keepContent(); var stage = Stage.smarthost(sink.port()).start()) {
            PostingId posting = stage.post(1, 150);
            stage.untilDrained();
            SmtpSink.Message copy = sink.messages().stream()
                    .filter(m -> m.recipients().equals(List.of("m123@example.org"))).findFirst().orElseThrow();
            assertThat(copy.mailFrom()).isEqualTo("list-bounces+123@lists.example");
            assertThat(new String(copy.content(), US_ASCII)).isEqualTo("X-Copy: 1-123\r\n" + new String(Stage.Posts.body(posting, 500), US_ASCII));
        }
    }

    @Test
    void a_server_without_pipelining_gets_every_copy_too() throws Exception {
        try (var sink = SmtpSink.start().withoutPipelining(); var stage = Stage.smarthost(sink.port()).start()) {
            PostingId posting = stage.post(1, 500);
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(500);
            assertThat(sink.recipients()).hasSize(500).doesNotHaveDuplicates();
        }
    }

    @Test
    void never_more_than_a_hundred_copies_are_out_whose_outcome_is_not_durable() throws Exception {
        var slowDisk = new CountDownLatch(1);
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port())) {
            stage.queue.beforeSettle(() -> awaitQuietly(slowDisk));
            stage.start();
            stage.post(1, 1_000);
            Stage.until("the window is full", () -> stage.delivery.unsettled() == DuplicateWindow.SIZE);
            Stage.until("what had a permit arrived", () -> sink.accepted() == DuplicateWindow.SIZE);
            for (int i = 0; i < 20; i++) {
                Stage.pause();
                assertThat(sink.accepted()).isEqualTo(DuplicateWindow.SIZE);
            }
            slowDisk.countDown();
            stage.untilDrained();
            assertThat(sink.recipients()).hasSize(1_000).doesNotHaveDuplicates();
            Stage.until("all permits are back", () -> stage.delivery.unsettled() == 0);
        }
    }

    @Test
    void a_store_that_fails_loses_no_outcome_and_causes_no_second_copy() throws Exception {
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port())) {
            stage.queue.failNextSettles(3);
            stage.start();
            PostingId posting = stage.post(1, 300);
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(300);
            assertThat(sink.recipients()).hasSize(300).doesNotHaveDuplicates();
        }
    }

    @Test
    void outcomes_are_settled_in_groups() throws Exception {
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port())) {
            stage.queue.beforeSettle(Stage::pause);
            stage.start();
            stage.post(1, 2_000);
            stage.untilDrained();
            assertThat(stage.queue.settleCalls()).isLessThan(1_000);
        }
    }

    @Test
    void a_4xx_at_rcpt_makes_one_row_and_is_sent_again_when_it_is_due() throws Exception {
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port()).start()) {
            sink.refuseOnce("m7@example.org", "450 4.7.1 greylisted");
            PostingId posting = stage.post(1, 150);
            Stage.until("149 delivered and one row", () -> stage.queue.delivered(posting) == 149 && stage.queue.deferredRows() == 1);
            assertThat(outcome(stage, posting, "m7@example.org")).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> {
                assertThat(deferred.status()).isEqualTo("4.7.1");
                assertThat(deferred.reply()).contains("greylisted");
                assertThat(deferred.until()).isBetween(Stage.START.plusSeconds(240), Stage.START.plusSeconds(360));
            });
            stage.forward(Duration.ofMinutes(6));
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(150);
            assertThat(sink.recipients()).hasSize(150).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_recipient_refused_for_five_days_fails_with_the_last_reply() throws Exception {
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port()).start()) {
            sink.refuse("m1@example.org", "452 4.2.2 mailbox full");
            PostingId posting = stage.post(1, 1);
            Stage.until("deferred", () -> stage.queue.deferredRows() == 1);
            stage.forward(Duration.ofDays(6));
            stage.untilDrained();
            assertThat(outcome(stage, posting, "m1@example.org")).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.status()).isEqualTo("5.4.7");
                assertThat(failed.reply()).contains("mailbox full");
            });
        }
    }

    @Test
    void a_5xx_is_final_with_its_status_and_reply() throws Exception {
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port()).start()) {
            sink.refuse("m2@example.org", "550 5.1.1 no such user");
            PostingId posting = stage.post(1, 3);
            stage.untilDrained();
            assertThat(outcome(stage, posting, "m2@example.org")).isEqualTo(new Outcome.Failed("5.1.1", "550 5.1.1 no such user"));
            assertThat(stage.queue.delivered(posting)).isEqualTo(2);
        }
    }

    @Test
    void a_4xx_after_the_final_dot_is_the_recipients_too() throws Exception {
        try (var sink = SmtpSink.start().dotReply("451 4.3.0 disk trouble"); var stage = Stage.smarthost(sink.port()).start()) {
            stage.post(1, 3);
            Stage.until("three rows", () -> stage.queue.deferredRows() == 3);
            assertThat(sink.accepted()).isZero();
        }
    }

    @Test
    void a_421_releases_the_chunk_with_a_later_time_and_writes_no_rows() throws Exception {
        try (var sink = SmtpSink.start().mailReply("421 4.3.2 too busy"); var stage = Stage.smarthost(sink.port()).start()) {
            PostingId posting = stage.post(1, 250);
            Stage.until("all three chunks are released", () -> stage.queue.releasedChunks() == 3);
            assertThat(stage.queue.outcomes(posting)).isEmpty();
            assertThat(stage.queue.releaseReasons()).allMatch(reason -> reason.contains("127.0.0.1"));
            assertThat(sink.connections()).isLessThanOrEqualTo(Feedback.START);
            sink.mailReply("250 2.1.0 ok");
            stage.forward(Duration.ofMinutes(7));
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(250);
            assertThat(sink.recipients()).hasSize(250).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_server_that_refuses_connections_gets_one_probe_when_it_is_due() throws Exception {
        try (var sink = SmtpSink.start().greeting("554 5.3.2 no service"); var stage = Stage.smarthost(sink.port()).start()) {
            stage.post(1, 500);
            Stage.until("all chunks are released", () -> stage.queue.releasedChunks() == 5);
            int before = sink.connections();
            stage.forward(Duration.ofMinutes(7));
            Stage.until("it was probed and is dead again", () -> sink.connections() > before && stage.queue.releasedChunks() == 5);
            assertThat(sink.connections()).isEqualTo(before + 1);
        }
    }

    @Test
    void a_retry_that_meets_a_dead_site_waits_with_it_and_is_not_forgotten() throws Exception {
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port()).start()) {
            for (int i = 1; i <= 20; i++) {
                sink.refuseOnce("m" + i + "@example.org", "450 4.7.1 greylisted");
            }
            PostingId posting = stage.post(1, 20);
            Stage.until("twenty rows, and nobody connected", () -> stage.queue.deferredRows() == 20 && stage.delivery.senders() == 0);
            sink.greeting("421 4.3.2 restarting");
            stage.forward(Duration.ofMinutes(7));
            Stage.until("all rows wait again", () -> stage.queue.isIdle(stage.clock.instant()) && stage.delivery.senders() == 0);
            sink.greeting("220 back");
            stage.forward(Duration.ofHours(1));
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(20);
            assertThat(sink.recipients()).hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_lost_lease_drops_the_work_that_is_left() throws Exception {
        var disk = new CountDownLatch(1);
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port())) {
            stage.queue.beforeSettle(() -> awaitQuietly(disk));
            stage.start();
            PostingId posting = stage.post(1, 1_000);
            Stage.until("the window is full", () -> stage.delivery.unsettled() == DuplicateWindow.SIZE);
            stage.queue.setHeld(posting, true, new Act(Stage.START, "t", "cli", "queue.hold", "1", "")); // so that nobody takes it anew
            stage.queue.endLeases();
            disk.countDown();
            Stage.until("permits are back", () -> stage.delivery.unsettled() == 0);
            Stage.pause();
            // The first group learns of the loss; what was already on the wire by then is within the window.
            assertThat(sink.accepted()).isLessThan(1_000);
            assertThat(stage.queue.outcomes(posting)).isEmpty();
        }
    }

    /// A suspended machine: what another server has taken meanwhile is in memory here, and only the clock tells.
    @Test
    void a_server_that_slept_asks_for_its_leases_before_the_next_content_leaves() throws Exception {
        try (var sink = SmtpSink.start().beforeReply(Duration.ofMillis(20)); var stage = Stage.smarthost(sink.port()).start()) {
            PostingId posting = stage.post(1, 2_000);
            Stage.until("it is at work", () -> sink.accepted() >= 200);
            stage.queue.setHeld(posting, true, new Act(Stage.START, "t", "cli", "queue.hold", "1", "")); // so that nobody takes it anew
            stage.queue.endLeases();
            stage.forward(InMemoryQueue.LEASE);
            long before = sink.accepted();
            Stage.until("nothing is left here", () -> stage.delivery.senders() == 0);
            assertThat(sink.accepted() - before).isLessThanOrEqualTo(DuplicateWindow.SIZE);
            assertThat(stage.delivery.unsettled()).isZero();
        }
    }

    @Test
    void a_post_that_is_gone_is_not_sent() throws Exception {
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port())) {
            PostingId gone = stage.post(1, 10);
            stage.posts.gone(gone);
            stage.start();
            PostingId other = stage.post(2, 10);
            Stage.until("the other post is out", () -> stage.queue.delivered(other) == 10);
            assertThat(sink.recipients()).hasSize(10);
            assertThat(stage.queue.outcomes(gone)).isEmpty();
        }
    }

    @Test
    void a_big_post_does_not_make_a_small_one_wait_for_its_end() throws Exception {
        try (var sink = SmtpSink.start().beforeReply(Duration.ofMillis(2)); var stage = Stage.smarthost(sink.port()).start()) {
            PostingId big = stage.post(1, 20_000);
            Stage.until("the big one is on its way", () -> stage.queue.delivered(big) > 100);
            PostingId small = stage.post(2, 10);
            Stage.until("the small one is out", () -> stage.queue.delivered(small) == 10);
            assertThat(stage.queue.delivered(big)).isLessThan(15_000);
        }
    }

    @Test
    void a_roster_is_expanded_no_further_than_the_senders_need() throws Exception {
        var disk = new CountDownLatch(1);
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port())) {
            stage.queue.beforeSettle(() -> awaitQuietly(disk));
            stage.start();
            PostingId posting = stage.post(1, 50_000);
            Stage.until("the window is full", () -> stage.delivery.unsettled() == DuplicateWindow.SIZE);
            for (int i = 0; i < 20; i++) {
                Stage.pause();
                assertThat(stage.queue.expandedChunks(posting)).isLessThanOrEqualTo(4 * Distributor.STEP);
                assertThat(stage.queue.claimedChunks()).isLessThanOrEqualTo(Load.MAX_COPIES / Queue.CHUNK);
            }
            disk.countDown();
        }
    }

    @Test
    void closing_finishes_what_is_on_the_way_and_gives_the_rest_back_at_once() throws Exception {
        try (var sink = SmtpSink.start().beforeReply(Duration.ofMillis(5))) {
            var stage = Stage.smarthost(sink.port()).start();
            PostingId posting = stage.post(1, 3_000);
            Stage.until("it is under way", () -> stage.queue.delivered(posting) > 50);
            stage.close();
            assertThat(stage.delivery.unsettled()).isZero();
            assertThat(stage.queue.claimedChunks()).isZero();
            assertThat(stage.queue.delivered(posting)).isEqualTo(sink.accepted()).isLessThan(3_000);
            assertThat(new HashSet<>(sink.recipients())).hasSize((int) sink.accepted());
        }
    }

    @Test
    void two_posts_of_many_members_are_prepared_once_each() throws Exception {
        try (var sink = SmtpSink.start(); var stage = Stage.smarthost(sink.port()).start()) {
            IntStream.rangeClosed(1, 4).forEach(i -> stage.post(i, 400));
            stage.untilDrained();
            assertThat(sink.recipients()).hasSize(1_600);
            assertThat(stage.posts.prepared).hasValue(4);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
