package org.chancery.delivery;

import java.util.OptionalLong;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope.MailFrom;

/// One post ready to go out: transformed and sealed once, shared by all copies.
/// A copy is `personalFields(membership)` followed by the shared octets.
public interface PreparedPost {
    /// The whole message without the personal fields, CRLF lines, not dot-stuffed.
    byte[] shared();

    /// Header fields of this copy alone (each ending in CRLF), to stand before the shared octets; may be empty.
    byte[] personalFields(OptionalLong membership, Address recipient);

    /// The return path of this copy (VERP), with its parameters.
    MailFrom returnPath(OptionalLong membership);

    /// The receipt this post came with, for logs and the capture mailbox.
    String receipt();
}
