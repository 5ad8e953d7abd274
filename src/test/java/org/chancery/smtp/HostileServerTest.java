package org.chancery.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.secrets.TlsContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Servers that lie, stall and babble: what the client makes of them.
class HostileServerTest {
    private static final String HELLO = "220 mx ESMTP\r\n";
    private static final String PIPELINING = "250-mx\r\n250 PIPELINING\r\n";
    private static final String PLAIN = "250 mx\r\n";

    private SmtpClient client;
    private CapabilityCache cache;

    @BeforeEach
    void start() {
        cache = new CapabilityCache(InstantSource.system());
        client = new SmtpClient(
                SmtpClient.Options.of("client.example.org")
                        .withTimeouts(SmtpClient.Timeouts.all(Duration.ofMillis(400), Duration.ofMillis(20)))
                        .withTls(TlsContexts.unverified(), TestServer.CERTIFICATE.trustingContext()),
                cache);
    }

    @AfterEach
    void stop() {
        client.close();
    }

    /// What the server does with each connection.
    private interface Behaviour {
        void with(InputStream in, OutputStream out) throws Exception;
    }

    private static final class Scripted implements AutoCloseable {
        final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        Scripted(Behaviour behaviour) throws IOException {
            Thread.startVirtualThread(() -> {
                while (!listener.isClosed()) {
                    try (Socket socket = listener.accept()) {
                        behaviour.with(socket.getInputStream(), socket.getOutputStream());
                    } catch (Exception e) {
                        continue; // the client hung up, as it should
                    }
                }
            });
        }

        SmtpSite site() {
            return SmtpSite.smtp("mx.example.org", (InetSocketAddress) listener.getLocalSocketAddress());
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    /// Reads until `mark` came; at the end of input it throws.
    private static String hear(InputStream in, String mark) throws IOException {
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(mark) < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed after " + heard);
            }
            heard.append((char) c);
        }
        return heard.toString();
    }

    private static Transmission transmission(String... recipients) {
        return Transmission.of(
                Envelope.MailFrom.of(Address.of("a@example.org")),
                List.of(recipients).stream().map(Address::of).toList(),
                DotStuffed.of("Subject: x\r\n\r\nbody\r\n".getBytes(ISO_8859_1)));
    }

    private SmtpConnection open(Scripted server) {
        return switch (client.connect(server.site())) {
            case SmtpClient.Connected.Open(SmtpConnection connection) -> connection;
            case SmtpClient.Connected.Failed(RecipientOutcome.SiteFailed failure) -> throw new AssertionError(failure);
        };
    }

    private RecipientOutcome.SiteFailed failure(Scripted server) {
        return switch (client.connect(server.site())) {
            case SmtpClient.Connected.Open(SmtpConnection connection) -> throw new AssertionError(connection);
            case SmtpClient.Connected.Failed(RecipientOutcome.SiteFailed failure) -> failure;
        };
    }

    @Test
    void a_banner_without_end_is_cut_off() throws Exception {
        try (Scripted server = new Scripted((_, out) -> {
            while (true) {
                say(out, "x".repeat(10_000));
            }
        })) {
            assertThat(failure(server).reason()).isEqualTo("reply line too long");
        }
    }

    @Test
    void a_reply_of_endless_lines_is_cut_off() throws Exception {
        try (Scripted server = new Scripted((_, out) -> {
            while (true) {
                say(out, "220-more\r\n");
            }
        })) {
            assertThat(failure(server).reason()).isEqualTo("reply of more than 128 lines");
        }
    }

    @Test
    void garbage_is_not_taken_for_smtp() throws Exception {
        try (Scripted server = new Scripted((_, out) -> say(out, "HTTP/1.1 400 Bad Request\r\n"))) {
            assertThat(failure(server).reason()).startsWith("not SMTP");
        }
        try (Scripted server = new Scripted((in, out) -> {
            say(out, "220 mx\n");
            hear(in, "\r\n");
        })) {
            assertThat(failure(server).reason()).startsWith("not SMTP");
        }
    }

