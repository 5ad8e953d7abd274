package org.chancery.delivery;

import java.util.OptionalLong;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope.MailFrom;

/// One post ready to go out: transformed and sealed once, shared by all copies as far as they are the same.
public interface PreparedPost {
    /// The whole message without the fields of a single copy, CRLF lines, not dot-stuffed; what [CopyContent.Shared] goes on with.
    byte[] shared();

    /// About how much memory it takes while it is kept for its copies.
    default long octets() {
        return shared().length;
    }

    /// What this recipient gets.
    CopyContent contentFor(OptionalLong membership, Address recipient);

    /// The return path of this copy (VERP), with its parameters.
    MailFrom returnPath(OptionalLong membership);

    /// The receipt this post came with, for logs and the capture mailbox.
    String receipt();
}
