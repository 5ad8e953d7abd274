package org.chancery.posting;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Envelope;

/// A message as it was received, apart from its octets. `session` holds the facts of the connection as `explain` shows them
/// (`peer`, `helo`, `tls`, `login`, `listener`); `contentMac` is HMAC-SHA-256 over the body under a site key.
public record Receipt(
        ReceiptId id, Instant at, Map<String, String> session, Envelope envelope, Optional<String> messageId, byte[] contentMac, long size) {
    public Receipt {
        session = Map.copyOf(session);
    }
}