    @Test
    void a_tarpit_that_drips_octets_is_timed_out() throws Exception {
        try (Scripted server = new Scripted((_, out) -> {
            for (int i = 0; i < 1_000; i++) {
                say(out, "2");
                Thread.sleep(50);
            }
        })) {
            assertThat(failure(server).reason()).isEqualTo("timed out");
        }
    }

    @Test
    void a_server_that_does_not_read_is_timed_out_while_writing() throws Exception {
        try (Scripted server = new Scripted((in, out) -> {
            say(out, HELLO);
            hear(in, "\r\n");
            say(out, PIPELINING);
            hear(in, "DATA\r\n");
            say(out, "250 ok\r\n250 ok\r\n354 go\r\n");
            Thread.sleep(10_000);
        })) {
            Transmission large = Transmission.of(
                    Envelope.MailFrom.nullSender(), List.of(Address.of("b@example.org")), DotStuffed.of(new byte[50_000_000]));
            try (SmtpConnection connection = open(server)) {
                assertThat(connection.send(large)).singleElement().isInstanceOf(RecipientOutcome.SiteFailed.class);
                assertThat(connection.isReusable()).isFalse();
            }
        }
    }

    @Test
    void a_refusing_greeting_is_told_with_its_reply() throws Exception {
        try (Scripted server = new Scripted((_, out) -> say(out, "554 5.7.1 go away\r\n"))) {
            assertThat(failure(server).reply()).contains(SmtpReply.of(554, "5.7.1", "go away"));
        }
    }

    @Test
    void a_connection_lost_before_the_dot_has_delivered_nothing() throws Exception {
        try (Scripted server = new Scripted((in, out) -> {
            say(out, HELLO);
            hear(in, "\r\n");
            say(out, PIPELINING);
            hear(in, "DATA\r\n");
            say(out, "250 ok\r\n550 5.1.1 no\r\n250 ok\r\n");
        })) {
            try (SmtpConnection connection = open(server)) {
                List<RecipientOutcome> outcomes = connection.send(transmission("a@example.org", "b@example.org"));
                assertThat(outcomes.get(0)).isEqualTo(new RecipientOutcome.Refused(SmtpReply.of(550, "5.1.1", "no")));
                assertThat(outcomes.get(1)).isInstanceOf(RecipientOutcome.SiteFailed.class);
            }
        }
    }

    @Test
    void a_reply_lost_behind_the_dot_is_unknown_and_the_chained_next_one_is_not_delivered() throws Exception {
        try (Scripted server = new Scripted((in, out) -> {
            say(out, HELLO);
            hear(in, "\r\n");
            say(out, PIPELINING);
            hear(in, "DATA\r\n");
            say(out, "250 ok\r\n250 ok\r\n354 go\r\n");
            hear(in, "\r\n.\r\n");
        })) {
            List<Transmission> queue = List.of(transmission("a@example.org"), transmission("b@example.org"));
            List<RecipientOutcome> all = new ArrayList<>();
            try (SmtpConnection connection = open(server)) {
                connection.sendAll(Several.of(queue, (_, outcomes) -> all.addAll(outcomes)));
            }
            assertThat(all).hasSize(2);
            assertThat(all.get(0)).isInstanceOf(RecipientOutcome.Unknown.class);
            assertThat(all.get(1)).isInstanceOf(RecipientOutcome.SiteFailed.class);
        }
    }

    @Test
    void a_421_belongs_to_the_site_and_not_to_the_recipient() throws Exception {
        try (Scripted server = new Scripted((in, out) -> {
            say(out, HELLO);
            hear(in, "\r\n");
            say(out, PIPELINING);
            hear(in, "DATA\r\n");
            say(out, "250 ok\r\n421 4.7.0 slow down\r\n");
        })) {
            try (SmtpConnection connection = open(server)) {
                assertThat(connection.send(transmission("a@example.org")))
                        .containsExactly(new RecipientOutcome.SiteFailed(
                                "server closes the connection", Optional.of(SmtpReply.of(421, "4.7.0", "slow down"))));
            }
        }
    }

