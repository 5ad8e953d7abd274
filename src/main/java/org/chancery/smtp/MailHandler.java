package org.chancery.smtp;

import java.util.List;
import org.chancery.mail.Envelope;

/// The other side of the SMTP wall: what decides about senders, recipients and messages.
/// Called on the session's virtual thread; may block. A thrown exception becomes 451 4.3.0.
public interface MailHandler {

    /// At MAIL FROM, after syntax and parameters were found good.
    SmtpReply mail(SmtpSession session, Envelope.MailFrom from);

    /// At RCPT TO. `soFar` holds the recipients already accepted in this transaction.
    SmtpReply recipient(
            SmtpSession session, Envelope.MailFrom from, List<Envelope.Recipient> soFar, Envelope.Recipient recipient);

    /// After the final dot or BDAT LAST. `message` is exactly what was received (dots unstuffed), and is owned
    /// by the handler from here on. MX and submission use the only element of the list; LMTP needs one reply
    /// per accepted recipient, in order (RFC 2033 section 4.2).
    ///
    /// Runs on a thread of its own. Right before making the message durable the handler calls
    /// [Deadline#claimCommit]; when that is `false` the client has been told 451 and nothing may be stored.
    List<SmtpReply> message(SmtpSession session, Envelope envelope, byte[] message, Deadline deadline);
}
