package org.chancery.store;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.posting.Order;
import org.chancery.posting.Receipt;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Receipts;
import org.chancery.posting.Recollection;
import org.chancery.posting.Remembered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Received messages: the one durable moment ([#commit]), the desk and what `explain` reads.
final class JdbcReceipts implements Receipts {
    private static final String SELECT =
            "SELECT id, at, session, mail_from, recipients, message_id, content_mac, octets_mac, size FROM receipt ";
    private static final Logger LOG = LoggerFactory.getLogger(JdbcReceipts.class);
    private static final int PURGED_AT_ONCE = 20; // receipts in one transaction: with their chunks some thousand pages

    private final Database database;
    private final InstantSource time;

    JdbcReceipts(Database database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    @Override
    public boolean commit(Receipt receipt, byte[] message, List<Order> orders, List<Notice> notices, BooleanSupplier claim) {
        database.checkReserve();
        OneAnswer claimed = new OneAnswer(claim);
        Map<ListId, ReceiptId> duplicates = new ConcurrentHashMap<>();
        try {
            boolean stored = database.writeTogether("receipt", s -> {
                duplicates.clear();
                if (insert(s, receipt, message)) {
                    Set<ByteBuffer> marks = new HashSet<>();
                    for (Order order : orders) {
                        Optional<ReceiptId> first = PostMemory.remember(s, receipt, order);
                        first.ifPresent(id -> duplicates.put(order.list(), id));
                        Postings.insert(s, receipt.id(), first.map(order::asDuplicateOf).orElse(order), time.instant());
                        boolean isOvertaken = first.isPresent() ? order.memory().isLetter() : !AcceptedSignatureRows.insert(s, order.protection().marks(), receipt.at(), marks);
                        if (isOvertaken) {
                            throw new OneAnswer.Unclaimed();
                        }
                    }
                    for (Notice notice : notices) {
                        Postings.insert(s, receipt.id(), notice, time.instant());
                    }
                }
                claimed.require();
                return true;
            });
            duplicates.forEach((list, first) -> LOG.info("posting.duplicate receipt={} list={} first={}", receipt.id(), list.value(), first));
            return stored;
        } catch (OneAnswer.Unclaimed _) {
            return false;
        }
    }

    /// False when it is there already: a repeated commit after a cut connection.
    private static boolean insert(Session session, Receipt receipt, byte[] message) throws SQLException {
        boolean isNew = session.update(
                        """
                        INSERT INTO receipt (id, at, session, mail_from, recipients, message_id, content_mac, octets_mac, size)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                        """,
                        receipt.id().toString(), receipt.at(), Lines.map(receipt.session()),
                        Envelopes.mailFrom(receipt.envelope().mailFrom()), Envelopes.recipients(receipt.envelope().recipients()),
                        receipt.messageId().orElse(null), receipt.contentMac(),
                        receipt.octetsMac().length == 0 ? null : receipt.octetsMac(), receipt.size())
                > 0;
        if (isNew) {
            session.update("INSERT INTO message (receipt, octets) VALUES (?, ?)", receipt.id().toString(), message);
        }
        return isNew;
    }

    @Override
    public Optional<Receipt> find(ReceiptId id) {
        return database.read(s -> s.first(SELECT + "WHERE id = ?", JdbcReceipts::receipt, id.toString()));
    }

    @Override
    public List<Receipt> byMessageId(String messageId) {
        return database.read(s -> s.list(SELECT + "WHERE message_id = ? ORDER BY at, id", JdbcReceipts::receipt, messageId));
    }

    private static Receipt receipt(ResultSet row) throws SQLException {
        return new Receipt(
                new ReceiptId(UUID.fromString(row.getString(1))), Instant.ofEpochMilli(row.getLong(2)), Lines.map(row.getString(3)),
                Envelopes.envelope(row.getString(4), row.getString(5)), Optional.ofNullable(row.getString(6)), row.getBytes(7),
                Optional.ofNullable(row.getBytes(8)).orElse(new byte[0]), row.getLong(9));
    }

    @Override
    public Optional<byte[]> message(ReceiptId id) {
        return database.read(s -> s.first("SELECT octets FROM message WHERE receipt = ?", row -> row.getBytes(1), id.toString()));
    }

    @Override
    public Optional<Notice> notice(PostingId id) {
        return database.read(s -> {
            List<Address> recipients = new ArrayList<>();
            for (String targets : s.list("SELECT targets FROM chunk_targets WHERE posting = ? ORDER BY number", row -> row.getString(1), id.value())) {
                Chunks.targets(targets).forEach(target -> recipients.add(target.address()));
            }
            return s.first(
                    "SELECT p.kind, n.return_path, n.octets FROM notice n JOIN posting p ON p.id = n.posting WHERE n.posting = ?",
                    row -> new Notice(
                            row.getString(1), Optional.ofNullable(row.getString(2)).map(Address::of), recipients, row.getBytes(3)),
                    id.value());
        });
    }

    @Override
    public List<Post> posts(ReceiptId id) {
        return database.read(s -> Postings.read(s, "WHERE p.receipt = ? ORDER BY p.id", id.toString()));
    }

    @Override
    public Optional<Post> post(PostingId id) {
        return database.read(s -> Postings.read(s, "WHERE p.id = ?", id.value())).stream().findFirst();
    }

    @Override
    public List<Post> posts(ListId list, Instant since, int most) {
        return database.read(s -> Postings.bare(
                s, "WHERE p.id IN (SELECT MIN(id) FROM posting WHERE list = ? AND kind = 'post' AND facts <> '' AND at >= ? GROUP BY receipt ORDER BY MIN(id) DESC LIMIT ?) ORDER BY p.id",
                list.value(), since, most));
    }

    @Override
    public long size(PostingId id) {
        return database.read(s -> s.first("SELECT r.size FROM posting p JOIN receipt r ON r.id = p.receipt WHERE p.id = ?", row -> row.getLong(1), id.value())).orElse(0L);
    }

    @Override
    public boolean hasPosted(ListId list, Address author) {
        return database.read(s -> s.exists(
                "SELECT 1 FROM posting WHERE list = ? AND author_key = ? AND state IN ('ACCEPTED', 'DISTRIBUTED') LIMIT 1",
                list.value(), author.key()));
    }

    @Override
    public int acceptedPosts(ListId list, Address author, int most) {
        return database.read(s -> s.list(
                "SELECT 1 FROM posting WHERE list = ? AND author_key = ? AND state IN ('ACCEPTED', 'DISTRIBUTED') LIMIT ?",
                _ -> true, list.value(), author.key(), most)).size();
    }

    @Override
    public Recollection recall(ListId list, Remembered post, Instant since) {
        return database.read(s -> PostMemory.recall(s, list, post, since));
    }

    @Override
    public List<String> topics(PostingId id) {
        return database.read(s -> s.list("SELECT topic FROM posting_topic WHERE posting = ? ORDER BY topic", row -> row.getString(1), id.value()));
    }

    @Override
    public List<Post> held(Optional<ListId> list) {
        return database.read(s -> list.isPresent()
                ? Postings.read(s, "WHERE p.state = 'HELD' AND p.list = ? ORDER BY p.id", list.get().value())
                : Postings.read(s, "WHERE p.state = 'HELD' ORDER BY p.id"));
    }

    @Override
    public long purge(Instant before) {
        Instant forgotten = time.instant().minus(Order.Memory.TIME);
        long purged = 0;
        int done;
        do {
            done = database.write("purge", s -> {
                PostMemory.forget(s, forgotten);
                AcceptedSignatureRows.forget(s, time.instant());
                return Retention.purge(s, before, PURGED_AT_ONCE);
            });
            purged += done;
        } while (done == PURGED_AT_ONCE);
        return purged;
    }
}
