package org.chancery.posting;

import java.time.Instant;
import org.chancery.mail.Envelope;
import org.chancery.mail.Message;

/// One message as the first station hands it on: under which receipt, how it came, its envelope and its octets exactly as
/// received. The octets belong to the line from here on and are never changed.
@SuppressWarnings("ArrayRecordComponent") // given away, never compared
public record Received(ReceiptId id, Instant at, Session session, Envelope envelope, byte[] octets) {

    /// The same with these octets, where something had to be taken out before anything is stored.
    Received holding(Message message) {
        return new Received(id, at, session, envelope, message.toByteArray());
    }
}
