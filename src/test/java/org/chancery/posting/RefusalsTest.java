package org.chancery.posting;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused before any policy is asked.
class RefusalsTest {
    private final Refusals refusals = new Refusals(Authentication.ofSessions());

    private Optional<Disposition> of(String header, String... login) {
        Session session = new Session(Session.Door.SUBMISSION, "192.0.2.1", "host.example.net", Optional.empty(), List.of(login).stream().findFirst(), false, false);
        Envelope envelope = new Envelope(Envelope.MailFrom.nullSender(), List.of(Envelope.Recipient.of(Address.of("talk@lists.example.org"))));
        byte[] octets = (header + "\r\nx\r\n").getBytes(US_ASCII);
        return refusals.of(new Received(new ReceiptId(new UUID(0, 1)), Instant.EPOCH, session, envelope, octets), Message.parse(octets).orThrow());
    }

    private static String status(Optional<Disposition> disposition) {
        return disposition.orElseThrow() instanceof Disposition.Refused(int code, String status, String _) ? code + " " + status : disposition.toString();
    }

    @Test
    void a_message_of_a_hundred_hops_passes_and_one_more_runs_in_circles() {
        String hop = "Received: from a by b; Sun, 22 Nov 2026 10:00:00 +0000\r\n";
        assertThat(of("From: ann@example.net\r\n" + hop.repeat(100))).isEmpty();
        assertThat(status(of("From: ann@example.net\r\n" + hop.repeat(101)))).isEqualTo("550 5.4.6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject: nobody\r\n", "From: \r\n", "From: ann\r\n", "From: ann@example.net\r\nFrom: bob@example.net\r\n", "From: undisclosed:;\r\n"})
    void a_post_whose_author_cannot_be_told_is_refused(String header) {
        assertThat(status(of(header))).isEqualTo("550 5.6.0");
    }

    @Test
    void who_logged_in_writes_as_himself_in_whatever_case() {
        assertThat(of("From: Ann <Ann@Example.NET>\r\n", "ann@example.net")).isEmpty();
        assertThat(status(of("From: bob@example.net\r\n", "ann@example.net"))).isEqualTo("550 5.7.1");
    }

    @Test
    void several_authors_are_nobody_s_own_address() {
        assertThat(status(of("From: ann@example.net, bob@example.net\r\n", "ann@example.net"))).isEqualTo("550 5.7.1");
        assertThat(of("From: ann@example.net, bob@example.net\r\n")).as("without a login the policy decides").isEmpty();
    }
}
