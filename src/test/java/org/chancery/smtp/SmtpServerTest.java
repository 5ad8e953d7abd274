package org.chancery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpServerTest {
    private static final String HELLO = "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\n";

    private final CollectingHandler handler = new CollectingHandler();
    private SmtpServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(SmtpSession.Kind.MX, handler);
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ZERO);
    }

    private void restart(SmtpServerOptions options) throws IOException {
        server.stop(Duration.ZERO);
        server = SmtpServer.start(options);
    }

    @Test
    void the_mx_offers_what_it_can_and_no_auth() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            assertThat(client.reply()).startsWith("220 mx.example.org ESMTP");
            assertThat(client.ask("EHLO client.example.org"))
                    .isEqualTo("250-mx.example.org|250-PIPELINING|250-SIZE 26214400|250-8BITMIME|250-SMTPUTF8|250-DSN"
                            + "|250-ENHANCEDSTATUSCODES|250 CHUNKING");
            assertThat(client.ask("AUTH PLAIN AAAA")).startsWith("502 5.5.1");
            assertThat(client.ask("STARTTLS")).startsWith("502 5.5.1");
        }
    }

    @Test
    void commands_out_of_order_are_503() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.reply();
            assertThat(client.ask("MAIL FROM:<a@example.org>")).startsWith("503 5.5.1");
            client.ask("EHLO x.example.org");
            assertThat(client.ask("RCPT TO:<b@example.org>")).startsWith("503 5.5.1");
            assertThat(client.ask("DATA")).startsWith("503 5.5.1");
            assertThat(client.ask("MAIL FROM:<a@example.org>")).startsWith("250 2.1.0");
            assertThat(client.ask("MAIL FROM:<a@example.org>")).startsWith("503 5.5.1");
            assertThat(client.ask("RSET")).startsWith("250 2.0.0");
            assertThat(client.ask("RCPT TO:<b@example.org>")).startsWith("503 5.5.1");
            assertThat(client.ask("LHLO x.example.org")).startsWith("500 5.5.1");
            assertThat(client.ask("QUIT")).startsWith("221 2.0.0");
            assertThat(client.reply()).isEqualTo("closed");
        }
    }

    @Test
    void a_pipelined_envelope_is_answered_command_by_command() throws Exception {
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO + "RCPT TO:<nobody@example.org>\r\nDATA\r\n");
            assertThat(client.reply()).startsWith("250 2.1.0");
            assertThat(client.reply()).startsWith("250 2.1.5");
            assertThat(client.reply()).startsWith("550 5.1.1");
            assertThat(client.reply()).startsWith("354 ");
            client.send("x: y\r\n\r\n..dot\r\n.\r\n" + HELLO + "DATA\r\n");
            assertThat(client.reply()).startsWith("250 2.0.0 accepted");
            assertThat(client.reply()).startsWith("250 2.1.0");
            assertThat(client.reply()).startsWith("250 2.1.5");
            assertThat(client.reply()).startsWith("354 ");
            assertThat(client.ask(".")).startsWith("250 2.0.0 accepted");
            assertThat(handler.taken.take().text()).isEqualTo("x: y\r\n\r\n.dot\r\n");
            assertThat(handler.taken.take().text()).isEmpty();
        }
    }

    @Test
    void content_sent_before_354_is_neither_content_nor_commands() throws IOException {
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO + "DATA\r\nSubject: x\r\n\r\n.\r\nMAIL FROM:<c@example.org>\r\n");
            client.reply();
            client.reply();
            assertThat(client.reply()).startsWith("503 5.5.0");
            assertThat(client.reply()).startsWith("421 4.7.0");
            assertThat(client.reply()).isEqualTo("closed");
            assertThat(handler.taken).isEmpty();
        }
    }

    @Test
    void mail_parameters_are_understood_or_refused() throws IOException {
        try (RawClient client = RawClient.greeted(server.address())) {
            assertMail(client, "<a@example.org> SIZE=1000 BODY=8BITMIME SMTPUTF8 RET=hdrs ENVID=x+2By AUTH=<>", "250 2.1.0");
            assertMail(client, "<> AUTH=fred+2bx@example.org", "250 2.1.0");
            assertMail(client, "<@a.example,@b.example:a@example.org>", "250 2.1.0");
            assertMail(client, " <a@example.org>", "250 2.1.0");
            assertMail(client, "<\"a > b\"@example.org>", "250 2.1.0");
            assertMail(client, "<a@example.org> SIZE=26214401", "552 5.3.4");
            assertMail(client, "<> SIZE=99999999999999999999", "552 5.3.4");
            assertMail(client, "<> SIZE=999999999999999999999", "501 5.5.4");
            assertMail(client, "<> SIZE=-1", "501 5.5.4");
            assertMail(client, "<> BODY=BINARYMIME", "555 5.5.4");
            assertMail(client, "<> MT-PRIORITY=3", "555 5.5.4");
            assertMail(client, "<> REQUIRETLS", "555 5.5.4");
            assertMail(client, "<> SIZE=1 SIZE=1", "501 5.5.4");
        }
        try (RawClient client = RawClient.greeted(server.address())) {
            assertMail(client, "<> AUTH=a+zz@example.org", "501 5.5.4");
            assertMail(client, "<> AUTH=a=b@example.org", "501 5.5.4");
            assertMail(client, "<> AUTH=nobody", "501 5.5.4");
            assertMail(client, "<> AUTH=caf+C3+A9@example.org", "501 5.5.4");
            assertMail(client, "<> SMTPUTF8 AUTH=caf+C3+A9@example.org", "250 2.1.0");
            assertMail(client, "<caf\u00c3\u00a9@example.org>", "553 5.6.7");
            assertMail(client, "<caf\u00c3\u00a9@example.org> SMTPUTF8", "250 2.1.0");
            assertMail(client, "<caf\u00e9@example.org> SMTPUTF8", "500 5.5.2");
            assertMail(client, "a@example.org", "501 5.5.4");
            assertMail(client, "<a@example.org", "501 5.5.4");
            assertMail(client, "<a@example.org>SIZE=1", "501 5.5.4");
            assertMail(client, "<a\u0001b@example.org>", "501 5.5.4");
            assertMail(client, "<> RET=SOME", "501 5.5.4");
            assertMail(client, "<> ENVID=", "501 5.5.4");
        }
    }

    private static void assertMail(RawClient client, String path, String reply) throws IOException {
        assertThat(client.ask("MAIL FROM:" + path)).as(path).startsWith(reply);
        client.ask("RSET");
    }

    @Test
    void the_submitter_reaches_the_handler_decoded() throws Exception {
        try (RawClient client = RawClient.greeted(server.address())) {
            client.ask("MAIL FROM:<a@example.org> AUTH=fred+2Bx@example.org");
            client.ask("RCPT TO:<b@example.org> NOTIFY=success,delay ORCPT=rfc822;b+2Bx@example.org");
            client.ask("DATA");
            client.ask("x\r\n.");
            Envelope envelope = handler.taken.take().envelope();
            assertThat(envelope.mailFrom().auth())
                    .contains(new Envelope.Submitter.Named(Address.of("fred+x@example.org")));
            assertThat(envelope.recipients().getFirst().dsnNotify()).contains("success,delay");
            assertThat(envelope.recipients().getFirst().originalRecipient()).contains("rfc822;b+2Bx@example.org");
        }
    }

    @Test
    void rcpt_parameters_are_understood_or_refused() throws IOException {
        try (RawClient client = RawClient.greeted(server.address())) {
            client.ask("MAIL FROM:<>");
            assertThat(client.ask("RCPT TO:<b@example.org> NOTIFY=NEVER")).startsWith("250");
            assertThat(client.ask("RCPT TO:<postmaster>")).startsWith("250");
            assertThat(client.ask("RCPT TO:<b@example.org> NOTIFY=NEVER,DELAY")).startsWith("501 5.5.4");
            assertThat(client.ask("RCPT TO:<b@example.org> NOTIFY=DELAY,DELAY")).startsWith("501 5.5.4");
            assertThat(client.ask("RCPT TO:<b@example.org> ORCPT=rfc822")).startsWith("501 5.5.4");
            assertThat(client.ask("RCPT TO:<b@example.org> X=1")).startsWith("555 5.5.4");
            assertThat(client.ask("RCPT TO:<>")).startsWith("501 5.1.3");
            assertThat(client.ask("RCPT TO:<list+%00@example.org>")).startsWith("501 5.1.3");
        }
    }

    @Test
    void a_message_over_the_limit_is_552_and_the_session_goes_on() throws Exception {
        restart(TestServer.options(SmtpSession.Kind.MX, handler).withSizes(100_000, 10));
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO + "DATA\r\n").reply();
            client.reply();
            client.reply();
            assertThat(client.send(("0123456789".repeat(9) + "12345678\r\n").repeat(1001) + ".\r\n").reply()).startsWith("552 5.3.4");
            client.send(HELLO + "DATA\r\n").reply();
            client.reply();
            client.reply();
            assertThat(client.send(("0123456789".repeat(9) + "12345678\r\n").repeat(1000) + ".\r\n").reply()).startsWith("250 2.0.0");
            assertThat(handler.taken.take().message()).hasSize(100_000);
        }
    }

    @Test
    void recipients_over_the_limit_are_452() throws IOException {
        restart(TestServer.options(SmtpSession.Kind.MX, handler).withSizes(100_000, 100));
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send("MAIL FROM:<>\r\n" + "RCPT TO:<b@example.org>\r\n".repeat(150));
            assertThat(client.reply()).startsWith("250");
            for (int i = 0; i < 150; i++) {
                assertThat(client.reply()).startsWith(i < 100 ? "250 2.1.5" : "452 4.5.3");
            }
        }
    }

    @Test
    void a_command_line_without_end_is_answered_once_and_thrown_away() throws IOException {
        try (RawClient client = RawClient.greeted(server.address())) {
            assertThat(client.send("X".repeat(4_000)).reply()).startsWith("500 5.5.2");
            client.send("X".repeat(5_000_000));
            assertThat(client.ask("X\r\nNOOP")).startsWith("250 2.0.0");
            assertThat(client.ask("NOOP " + "x".repeat(2_040))).startsWith("250 2.0.0");
            assertThat(client.ask("NOOP " + "x".repeat(2_042))).startsWith("500 5.5.2");
        }
    }

    @Test
    void commands_with_bare_line_ends_are_not_carried_out() throws IOException {
        try (RawClient client = RawClient.greeted(server.address())) {
            assertThat(client.send("MAIL FROM:<>\n").reply()).startsWith("500 5.5.2");
            assertThat(client.ask("MAIL FROM:<>\rRCPT TO:<b@example.org>")).startsWith("500 5.5.2");
            assertThat(client.ask("MAIL\0 FROM:<>")).startsWith("500 5.5.2");
            assertThat(client.ask("RCPT TO:<b@example.org>")).startsWith("503");
        }
    }

    @Test
    void too_many_errors_and_too_many_idle_commands_end_the_session() throws IOException {
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send("NONSENSE\r\n".repeat(30));
            for (int i = 0; i < 20; i++) {
                assertThat(client.reply()).startsWith("500");
            }
            assertThat(client.reply()).startsWith("421 4.7.0");
            assertThat(client.reply()).isEqualTo("closed");
        }
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send("NOOP\r\n".repeat(10_000));
            String reply = client.reply();
            int positive = 0;
            while (reply.startsWith("250")) {
                positive++;
                reply = client.reply();
            }
            assertThat(reply).startsWith("421 4.7.0");
            assertThat(positive).isEqualTo(1_000);
        }
    }

    @Test
    void a_client_that_drips_is_sent_away_with_421() throws Exception {
        restart(TestServer.options(SmtpSession.Kind.MX, handler)
                .withTimeouts(TestServer.timeouts(Duration.ofMillis(300), Duration.ofSeconds(9), Duration.ofSeconds(9))));
        try (RawClient client = RawClient.greeted(server.address())) {
            for (int i = 0; i < 4; i++) {
                client.send("N");
                Thread.sleep(50); // each octet would restart a plain read timeout
            }
            assertThat(client.reply()).startsWith("421 4.4.2");
            assertThat(client.reply()).isEqualTo("closed");
        }
    }

    @Test
    void bdat_chunks_make_one_message() throws Exception {
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO + "BDAT 6\r\nab\r\n.\rBDAT 3 LAST\r\n\nc.").reply();
            client.reply();
            assertThat(client.reply()).startsWith("250 2.0.0 6 octets");
            assertThat(client.reply()).startsWith("250 2.0.0 accepted");
            assertThat(handler.taken.take().text()).isEqualTo("ab\r\n.\r\nc.");
            client.send(HELLO + "BDAT 3\r\nabcBDAT 0 LAST\r\n").reply();
            client.reply();
            client.reply();
            assertThat(client.reply()).startsWith("250 2.0.0 accepted");
            assertThat(handler.taken.take().text()).isEqualTo("abc");
        }
    }

    @Test
    void octets_of_a_refused_chunk_are_not_commands() throws Exception {
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send("BDAT 14\r\nMAIL FROM:<>\r\nNOOP\r\n");
            assertThat(client.reply()).startsWith("503 5.5.1");
            assertThat(client.reply()).startsWith("250 2.0.0 Still");
            client.send(HELLO + "BDAT 2\r\nab").reply();
            client.reply();
            client.reply();
            assertThat(client.ask("DATA")).startsWith("503 5.5.1");
            assertThat(client.ask("RCPT TO:<c@example.org>")).startsWith("503 5.5.1");
            client.ask("RSET");
            restart(TestServer.options(SmtpSession.Kind.MX, handler).withSizes(65_536, 10));
        }
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO).reply();
            client.reply();
            assertThat(client.send("BDAT 65537\r\n" + "x".repeat(65_537)).reply()).startsWith("552 5.3.4");
            assertThat(client.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void a_bdat_message_with_bare_line_ends_is_550() throws IOException {
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO + "BDAT 3 LAST\r\na\nb").reply();
            client.reply();
            assertThat(client.reply()).startsWith("550 5.5.2");
            assertThat(client.reply()).isEqualTo("closed");
            assertThat(handler.taken).isEmpty();
        }
    }

    @Test
    void lmtp_answers_for_each_accepted_recipient() throws IOException {
        restart(TestServer.options(SmtpSession.Kind.LMTP, handler));
        try (RawClient client = new RawClient(server.address())) {
            assertThat(client.reply()).startsWith("220 mx.example.org LMTP");
            assertThat(client.ask("EHLO x.example.org")).startsWith("500 5.5.1");
            assertThat(client.ask("LHLO x.example.org")).startsWith("250-mx.example.org|250-PIPELINING");
            client.send("MAIL FROM:<>\r\nRCPT TO:<a@example.org>\r\nRCPT TO:<no@example.org>\r\nRCPT TO:<c@example.org>\r\nDATA\r\n");
            for (int i = 0; i < 5; i++) {
                client.reply();
            }
            assertThat(client.ask("x\r\n.")).startsWith("250 2.0.0");
            assertThat(client.reply()).startsWith("250 2.0.0");
            assertThat(client.ask("NOOP")).startsWith("250 2.0.0 Still");
        }
    }

    @Test
    void a_handler_that_is_late_can_no_longer_commit_and_the_client_gets_451() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean committed = new AtomicBoolean();
        restart(TestServer.options(SmtpSession.Kind.MX, new CollectingHandler() {
                    @Override
                    public List<SmtpReply> message(SmtpSession s, Envelope e, byte[] m, Deadline deadline) {
                        awaitQuietly(answered);
                        committed.set(deadline.claimCommit());
                        done.countDown();
                        return List.of(SmtpReply.of(250, "2.0.0", "accepted"));
                    }
                })
                .withTimeouts(TestServer.timeouts(Duration.ofSeconds(9), Duration.ofMillis(100), Duration.ofSeconds(9))));
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO + "DATA\r\n").reply();
            client.reply();
            client.reply();
            assertThat(client.ask("x\r\n.")).startsWith("451 4.3.0");
            answered.countDown();
            done.await();
            assertThat(committed).isFalse();
            assertThat(client.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void a_claimed_commit_is_waited_for_beyond_the_deadline() throws Exception {
        restart(TestServer.options(SmtpSession.Kind.MX, new CollectingHandler() {
                    @Override
                    public List<SmtpReply> message(SmtpSession s, Envelope e, byte[] m, Deadline deadline) {
                        boolean claimed = deadline.claimCommit();
                        while (!deadline.expired()) {
                            Thread.onSpinWait();
                        }
                        return List.of(SmtpReply.of(250, "2.0.0", "claimed " + claimed));
                    }
                })
                .withTimeouts(TestServer.timeouts(Duration.ofSeconds(9), Duration.ofMillis(50), Duration.ofSeconds(9))));
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO + "DATA\r\n").reply();
            client.reply();
            client.reply();
            assertThat(client.ask("x\r\n.")).startsWith("250 2.0.0 claimed true");
        }
    }

    @Test
    void a_commit_that_hangs_is_answered_by_nothing_because_nobody_knows() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        restart(TestServer.options(SmtpSession.Kind.MX, new CollectingHandler() {
                    @Override
                    public List<SmtpReply> message(SmtpSession s, Envelope e, byte[] m, Deadline deadline) {
                        deadline.claimCommit();
                        awaitQuietly(over);
                        return List.of(SmtpReply.of(250, "2.0.0", "accepted"));
                    }
                })
                .withTimeouts(TestServer.timeouts(Duration.ofSeconds(9), Duration.ofMillis(50), Duration.ofMillis(50))));
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO + "DATA\r\n").reply();
            client.reply();
            client.reply();
            assertThat(client.ask("x\r\n.")).isEqualTo("closed");
        } finally {
            over.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_handler_that_throws_is_451() throws IOException {
        restart(TestServer.options(SmtpSession.Kind.MX, new CollectingHandler() {
            @Override
            public List<SmtpReply> message(SmtpSession s, Envelope e, byte[] m, Deadline deadline) {
                throw new IllegalStateException("thrown on purpose");
            }
        }));
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO + "DATA\r\n").reply();
            client.reply();
            client.reply();
            assertThat(client.ask("x\r\n.")).startsWith("451 4.3.0");
        }
    }

    @Test
    void without_memory_the_message_is_read_and_refused_for_now_and_permits_come_back() throws Exception {
        MemoryBudget small = new MemoryBudget(64 * 1024, Duration.ofMillis(50));
        SmtpServerOptions base = TestServer.options(SmtpSession.Kind.MX, handler);
        restart(new SmtpServerOptions(
                base.kind(), base.hostname(), base.listen(), false, base.maxMessageBytes(), 100, base.limits(), base.timeouts(),
                Optional.empty(), handler, Optional.empty(), small, TestServer.RANDOM, SmtpServerOptions.Trust.NOBODY));
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO + "DATA\r\n").reply();
            client.reply();
            client.reply();
            assertThat(client.send("0123456789\r\n".repeat(10_000) + ".\r\n").reply()).startsWith("451 4.3.2");
            client.send(HELLO + "DATA\r\n").reply();
            client.reply();
            client.reply();
            assertThat(client.ask("small\r\n.")).startsWith("250 2.0.0");
        }
        server.stop(Duration.ofSeconds(5));
        assertThat(small.available()).isEqualTo(64 * 1024);
    }

    @Test
    void connections_over_the_limit_of_an_address_are_421() throws IOException {
        restart(TestServer.options(SmtpSession.Kind.MX, handler)
                .withLimits(new SmtpServerOptions.Limits(2, 1_000, 1_000, 20, 100, 1_000)));
        try (RawClient first = RawClient.greeted(server.address());
                RawClient second = RawClient.greeted(server.address());
                RawClient third = new RawClient(server.address())) {
            assertThat(third.reply()).startsWith("421 4.7.0");
            assertThat(first.ask("NOOP") + second.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void new_connections_over_the_limit_of_a_minute_are_refused_until_the_minute_is_over() {
        ClientCounts counts = new ClientCounts(new SmtpServerOptions.Limits(50, 3, 1_000, 20, 100, 1_000));
        InetAddress peer = InetAddress.getLoopbackAddress();
        long second = 1_000_000_000L;
        for (int i = 0; i < 3; i++) {
            assertThat(counts.enter(peer, i)).isEqualTo(ClientCounts.Admission.ADMITTED);
            counts.leave(peer);
        }
        assertThat(counts.enter(peer, 50 * second)).isEqualTo(ClientCounts.Admission.TOO_FAST);
        assertThat(counts.enter(peer, 61 * second)).isEqualTo(ClientCounts.Admission.ADMITTED);
    }

    @Test
    void a_message_that_is_being_received_when_the_server_stops_still_gets_its_reply() throws Exception {
        try (RawClient client = RawClient.greeted(server.address())) {
            client.send(HELLO + "DATA\r\n").reply();
            client.reply();
            assertThat(client.reply()).startsWith("354");
            Thread stopper = Thread.startVirtualThread(() -> server.stop(Duration.ofSeconds(10)));
            Thread.sleep(50); // the stop has looked at us by now
            assertThat(client.ask("x\r\n.")).startsWith("250 2.0.0 accepted");
            assertThat(client.reply()).startsWith("421 4.3.2");
            stopper.join();
            assertThat(handler.taken).hasSize(1);
        }
    }

    @Test
    void stopping_tells_idle_clients_421() throws IOException {
        try (RawClient client = RawClient.greeted(server.address())) {
            server.stop(Duration.ofSeconds(5));
            assertThat(client.reply()).startsWith("421 4.3.2");
            assertThat(client.reply()).isEqualTo("closed");
        }
    }
}
