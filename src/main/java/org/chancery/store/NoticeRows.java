package org.chancery.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.mail.Envelope.MailFrom;
import org.chancery.notice.Notice;
import org.chancery.posting.ReceiptId;

/// Puts a mail of our own into the queue inside the transaction of what caused it. It has a receipt like any received mail, so
/// that `explain` knows it; the octets stand with the notice. The receipt's number is made from time and content, so that work
/// that is repeated after a cut connection queues the mail once.
final class NoticeRows {
    private NoticeRows() {}

    static ReceiptId insert(Session session, Notice notice, Instant now) throws SQLException {
        ReceiptId id = id(notice, now);
        MailFrom from = notice.returnPath().map(MailFrom::of).orElseGet(MailFrom::nullSender);
        boolean isNew = session.update(
                        """
                        INSERT INTO receipt (id, at, session, mail_from, recipients, message_id, content_mac, size)
                        VALUES (?, ?, ?, ?, ?, NULL, ?, ?) ON CONFLICT (id) DO NOTHING
                        """,
                        id.toString(), now, Lines.map(Map.of("listener", "own")), Envelopes.mailFrom(from),
                        Envelopes.recipients(notice.recipients().stream().map(Envelope.Recipient::of).toList()), new byte[0], notice.message().length)
                > 0;
        if (isNew) {
            session.update("INSERT INTO message (receipt, octets) VALUES (?, ?)", id.toString(), new byte[0]); // what retention goes by
            Postings.insert(session, id, notice, now);
        }
        return id;
    }

    /// A UUID of version 7 in its time part (RFC 9562 section 5.7); the rest is the digest of content and recipients.
    private static ReceiptId id(Notice notice, Instant now) {
        ByteBuffer digest = ByteBuffer.wrap(digest(notice));
        long high = (now.toEpochMilli() << 16) | 0x7000L | (digest.getLong() & 0x0FFFL);
        long low = (digest.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new ReceiptId(new UUID(high, low));
    }

    private static byte[] digest(Notice notice) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Address to : notice.recipients()) {
                sha.update(to.key().getBytes(StandardCharsets.UTF_8));
            }
            return sha.digest(notice.message());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
