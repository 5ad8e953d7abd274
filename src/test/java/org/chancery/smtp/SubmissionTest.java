package org.chancery.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Parsed;
import org.chancery.secrets.GeneratedPassword;
import org.chancery.secrets.ScramVerifier;
import org.chancery.secrets.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubmissionTest {
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final Secret PHONE = GeneratedPassword.create(TestServer.RANDOM);
    private static final Secret LAPTOP = GeneratedPassword.create(TestServer.RANDOM);
    private static final List<ScramVerifier> VERIFIERS =
            List.of(ScramVerifier.fromPassword(PHONE, SALT), ScramVerifier.fromPassword(LAPTOP, SALT));

    private final CollectingHandler handler = new CollectingHandler();
    private SmtpServer server;

    @BeforeEach
    void start() throws IOException {
        ScramStore store = login -> login.equals("ann@example.org") ? Optional.of(VERIFIERS) : Optional.empty();
        server = SmtpServer.start(TestServer.options(SmtpSession.Kind.SUBMISSION, handler)
                .withTls(TestServer.CERTIFICATE.serverContext())
                .withLogins(new SmtpServerOptions.Logins(store, Secret.of("decoy"))));
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ZERO);
    }

    private RawClient secured() throws IOException {
        RawClient client = RawClient.greeted(server.address());
        assertThat(client.ask("STARTTLS")).startsWith("220 2.0.0");
        client.handshake(TestServer.CERTIFICATE.trustingContext());
        assertThat(client.ask("EHLO client.example.org")).contains("AUTH PLAIN SCRAM-SHA-256").doesNotContain("STARTTLS");
        return client;
    }

    private static String plain(String login, Secret password) {
        return RawClient.base64("\0" + login + "\0" + password.revealText());
    }

    @Test
    void before_tls_auth_is_neither_offered_nor_taken() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.reply();
            assertThat(client.ask("EHLO client.example.org")).contains("STARTTLS").doesNotContain("AUTH");
            assertThat(client.ask("AUTH PLAIN " + plain("ann@example.org", PHONE))).startsWith("504 5.5.4");
            assertThat(client.ask("MAIL FROM:<ann@example.org>")).startsWith("530 5.7.0");
        }
    }

    @Test
    void mail_before_login_is_530_and_after_it_the_handler_knows_who() throws Exception {
        try (RawClient client = secured()) {
            assertThat(client.ask("MAIL FROM:<ann@example.org>")).startsWith("530 5.7.0");
            assertThat(client.ask("AUTH PLAIN " + plain("ann@example.org", LAPTOP))).startsWith("235 2.7.0");
            assertThat(client.ask("MAIL FROM:<ann@example.org>")).startsWith("250");
            client.ask("RCPT TO:<list@example.org>");
            client.ask("DATA");
            assertThat(client.ask("x\r\n.")).startsWith("250");
            SmtpSession session = handler.taken.take().session();
            assertThat(session.login()).contains("ann@example.org");
            assertThat(session.tls().orElseThrow().protocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void plain_works_without_an_initial_response_and_can_be_cancelled() throws IOException {
        try (RawClient client = secured()) {
            assertThat(client.ask("AUTH plain")).isEqualTo("334 ");
            assertThat(client.ask("*")).startsWith("501 5.7.0");
            assertThat(client.ask("AUTH PLAIN")).isEqualTo("334 ");
            assertThat(client.ask(plain("ann@example.org", PHONE))).startsWith("235 2.7.0");
        }
    }

    @Test
    void a_wrong_password_and_an_unknown_account_are_answered_alike() throws IOException {
        try (RawClient client = secured()) {
            String wrong = client.ask("AUTH PLAIN " + plain("ann@example.org", Secret.of("no")));
            String unknown = client.ask("AUTH PLAIN " + plain("bob@example.org", Secret.of("no")));
            assertThat(wrong).startsWith("535 5.7.8").isEqualTo(unknown);
            assertThat(client.ask("AUTH PLAIN " + RawClient.base64("eve@example.org\0ann@example.org\0" + PHONE.revealText())))
                    .startsWith("535 5.7.8");
        }
    }

    @Test
    void malformed_auth_is_refused_by_the_right_code() throws IOException {
        try (RawClient client = secured()) {
            assertThat(client.ask("AUTH PLAIN not*base64")).startsWith("501 5.5.2");
            assertThat(client.ask("AUTH PLAIN " + RawClient.base64("one part"))).startsWith("501 5.5.2");
            assertThat(client.ask("AUTH TENBOX =")).startsWith("504 5.5.4");
            assertThat(client.ask("AUTH")).startsWith("504 5.5.4");
            client.ask("AUTH PLAIN");
            assertThat(client.ask("A".repeat(12_289))).startsWith("500 5.5.6");
            client.ask("AUTH PLAIN");
            assertThat(client.ask("A".repeat(12_288))).startsWith("501 5.5.2");
        }
    }

    @Test
    void auth_is_possible_once_and_not_inside_a_transaction() throws IOException {
        try (RawClient client = secured()) {
            String login = "AUTH PLAIN " + plain("ann@example.org", PHONE);
            client.ask(login);
            assertThat(client.ask(login)).startsWith("503 5.5.1");
            client.ask("MAIL FROM:<ann@example.org>");
            assertThat(client.ask(login)).startsWith("503 5.5.1");
            assertThat(client.ask("STARTTLS")).startsWith("503 5.5.1");
        }
    }

    @Test
    void scram_logs_in_with_each_password_of_the_account_and_proves_the_server() throws IOException {
        for (Secret password : List.of(PHONE, LAPTOP)) {
            try (RawClient client = secured()) {
                String bare = "n=ann@example.org,r=clientnonce";
                String serverFirst = decoded(client.ask("AUTH SCRAM-SHA-256 " + RawClient.base64("y,," + bare)));
                String nonce = serverFirst.substring(2, serverFirst.indexOf(",s="));
                assertThat(nonce).startsWith("clientnonce").hasSizeGreaterThan(30);
                String withoutProof = "c=" + RawClient.base64("y,,") + ",r=" + nonce;
                byte[] authMessage = (bare + "," + serverFirst + "," + withoutProof).getBytes(UTF_8);
                byte[] proof = ScramVerifier.clientProof(password, SALT, 4096, authMessage);
                String serverFinal = decoded(
                        client.ask(RawClient.base64(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof))));
                byte[] signature = ScramVerifier.fromPassword(password, SALT).serverSignature(authMessage);
                assertThat(serverFinal).isEqualTo("v=" + Base64.getEncoder().encodeToString(signature));
                assertThat(client.ask("")).startsWith("235 2.7.0");
            }
        }
    }

    @Test
    void scram_for_an_unknown_account_shows_the_same_salt_each_time_and_fails_at_the_end() throws IOException {
        try (RawClient client = secured()) {
            String first = decoded(client.ask("AUTH SCRAM-SHA-256 " + RawClient.base64("n,,n=bob@example.org,r=x")));
            String nonce = first.substring(2, first.indexOf(",s="));
            assertThat(client.ask(RawClient.base64("c=biws,r=" + nonce + ",p=" + RawClient.base64("0".repeat(32)))))
                    .startsWith("535 5.7.8");
            String second = decoded(client.ask("AUTH SCRAM-SHA-256 " + RawClient.base64("n,,n=bob@example.org,r=x")));
            assertThat(second.substring(second.indexOf(",s="))).isEqualTo(first.substring(first.indexOf(",s=")));
            assertThat(client.ask("*")).startsWith("501 5.7.0");
            assertThat(client.ask("AUTH SCRAM-SHA-256 " + RawClient.base64("p=tls-unique,,n=ann@example.org,r=x")))
                    .startsWith("501 5.5.2");
        }
    }

    @Test
    void guessing_is_slowed_down_before_the_password_is_looked_at() throws IOException {
        try (RawClient client = secured()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.ask("AUTH PLAIN " + plain("ann@example.org", Secret.of("guess" + i)))).startsWith("535");
            }
            assertThat(client.ask("AUTH PLAIN " + plain("ann@example.org", PHONE))).startsWith("454 4.7.0");
            assertThat(client.ask("AUTH PLAIN " + plain("bob@example.org", PHONE))).startsWith("535");
        }
    }

    @Test
    void implicit_tls_speaks_tls_from_the_first_octet() throws IOException {
        server.stop(Duration.ZERO);
        server = SmtpServer.start(TestServer.options(SmtpSession.Kind.SUBMISSION, handler)
                .withImplicitTls(TestServer.CERTIFICATE.serverContext()));
        try (RawClient client = new RawClient(server.address())) {
            client.handshake(TestServer.CERTIFICATE.trustingContext());
            assertThat(client.reply()).startsWith("220 ");
            assertThat(client.ask("EHLO x")).doesNotContain("STARTTLS").doesNotContain("AUTH");
        }
    }

    @Test
    void the_exchange_of_rfc_7677_is_reproduced() {
        byte[] clientFirst = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO".getBytes(UTF_8);
        ScramExchange exchange = new ScramExchange(
                ScramExchange.clientFirst(clientFirst).orThrow(),
                List.of(ScramVerifier.fromPassword(Secret.of("pencil"), SALT)),
                "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        assertThat(exchange.serverFirst())
                .isEqualTo("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        byte[] clientFinal = ("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
                .getBytes(UTF_8);
        assertThat(exchange.serverFinal(clientFinal))
                .isEqualTo(Parsed.of(Optional.of("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")));
        byte[] otherNonce = new String(clientFinal, UTF_8).replace("%hv", "%hw").getBytes(UTF_8);
        assertThat(exchange.serverFinal(otherNonce)).isEqualTo(Parsed.of(Optional.empty()));
    }

    private static String decoded(String reply) {
        assertThat(reply).startsWith("334 ");
        return new String(Base64.getDecoder().decode(reply.substring(4)), UTF_8);
    }
}
