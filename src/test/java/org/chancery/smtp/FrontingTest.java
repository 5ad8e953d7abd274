package org.chancery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// XCLIENT and XFORWARD over a real socket.
class FrontingTest {
    private static final String POST = "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n";
    private final CollectingHandler handler = new CollectingHandler();
    private SmtpServer server;

    private RawClient connect(SmtpSession.Kind kind, String front) throws IOException {
        server = SmtpServer.start(TestServer.options(kind, handler)
                .withTrust(new SmtpServerOptions.Trust(Set.of(InetAddress.ofLiteral(front)), Optional.empty())));
        RawClient client = new RawClient(server.address());
        client.reply();
        return client;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Optional<SmtpSession.Forwarded> told(RawClient client) throws Exception {
        client.send(POST);
        assertThat(client.reply()).startsWith("250");
        assertThat(client.reply()).startsWith("250");
        assertThat(client.reply()).startsWith("354");
        assertThat(client.ask("x\r\n.")).startsWith("250");
        return handler.taken.poll(10, TimeUnit.SECONDS).session().forwarded();
    }

    private static SmtpSession.Forwarded from(String address, String helo, String... login) {
        return new SmtpSession.Forwarded(
                Optional.of(InetAddress.ofLiteral(address)), helo, login.length == 0 ? Optional.empty() : Optional.of(login[0]));
    }

    @Test
    void xclient_is_answered_with_a_new_greeting_and_holds_for_the_session() throws Exception {
        try (RawClient client = connect(SmtpSession.Kind.MX, "127.0.0.1")) {
            assertThat(client.ask("EHLO front.example.org")).contains("XCLIENT NAME ADDR", "XFORWARD NAME ADDR");
            assertThat(client.ask("XCLIENT ADDR=192.0.2.1 HELO=early LOGIN=ann@example.org")).startsWith("220 mx.example.org ESMTP");
            assertThat(client.ask("MAIL FROM:<a@example.org>")).startsWith("503");
            client.ask("EHLO mx.example.net");
            assertThat(told(client)).contains(from("192.0.2.1", "early", "ann@example.org"));
            assertThat(told(client)).contains(from("192.0.2.1", "early", "ann@example.org"));
            client.ask("XCLIENT ADDR=192.0.2.2 LOGIN=[UNAVAILABLE]");
            client.ask("EHLO mx.example.net");
            assertThat(told(client)).contains(from("192.0.2.2", "early"));
        }
    }

    @Test
    void xforward_holds_for_one_message_and_mixes_nothing_in() throws Exception {
        try (RawClient client = connect(SmtpSession.Kind.LMTP, "127.0.0.1")) {
            assertThat(client.ask("LHLO front.example.org")).contains("XFORWARD");
            assertThat(client.ask("XFORWARD ADDR=192.0.2.1")).startsWith("250 2.0.0");
            assertThat(client.ask("XFORWARD HELO=mx.example.net")).startsWith("250 2.0.0");
            assertThat(told(client)).contains(from("192.0.2.1", "mx.example.net"));
            assertThat(told(client)).isEmpty();
            client.ask("XFORWARD ADDR=192.0.2.3");
            assertThat(told(client)).contains(from("192.0.2.3", ""));
            client.ask("XFORWARD ADDR=192.0.2.4");
            client.ask("RSET");
            assertThat(told(client)).isEmpty();
        }
    }

    @Test
    void a_message_that_begins_at_the_front_has_no_client() throws Exception {
        try (RawClient client = connect(SmtpSession.Kind.MX, "127.0.0.1")) {
            client.ask("EHLO front.example.org");
            client.ask("XFORWARD ADDR=[UNAVAILABLE] HELO=x SOURCE=LOCAL");
            assertThat(told(client)).contains(new SmtpSession.Forwarded(Optional.empty(), "", Optional.empty()));
        }
    }

    @Test
    void nobody_else_is_told_of_it_or_heard() throws Exception {
        try (RawClient client = connect(SmtpSession.Kind.MX, "127.0.0.9")) {
            assertThat(client.ask("EHLO mx.example.net")).doesNotContain("XCLIENT").doesNotContain("XFORWARD");
            assertThat(client.ask("XCLIENT ADDR=192.0.2.1")).startsWith("550 5.7.0");
            assertThat(client.ask("XFORWARD ADDR=192.0.2.1")).startsWith("550 5.7.0");
            assertThat(told(client)).isEmpty();
        }
    }

    @Test
    void a_submission_listener_knows_no_fronts() throws Exception {
        try (RawClient client = connect(SmtpSession.Kind.SUBMISSION, "127.0.0.1")) {
            assertThat(client.ask("EHLO mx.example.net")).doesNotContain("XCLIENT").doesNotContain("XFORWARD");
            assertThat(client.ask("XCLIENT ADDR=192.0.2.1 LOGIN=ann@example.org")).startsWith("550 5.7.0");
        }
    }

    @Test
    void inside_a_transaction_and_with_bad_attributes_it_is_refused_and_changes_nothing() throws Exception {
        try (RawClient client = connect(SmtpSession.Kind.MX, "127.0.0.1")) {
            client.ask("EHLO front.example.org");
            assertThat(client.ask("XFORWARD ADDR=192.0.2.1 FOO=bar")).startsWith("501 5.5.4");
            assertThat(client.ask("XCLIENT HELO=a+0Ab")).startsWith("501 5.5.4");
            client.ask("MAIL FROM:<a@example.org>");
            assertThat(client.ask("XFORWARD ADDR=192.0.2.1")).startsWith("503 5.5.1");
            assertThat(client.ask("XCLIENT ADDR=192.0.2.1")).startsWith("503 5.5.1");
            client.ask("RSET");
            assertThat(told(client)).isEmpty();
        }
    }

    @Test
    void what_was_said_before_starttls_does_not_count_after_it() throws Exception {
        server = SmtpServer.start(TestServer.options(SmtpSession.Kind.MX, handler)
                .withTls(TestServer.CERTIFICATE.serverContext())
                .withTrust(new SmtpServerOptions.Trust(Set.of(InetAddress.ofLiteral("127.0.0.1")), Optional.empty())));
        try (RawClient client = RawClient.greeted(server.address())) {
            client.ask("XCLIENT ADDR=192.0.2.1");
            client.ask("EHLO a");
            client.ask("STARTTLS");
            client.handshake(TestServer.CERTIFICATE.trustingContext());
            client.ask("EHLO front.example.org");
            assertThat(told(client)).isEmpty();
        }
    }
}
