package org.chancery.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpClientTest {
    private final CollectingHandler handler = new CollectingHandler();
    private SmtpServer server;
    private SmtpClient client;

    @BeforeEach
    void start() throws Exception {
        server = SmtpServer.start(SmtpServerOptions.of(
                SmtpSession.Kind.MX,
                "mx.example.org",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                handler,
                new MemoryBudget(64 << 20),
                new SecureRandom()));
        client = new SmtpClient(SmtpClient.Options.of("client.example.org"), new CapabilityCache(InstantSource.system()));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private SmtpConnection connect() {
        return switch (client.connect(SmtpSite.smtp("mx.example.org", server.address()))) {
            case SmtpClient.Connected.Open(SmtpConnection connection) -> connection;
            case SmtpClient.Connected.Failed(RecipientOutcome.SiteFailed failure) ->
                throw new AssertionError(failure.reason());
        };
    }

    private static Transmission transmission(String text, String... recipients) {
        return Transmission.of(
                Envelope.MailFrom.of(Address.of("a@example.org")),
                List.of(recipients).stream().map(Address::of).toList(),
                DotStuffed.of(text.getBytes(UTF_8)));
    }

    @Test
    void a_message_arrives_octet_by_octet_as_it_was_sent() throws Exception {
        try (SmtpConnection connection = connect()) {
            List<RecipientOutcome> outcomes = connection.send(transmission("Subject: x\r\n\r\n.dot\r\n..\r\n\r\n.\r\n", "b@example.org"));
            assertThat(outcomes).singleElement().isInstanceOf(RecipientOutcome.Accepted.class);
            assertThat(handler.taken.take().text()).isEqualTo("Subject: x\r\n\r\n.dot\r\n..\r\n\r\n.\r\n");
        }
    }

    @Test
    void each_recipient_has_its_own_outcome() {
        try (SmtpConnection connection = connect()) {
            List<RecipientOutcome> outcomes = connection.send(transmission("x", "a@example.org", "nobody@example.org", "c@example.org"));
            assertThat(outcomes.get(0)).isInstanceOf(RecipientOutcome.Accepted.class);
            assertThat(outcomes.get(1))
                    .isEqualTo(new RecipientOutcome.Refused(SmtpReply.of(550, "5.1.1", "no such recipient")));
            assertThat(outcomes.get(2)).isInstanceOf(RecipientOutcome.Accepted.class);
        }
    }

    @Test
    void chained_transmissions_are_answered_in_order_even_when_some_are_refused_whole() {
        List<Transmission> queue = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            queue.add(transmission("number " + i, (i % 3 == 1 ? "no" : "m") + i + "@example.org"));
        }
        List<String> answered = new ArrayList<>();
        try (SmtpConnection connection = connect()) {
            connection.sendAll(Several.of(queue, (t, outcomes) -> answered.add(
                    t.recipients().getFirst() + " " + outcomes.getFirst().getClass().getSimpleName())));
            assertThat(connection.isReusable()).isTrue();
        }
        assertThat(answered).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(answered.get(i)).isEqualTo(i % 3 == 1 ? "no" + i + "@example.org Refused" : "m" + i + "@example.org Accepted");
        }
        assertThat(handler.taken).hasSize(33);
    }

    @Test
    void a_message_that_may_not_go_after_all_never_reaches_the_server() {
        List<Transmission> queue = List.of(transmission("first", "a@example.org"), transmission("second", "b@example.org"), transmission("third", "c@example.org"));
        List<RecipientOutcome> answered = new ArrayList<>();
        List<Integer> answeredBefore = new ArrayList<>();
        try (SmtpConnection connection = connect()) {
            connection.sendAll(new Several(new ArrayDeque<>(queue), sent -> {
                answeredBefore.add(answered.size());
                return sent.equals(queue.getFirst());
            }, (_, outcomes) -> answered.addAll(outcomes)));
            assertThat(connection.isReusable()).isFalse();
        }
        assertThat(answeredBefore).as("outcomes that were known when the content of each was asked for").containsExactly(0, 1);
        assertThat(answered).hasSize(2);
        assertThat(answered.getFirst()).isInstanceOf(RecipientOutcome.Accepted.class);
        assertThat(answered.getLast()).isInstanceOf(RecipientOutcome.SiteFailed.class);
        assertThat(handler.taken).hasSize(1);
    }
}
