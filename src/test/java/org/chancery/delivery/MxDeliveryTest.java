package org.chancery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.dns.Fault;
import org.chancery.kit.SmtpSink;
import org.chancery.mail.Address;
import org.junit.jupiter.api.Test;

/// Route mx. Each receiving site has an address 127.0.0.x of its own, all on one port.
class MxDeliveryTest {
    private static final String ZONE = """
            {"good.example.": {"MX": [[10, "mx.good.example."]]},
             "also-good.example.": {"MX": [[10, "mx.good.example."]]},
             "mx.good.example.": {"A": ["127.0.0.2"]},
             "dead.example.": {"MX": [[10, "mx.dead.example."]]},
             "mx.dead.example.": {"A": ["127.0.0.3"]},
             "backup.example.": {"MX": [[10, "mx.dead.example."], [20, "mx.good.example."]]},
             "plain.example.": {"A": ["127.0.0.2"]},
             "nomail.example.": {"MX": [[0, "."]]},
             "slow.example.": {"timeout": true}}""";

    private static SmtpSink sink(String address, int port) throws IOException {
        return SmtpSink.start(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    private static Outcome outcome(Stage stage, PostingId posting, String address) {
        return Optional.ofNullable(stage.queue.outcomes(posting).get(Address.of(address))).orElseThrow();
    }

    @Test
    void domains_with_the_same_mail_exchangers_share_one_site() throws Exception {
        try (var sink = sink("127.0.0.2", 0); var stage = Stage.mx(sink.port(), ZONE).start()) {
            List<Address> members = new ArrayList<>(Stage.members(100, "good.example"));
            members.addAll(Stage.members(100, "also-good.example"));
            members.addAll(Stage.members(10, "plain.example"));
            PostingId posting = stage.post(1, members);
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(210);
            assertThat(sink.recipients()).hasSize(210).doesNotHaveDuplicates();
            assertThat(sink.mostConnectionsAtOnce()).isLessThanOrEqualTo(40);
        }
    }

    @Test
    void a_dead_site_does_not_delay_another_and_its_recipients_wait_without_rows() throws Exception {
        try (var good = sink("127.0.0.2", 0); var stage = Stage.mx(good.port(), ZONE).start()) {
            List<Address> members = new ArrayList<>(Stage.members(500, "good.example"));
            members.addAll(30, Stage.members(500, "dead.example"));
            PostingId posting = stage.post(1, members);
            Stage.until("the good ones are delivered", () -> stage.queue.delivered(posting) == 500);
            Stage.until("nothing is claimed any more", () -> stage.queue.claimedChunks() == 0);
            assertThat(stage.queue.deferredRows()).isZero();
            assertThat(stage.queue.outcomes(posting)).hasSize(500);
            try (var late = sink("127.0.0.3", good.port())) {
                stage.forward(Duration.ofMinutes(7));
                stage.untilDrained();
                assertThat(late.recipients()).hasSize(500).doesNotHaveDuplicates();
            }
            assertThat(good.recipients()).hasSize(500).doesNotHaveDuplicates();
        }
    }

    @Test
    void the_next_mail_exchanger_takes_what_the_first_cannot() throws Exception {
        try (var good = sink("127.0.0.2", 0); var stage = Stage.mx(good.port(), ZONE).start()) {
            PostingId posting = stage.post(1, Stage.members(5, "backup.example"));
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(5);
        }
    }

    @Test
    void a_null_mx_fails_for_good_with_5_1_10() throws Exception {
        try (var good = sink("127.0.0.2", 0); var stage = Stage.mx(good.port(), ZONE).start()) {
            PostingId posting = stage.post(1, Stage.members(2, "nomail.example"));
            stage.untilDrained();
            assertThat(outcome(stage, posting, "m1@nomail.example")).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.status()).isEqualTo("5.1.10");
                assertThat(failed.reply()).startsWith("556 5.1.10");
            });
        }
    }

    @Test
    void a_domain_that_does_not_exist_fails_for_good_with_5_1_2() throws Exception {
        try (var good = sink("127.0.0.2", 0); var stage = Stage.mx(good.port(), ZONE).start()) {
            PostingId posting = stage.post(1, Stage.members(1, "nowhere.example"));
            stage.untilDrained();
            assertThat(outcome(stage, posting, "m1@nowhere.example"))
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.status()).isEqualTo("5.1.2"));
        }
    }

    @Test
    void a_name_server_that_fails_defers_and_never_bounces() throws Exception {
        try (var good = sink("127.0.0.2", 0); var stage = Stage.mx(good.port(), ZONE).start()) {
            stage.dns.fault("good.example.", new Fault.ServFail());
            List<Address> members = new ArrayList<>(Stage.members(2, "good.example"));
            members.addAll(Stage.members(2, "also-good.example"));
            members.addAll(Stage.members(2, "slow.example"));
            PostingId posting = stage.post(1, members);
            Stage.until("the chunk is released", () -> stage.queue.releasedChunks() == 1);
            assertThat(stage.queue.outcomes(posting)).hasSize(2);
            assertThat(stage.queue.delivered(posting)).isEqualTo(2);
            assertThat(stage.queue.releaseReasons()).allMatch(reason -> reason.startsWith("DNS"));
            stage.dns.heal("good.example.");
            stage.forward(Duration.ofMinutes(7));
            Stage.until("the healed domain is delivered", () -> stage.queue.delivered(posting) == 4);
            assertThat(good.recipients()).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_site_that_is_dead_for_five_days_fails_with_5_4_7() throws Exception {
        try (var good = sink("127.0.0.2", 0); var stage = Stage.mx(good.port(), ZONE).start()) {
            PostingId posting = stage.post(1, Stage.members(3, "dead.example"));
            Stage.until("released", () -> stage.queue.releasedChunks() == 1);
            stage.forward(Duration.ofDays(5));
            stage.untilDrained();
            assertThat(outcome(stage, posting, "m1@dead.example")).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.status()).isEqualTo("5.4.7");
                assertThat(failed.reply()).contains("5 days");
            });
        }
    }
}
