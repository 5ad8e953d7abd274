package org.chancery.smtp;

import java.util.Optional;

/// What became of one recipient of a [Transmission].
///
/// Example: `switch (outcome) { case Accepted(var reply) -> ...; case Refused(var reply) -> ...; ... }`.
public sealed interface RecipientOutcome {
    /// The receiver has taken the responsibility (RFC 5321 section 6.1).
    record Accepted(SmtpReply reply) implements RecipientOutcome {}

    /// The receiver refused this recipient or this message; `reply` says whether for ever (5xx) or for now (4xx).
    /// Also when we refuse for it: 5.6.7 (no SMTPUTF8 there) and 5.3.4 (larger than its SIZE).
    record Refused(SmtpReply reply) implements RecipientOutcome {}

    /// The connection or the whole server failed: nothing was delivered, and it says nothing about the recipient.
    /// `reply` is there when the server said so itself (421, greeting 554).
    record SiteFailed(String reason, Optional<SmtpReply> reply) implements RecipientOutcome {}

    /// The final dot went out and no reply came back: it may have been delivered (RFC 1047). To send it again may make
    /// a duplicate, not to send it may lose it.
    record Unknown(String reason) implements RecipientOutcome {}
}
