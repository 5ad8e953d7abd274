package org.chancery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.chancery.kit.TestAuthority;
import org.chancery.kit.TestAuthority.Subject;
import org.chancery.secrets.ClientAuthority;
import org.chancery.secrets.SelfSignedCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A certificate of the client in the handshake after STARTTLS.
class ClientCertificateTest {
    private static final CollectingHandler HANDLER = new CollectingHandler();
    private static TestAuthority relays;
    private static SmtpServer server;

    @BeforeAll
    static void start() throws Exception {
        relays = TestAuthority.create("Relays");
        ClientAuthority clients = new ClientAuthority(List.of(relays.certificate()), InstantSource.system());
        server = SmtpServer.start(TestServer.options(SmtpSession.Kind.MX, HANDLER)
                .withTls(TestServer.CERTIFICATE.serverContext(clients))
                .withTrust(new SmtpServerOptions.Trust(Set.of(), Optional.of(clients))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static SSLContext showing(TestAuthority.Identity identity) throws Exception {
        return identity.client(TestServer.CERTIFICATE.certificate());
    }

    private static Optional<String> nameWith(SSLContext context) throws Exception {
        try (RawClient client = RawClient.greeted(server.address())) {
            client.ask("STARTTLS");
            client.handshake(context);
            client.ask("EHLO mx.example.net");
            client.send("MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n");
            client.reply();
            client.reply();
            assertThat(client.reply()).startsWith("354");
            assertThat(client.ask("x\r\n.")).startsWith("250");
            return HANDLER.taken.poll(10, TimeUnit.SECONDS).session().tls().orElseThrow().client();
        }
    }

    @Test
    void a_client_with_a_certificate_of_the_authority_has_its_name() throws Exception {
        assertThat(nameWith(showing(relays.issue(Subject.of("agency-relay"))))).contains("agency-relay");
    }

    @Test
    void a_client_without_certificate_sends_mail_as_before() throws Exception {
        assertThat(nameWith(TestServer.CERTIFICATE.trustingContext())).isEmpty();
    }

    @Test
    void az3_expired_self_signed_and_foreign_certificates_are_no_fact_and_no_error() throws Exception {
        assertThat(nameWith(showing(relays.issue(Subject.of("agency-relay").expired())))).isEmpty();
        assertThat(nameWith(showing(TestAuthority.create("Others").issue(Subject.of("agency-relay"))))).isEmpty();
        TestAuthority alone = TestAuthority.create("agency-relay");
        assertThat(nameWith(showing(alone.issue(Subject.of("agency-relay"))))).isEmpty();
    }

    @Test
    void a_resumed_session_keeps_the_fact() throws Exception {
        SSLContext context = showing(relays.issue(Subject.of("agency-relay")));
        assertThat(nameWith(context)).contains("agency-relay");
        assertThat(nameWith(context)).contains("agency-relay");
    }

    @Test
    void a_server_without_an_authority_asks_nobody_and_believes_nobody() throws Exception {
        var own = SelfSignedCertificate.create(List.of("mx.example.org"), InstantSource.system(), new SecureRandom());
        try (SmtpServer plain = SmtpServer.start(TestServer.options(SmtpSession.Kind.MX, HANDLER).withTls(own.serverContext()));
                RawClient client = RawClient.greeted(plain.address())) {
            client.ask("STARTTLS");
            client.handshake(relays.issue(Subject.of("agency-relay")).client(own.certificate()));
            client.ask("EHLO mx.example.net");
            client.send("MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n");
            client.reply();
            client.reply();
            client.reply();
            client.ask("x\r\n.");
            assertThat(HANDLER.taken.poll(10, TimeUnit.SECONDS).session().tls().orElseThrow().client()).isEmpty();
        }
    }
}