    @Test
    void without_pipelining_each_command_waits_for_its_answer() throws Exception {
        List<String> heard = new ArrayList<>();
        try (Scripted server = new Scripted((in, out) -> {
            say(out, HELLO);
            heard.add(hear(in, "\r\n"));
            say(out, PLAIN);
            for (String reply : List.of("250 ok", "550 5.1.1 no", "250 ok", "250 ok", "550 5.1.1 no", "250 ok", "354 go")) {
                heard.add(hear(in, "\r\n"));
                assertThat(in.available()).isZero();
                say(out, reply + "\r\n");
            }
            heard.add(hear(in, "\r\n.\r\n"));
            say(out, "250 2.0.0 kept\r\n");
            hear(in, "QUIT\r\n");
            say(out, "221 bye\r\n");
        })) {
            SmtpConnection connection = open(server);
            assertThat(connection.send(transmission("a@example.org"))).singleElement().isInstanceOf(RecipientOutcome.Refused.class);
            List<RecipientOutcome> outcomes = connection.send(transmission("b@example.org", "c@example.org"));
            connection.quit();
            assertThat(outcomes.get(0)).isInstanceOf(RecipientOutcome.Refused.class);
            assertThat(outcomes.get(1)).isEqualTo(new RecipientOutcome.Accepted(SmtpReply.of(250, "2.0.0", "kept")));
            assertThat(heard).containsExactly(
                    "EHLO client.example.org\r\n", "MAIL FROM:<a@example.org>\r\n", "RCPT TO:<a@example.org>\r\n", "RSET\r\n",
                    "MAIL FROM:<a@example.org>\r\n", "RCPT TO:<b@example.org>\r\n", "RCPT TO:<c@example.org>\r\n", "DATA\r\n",
                    "Subject: x\r\n\r\nbody\r\n.\r\n");
        }
    }

    @Test
    void a_354_for_nobody_gets_an_empty_message() throws Exception {
        List<String> heard = new ArrayList<>();
        try (Scripted server = new Scripted((in, out) -> {
            say(out, HELLO);
            hear(in, "\r\n");
            say(out, PIPELINING);
            hear(in, "DATA\r\n");
            say(out, "250 ok\r\n550 5.1.1 no\r\n354 go\r\n");
            heard.add(hear(in, "\r\n"));
            say(out, "554 5.5.1 nobody\r\n");
            hear(in, "QUIT");
        })) {
            SmtpConnection connection = open(server);
            assertThat(connection.send(transmission("a@example.org")))
                    .containsExactly(new RecipientOutcome.Refused(SmtpReply.of(550, "5.1.1", "no")));
            assertThat(connection.isReusable()).isTrue();
            connection.quit();
            assertThat(heard).containsExactly(".\r\n");
        }
    }

    @Test
    void parameters_go_only_where_they_are_offered() throws Exception {
        Envelope.MailFrom from = new Envelope.MailFrom(
                Optional.of(Address.of("a@example.org")),
                Optional.of(new Envelope.Submitter.Named(Address.of("list+x@example.org"))),
                false, true, Optional.of("HDRS"), Optional.of("id1"));
        Transmission transmission = Transmission.of(
                from, List.of(Address.of("b@example.org")), DotStuffed.of("x\r\n".getBytes(ISO_8859_1)), DotStuffed.of(".y\r\n".getBytes(ISO_8859_1)));
        assertThat(mailCommand("250-mx\r\n250-SIZE\r\n250-8BITMIME\r\n250-AUTH X\r\n250-DSN\r\n250 PIPELINING\r\n", transmission))
                .isEqualTo("MAIL FROM:<a@example.org> SIZE=7 BODY=8BITMIME AUTH=list+2Bx@example.org RET=HDRS ENVID=id1\r\n");
        assertThat(mailCommand(PIPELINING, transmission)).isEqualTo("MAIL FROM:<a@example.org>\r\n");
    }

    private String mailCommand(String hello, Transmission transmission) throws Exception {
        List<String> heard = new ArrayList<>();
        try (Scripted server = new Scripted((in, out) -> {
                    say(out, HELLO);
                    hear(in, "\r\n");
                    say(out, hello);
                    heard.add(hear(in, "\r\n"));
                });
                SmtpConnection connection = open(server)) {
            connection.send(transmission);
        }
        return heard.getFirst();
    }

