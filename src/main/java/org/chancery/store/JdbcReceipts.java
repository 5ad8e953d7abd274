package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.chancery.audit.Act;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.posting.Order;
import org.chancery.posting.Receipt;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Receipts;

/// Received messages: the one durable moment ([#commit]), the desk and what `explain` reads.
final class JdbcReceipts implements Receipts {
    private static final String SELECT =
            "SELECT id, at, session, mail_from, recipients, message_id, content_mac, size FROM receipt ";
    private static final int PURGED_AT_ONCE = 20; // receipts in one transaction: with their chunks some thousand pages

    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcReceipts(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    @Override
    public boolean commit(Receipt receipt, byte[] message, List<Order> orders, List<Notice> notices, BooleanSupplier claim) {
        database.checkReserve();
        OneAnswer claimed = new OneAnswer(claim);
        try {
            return database.writeRepeatable("receipt", s -> {
                if (insert(s, receipt, message)) {
                    for (Order order : orders) {
                        Postings.insert(s, receipt.id(), order, time.instant());
                    }
                    for (Notice notice : notices) {
                        Postings.insert(s, receipt.id(), notice, time.instant());
                    }
                }
                if (!claimed.ask()) {
                    throw new Unclaimed();
                }
                return true;
            });
        } catch (Unclaimed _) {
            return false;
        }
    }

    /// A unit may run again after a conflict; the session gave its answer the first time.
    private static final class OneAnswer {
        private final BooleanSupplier claim;
        private Optional<Boolean> answer = Optional.empty();

        OneAnswer(BooleanSupplier claim) {
            this.claim = claim;
        }

        boolean ask() {
            boolean answered = answer.orElseGet(claim::getAsBoolean);
            answer = Optional.of(answered);
            return answered;
        }
    }

    /// Rolls the unit back to its savepoint.
    private static final class Unclaimed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unclaimed() {
            super("the session has answered already", null, false, false);
        }
    }

    /// False when it is there already: a repeated commit after a cut connection.
    private static boolean insert(Session session, Receipt receipt, byte[] message) throws SQLException {
        boolean isNew = session.update(
                        """
                        INSERT INTO receipt (id, at, session, mail_from, recipients, message_id, content_mac, size)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                        """,
                        receipt.id().toString(), receipt.at(), Lines.map(receipt.session()),
                        Envelopes.mailFrom(receipt.envelope().mailFrom()), Envelopes.recipients(receipt.envelope().recipients()),
                        receipt.messageId().orElse(null), receipt.contentMac(), receipt.size())
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
                Envelopes.envelope(row.getString(4), row.getString(5)), Optional.ofNullable(row.getString(6)), row.getBytes(7), row.getLong(8));
    }

    @Override
    public Optional<byte[]> message(ReceiptId id) {
        return database.read(s -> s.first("SELECT octets FROM message WHERE receipt = ?", row -> row.getBytes(1), id.toString()));
    }

    @Override
    public Optional<Notice> notice(PostingId id) {
        return database.read(s -> {
            List<Address> recipients = new ArrayList<>();
            for (String targets : s.list("SELECT targets FROM chunk WHERE posting = ? ORDER BY number", row -> row.getString(1), id.value())) {
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
    public boolean hasPosted(ListId list, Address author) {
        return database.read(s -> s.exists(
                "SELECT 1 FROM posting WHERE list = ? AND author_key = ? AND state IN ('ACCEPTED', 'DISTRIBUTED') LIMIT 1",
                list.value(), author.key()));
    }

    @Override
    public List<Post> held(Optional<ListId> list) {
        return database.read(s -> list.isPresent()
                ? Postings.read(s, "WHERE p.state = 'HELD' AND p.list = ? ORDER BY p.id", list.get().value())
                : Postings.read(s, "WHERE p.state = 'HELD' ORDER BY p.id"));
    }

    @Override
    public boolean decide(PostingId id, Order.State to, String reason, Act act) {
        if (to != Order.State.ACCEPTED && to != Order.State.REJECTED && to != Order.State.DISCARDED) {
            throw new IllegalArgumentException("the desk cannot decide " + to);
        }
        return database.write("desk", s -> audit.appendIf(
                s.update(
                        """
                        UPDATE posting SET state = ?, desk_reason = ?, changed = ?,
                        member_bound = (SELECT COALESCE(MAX(number), 0) FROM member)
                        WHERE id = ? AND state = 'HELD'
                        """,
                        to.name(), reason, time.instant(), id.value()) > 0,
                s, act));
    }

    @Override
    public long purge(Instant before) {
        long purged = 0;
        int done;
        do {
            done = database.write("purge", s -> Retention.purge(s, before, PURGED_AT_ONCE));
            purged += done;
        } while (done == PURGED_AT_ONCE);
        return purged;
    }
}
