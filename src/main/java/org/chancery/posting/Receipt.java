package org.chancery.posting;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Envelope;

/// A message as it was received, apart from its octets. `session` holds the facts of the connection as `explain` shows them
/// (`peer`, `helo`, `tls`, `login`, `listener`); `contentMac` is HMAC-SHA-256 over the body under a site key and knows duplicates, `octetsMac` is over all
/// octets and knows whether they are still what was received; it is empty where nobody can tell.
public record Receipt(
        ReceiptId id, Instant at, Map<String, String> session, Envelope envelope, Optional<String> messageId, byte[] contentMac, byte[] octetsMac, long size) {
    public Receipt {
        session = Map.copyOf(session);
    }

    /// Nobody can tell later whether the octets are the same.
    public Receipt(
            ReceiptId id, Instant at, Map<String, String> session, Envelope envelope, Optional<String> messageId, byte[] contentMac, long size) {
        this(id, at, session, envelope, messageId, contentMac, new byte[0], size);
    }
}
