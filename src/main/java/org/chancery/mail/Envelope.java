package org.chancery.mail;

import java.util.List;
import java.util.Optional;

/// What SMTP says about a message, apart from the message (RFC 5321 section 2.3.1).
/// At least one recipient: the constructor throws `IllegalArgumentException` for none.
public record Envelope(MailFrom mailFrom, List<Recipient> recipients) {
    public Envelope {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an envelope has at least one recipient");
        }
    }

    /// MAIL FROM: the reverse path, empty for the null sender `<>`, with its parameters.
    /// `auth` is the value of `AUTH=` (RFC 4954 section 5), decoded: parsed and kept, never trusted;
    /// `AUTH=<>` is `Submitter.Unknown`.
    public record MailFrom(
            Optional<Address> path,
            Optional<Submitter> auth,
            boolean smtpUtf8,
            boolean eightBit,
            Optional<String> ret,
            Optional<String> envelopeId) {
        public static MailFrom of(Address path) {
            return new MailFrom(Optional.of(path), Optional.empty(), false, false, Optional.empty(), Optional.empty());
        }

        public static MailFrom nullSender() {
            return new MailFrom(Optional.empty(), Optional.empty(), false, false, Optional.empty(), Optional.empty());
        }

        /// As SMTP writes it: `<a@example.org>` or `<>`.
        @Override
        public String toString() {
            return path.map(p -> "<" + p + ">").orElse("<>");
        }
    }

    /// `AUTH=` of MAIL (RFC 4954 section 5): who is said to have submitted it.
    public sealed interface Submitter {
        record Unknown() implements Submitter {}

        record Named(Address address) implements Submitter {}
    }

    /// RCPT TO with its DSN parameters (RFC 3461), kept as given.
    public record Recipient(Address address, Optional<String> dsnNotify, Optional<String> originalRecipient) {
        public static Recipient of(Address address) {
            return new Recipient(address, Optional.empty(), Optional.empty());
        }
    }
}
