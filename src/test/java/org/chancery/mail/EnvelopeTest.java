package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    @Test
    void an_envelope_without_recipients_cannot_be_made() {
        assertThatThrownBy(() -> new Envelope(Envelope.MailFrom.nullSender(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_null_sender_is_written_as_smtp_writes_it() {
        assertThat(Envelope.MailFrom.nullSender()).hasToString("<>");
        assertThat(Envelope.MailFrom.of(Address.of("a@example.org"))).hasToString("<a@example.org>");
    }
}
