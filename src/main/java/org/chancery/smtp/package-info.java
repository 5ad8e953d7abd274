/// Server and client for SMTP (RFC 5321), message submission (RFC 6409) and LMTP (RFC 2033), with PIPELINING (RFC 2920),
/// CHUNKING (RFC 3030), SIZE (RFC 1870), 8BITMIME (RFC 6152), SMTPUTF8 (RFC 6531), DSN parameters (RFC 3461), enhanced
/// status codes (RFC 2034, RFC 3463), STARTTLS (RFC 3207) and AUTH (RFC 4954).
///
/// No library gives these together with framing that cannot be smuggled through, `AUTH=` of MAIL, and a reply per
/// recipient; so they are here, blocking, one virtual thread per connection, and short enough to be read.
///
/// It knows no lists, accounts or queues: a [MailHandler] judges what comes in, and callers of [SmtpClient] decide what
/// an outcome means. It adds no header field (Received is written where the message is stored), resolves no names,
/// and does not advertise or understand any AUTH mechanism of the MX listener.
///
/// Start reading at [Conversation] for the server, [ContentReader] for the defence against smuggling, and
/// [SmtpConnection] for the client.
@NullMarked
package org.chancery.smtp;

import org.jspecify.annotations.NullMarked;
