package org.chancery.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.posting.Order;
import org.chancery.posting.Receipt;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Recollection;
import org.chancery.posting.Remembered;

/// What each list remembers of its posts. The primary key decides who was first: of two servers that store the same post at
/// once, the second waits for the first and then finds it.
final class PostMemory {
    /// A machine answers within seconds; a person who says the same again after an hour means it.
    private static final Duration REPLY_TIME = Duration.ofHours(1);

    private PostMemory() {}

    /// The receipt under which this list has the post already; otherwise it remembers this one.
    static Optional<ReceiptId> remember(Session session, Receipt receipt, Order order) throws SQLException {
        if (!order.memory().kept() || receipt.messageId().isEmpty()) {
            return Optional.empty();
        }
        boolean first = session.exists(
                """
                INSERT INTO post_memory (list, message_id, content_mac, author_key, reply, receipt, at) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (list, message_id, content_mac) DO UPDATE SET receipt = excluded.receipt, at = excluded.at
                WHERE post_memory.at < ? RETURNING receipt
                """,
                order.list().value(), order.memory().key(receipt.messageId().get()), receipt.contentMac(), order.author().map(Address::key).orElse(null),
                order.memory().reply(), receipt.id().toString(), receipt.at(), receipt.at().minus(Order.Memory.TIME));
        return first ? Optional.empty() : session.first(
                "SELECT receipt FROM post_memory WHERE list = ? AND message_id = ? AND content_mac = ?", row -> id(row.getString(1)),
                order.list().value(), order.memory().key(receipt.messageId().get()), receipt.contentMac());
    }

    /// A digest: whoever takes all marks off and sends it back meets its Message-ID, with a text that is no post's.
    static void ours(Session session, ListId list, String messageId, ReceiptId receipt, Instant now) throws SQLException {
        session.update(
                """
                INSERT INTO post_memory (list, message_id, content_mac, author_key, reply, receipt, at) VALUES (?, ?, ?, NULL, ?, ?, ?)
                ON CONFLICT (list, message_id, content_mac) DO NOTHING
                """,
                list.value(), messageId, new byte[0], false, receipt.toString(), now);
    }

    static Recollection recall(Session session, ListId list, Remembered post, Instant since) throws SQLException {
        List<Row> sameId = post.messageId().isEmpty() ? List.of() : session.list(
                "SELECT receipt, content_mac FROM post_memory WHERE list = ? AND message_id = ? AND at >= ?",
                row -> new Row(id(row.getString(1)), Arrays.equals(row.getBytes(2), post.contentMac())),
                list.value(), post.messageId().get(), since);
        Optional<ReceiptId> first = sameId.stream().filter(Row::sameText).map(Row::receipt).findFirst();
        return new Recollection(first, first.isEmpty() && !sameId.isEmpty(), isRepeatedReply(session, list, post, since));
    }

    private record Row(ReceiptId receipt, boolean sameText) {}

    /// The very words of an earlier answer of the same author: from what calls itself automatic, or in answer to those words.
    private static boolean isRepeatedReply(Session session, ListId list, Remembered post, Instant since) throws SQLException {
        if (!post.isReply() || post.author().isEmpty()) {
            return false;
        }
        List<String> earlier = session.list(
                "SELECT message_id FROM post_memory WHERE list = ? AND author_key = ? AND reply = 1 AND content_mac = ? AND at >= ?",
                row -> row.getString(1),
                list.value(), post.author().get().key(), post.contentMac(), since.plus(Order.Memory.TIME).minus(REPLY_TIME));
        return post.automatic() ? !earlier.isEmpty() : earlier.stream().anyMatch(post.answers()::contains);
    }

    static void forget(Session session, Instant before) throws SQLException {
        session.update("DELETE FROM post_memory WHERE at < ?", before);
    }

    private static ReceiptId id(String text) {
        return new ReceiptId(UUID.fromString(text));
    }
}