    @Test
    void what_the_server_cannot_take_is_refused_without_asking_it() throws Exception {
        try (Scripted server = new Scripted((in, out) -> {
                    say(out, HELLO);
                    hear(in, "\r\n");
                    say(out, "250-mx\r\n250 SIZE 10\r\n");
                    hear(in, "QUIT\r\n");
                });
                SmtpConnection connection = open(server)) {
            assertThat(connection.send(transmission("a@example.org")).toString()).contains("552 5.3.4");
            Envelope.MailFrom utf8 = new Envelope.MailFrom(
                    Optional.empty(), Optional.empty(), true, false, Optional.empty(), Optional.empty());
            Transmission small = Transmission.of(utf8, List.of(Address.of("b@example.org")), DotStuffed.EMPTY);
            assertThat(connection.send(small).toString()).contains("553 5.6.7");
            assertThat(connection.isReusable()).isTrue();
        }
    }

    @Test
    void a_broken_starttls_is_followed_by_clear_text_and_remembered() throws Exception {
        List<String> heard = new ArrayList<>();
        try (Scripted server = new Scripted((in, out) -> {
            say(out, HELLO);
            hear(in, "\r\n");
            say(out, "250-mx\r\n250 STARTTLS\r\n");
            heard.add(hear(in, "\r\n"));
            say(out, "220 go\r\nthis is not TLS at all\r\n");
        })) {
            try (SmtpConnection clear = open(server)) {
                assertThat(clear.tls()).isEmpty();
            }
            assertThat(heard).containsExactly("STARTTLS\r\n");
            assertThat(cache.tlsFails(server.site().cacheKey())).isTrue();
            open(server).close();
            assertThat(heard).hasSize(1);
        }
    }

    @Test
    void required_tls_takes_the_right_name_only() throws Exception {
        SmtpServerOptions options = TestServer.options(SmtpSession.Kind.MX, new CollectingHandler());
        try (SmtpServer server = SmtpServer.start(options.withTls(TestServer.CERTIFICATE.serverContext()));
                SmtpServer clear = SmtpServer.start(options)) {
            SmtpSite site = SmtpSite.smtp("mx.example.org", server.address());
            SmtpSite right = site.withTls(new SmtpSite.TlsPolicy.Required("mx.example.org"));
            SmtpSite wrong = site.withTls(new SmtpSite.TlsPolicy.Required("other.example.org"));
            SmtpSite none = SmtpSite.smtp("mx.example.org", clear.address()).withTls(new SmtpSite.TlsPolicy.Required("mx.example.org"));
            assertThat(client.connect(right)).isInstanceOfSatisfying(SmtpClient.Connected.Open.class, o -> {
                assertThat(o.connection().tls()).isPresent();
                o.connection().quit();
            });
            assertThat(client.connect(wrong)).isInstanceOf(SmtpClient.Connected.Failed.class);
            assertThat(client.connect(none)).isInstanceOf(SmtpClient.Connected.Failed.class);
        }
    }

    @Test
    void lmtp_outcomes_belong_to_their_recipients() throws Exception {
        try (Scripted server = new Scripted((in, out) -> {
            say(out, HELLO);
            hear(in, "\r\n");
            say(out, PIPELINING);
            hear(in, "DATA\r\n");
            say(out, "250 ok\r\n250 ok\r\n550 5.1.1 no\r\n250 ok\r\n354 go\r\n");
            hear(in, "\r\n.\r\n");
            say(out, "250 2.0.0 kept\r\n452 4.2.2 full\r\n");
        })) {
            SmtpSite site = server.site().withProtocol(SmtpSite.Protocol.LMTP);
            if (client.connect(site) instanceof SmtpClient.Connected.Open(SmtpConnection connection)) {
                List<RecipientOutcome> outcomes = connection.send(transmission("a@example.org", "b@example.org", "c@example.org"));
                assertThat(outcomes.stream().map(Object::toString)).satisfiesExactly(
                        a -> assertThat(a).startsWith("Accepted"), b -> assertThat(b).contains("5.1.1"), c -> assertThat(c).contains("4.2.2"));
            } else {
                throw new AssertionError("not connected");
            }
        }
    }
}
