package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue;
import org.chancery.delivery.Queue.Target;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.posting.Order;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Receipts.Failure;
import org.chancery.posting.Receipts.Pending;
import org.chancery.posting.Receipts.Post;
import org.jspecify.annotations.Nullable;

/// The rows of `posting`: one post on one list, or a notice of ours.
final class Postings {
    /// Recipients named in one [Post]; the counts are whole in any case.
    private static final int MAX_NAMED = 10_000;

    private static final Order.Judged OURS = new Order.Judged("accept", "built-in", 0, "", "", 0, 0, Map.of(), "");

    private static final String INSERT =
            """
            INSERT INTO posting (receipt, list, kind, state, at, author, author_key, decision, source, rule, rule_text, reason,
                policy_version, approvals, facts, trail, changed, named, tag, member_bound)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT COALESCE(MAX(number), 0) FROM member))
            RETURNING id
            """;

    private static final String SELECT =
            """
            SELECT p.id, p.receipt, p.list, p.kind, p.state, p.decision, p.source, p.rule, p.rule_text, p.reason,
                p.policy_version, p.approvals, p.facts, p.trail, p.at, p.author, p.desk_reason,
                p.recipients + (SELECT COALESCE(SUM(c.size), 0) FROM chunk c WHERE c.posting = p.id),
                p.delivered + (SELECT COALESCE(SUM(c.done_count), 0) FROM chunk c WHERE c.posting = p.id)
                    - (SELECT COUNT(*) FROM recipient r WHERE r.posting = p.id), p.tag, p.post_number
            FROM posting p
            """;

    private Postings() {}

    static void insert(Session session, ReceiptId receipt, Order order, Instant now) throws SQLException {
        long id = insert(
                session, receipt, order.list().value(), "post", order.state(), order.author(), order.judged(), named(order.named()), now);
        for (String topic : order.topics()) {
            session.update("INSERT INTO posting_topic (posting, topic) VALUES (?, ?)", id, topic);
        }
        if (order.protection().isSingle()) {
            session.update("UPDATE posting SET singly = 1 WHERE id = ?", id);
        }
        if (order.waiting().isPresent()) {
            JdbcHeldPosts.insert(session, id, order.waiting().get(), now);
        }
    }

    /// A notice is expanded at once: its few recipients are known.
    static void insert(Session session, ReceiptId receipt, Notice notice, Instant now) throws SQLException {
        long id = insert(session, receipt, null, notice.kind(), Order.State.DISTRIBUTED, Optional.empty(), OURS, "", now);
        session.update(
                "INSERT INTO notice (posting, return_path, octets) VALUES (?, ?, ?)",
                id, notice.returnPath().map(Address::toString).orElse(null), notice.message());
        int chunks = 0;
        for (int from = 0; from < notice.recipients().size(); from += Queue.CHUNK) {
            List<Target> targets = new ArrayList<>();
            for (Address address : notice.recipients().subList(from, Math.min(from + Queue.CHUNK, notice.recipients().size()))) {
                targets.add(new Target(targets.size(), OptionalLong.empty(), address));
            }
            Chunks.insert(session, id, chunks++, targets, now);
        }
        session.update("UPDATE posting SET chunks = ? WHERE id = ?", chunks, id);
    }

    /// A digest of ours on a list; whoever calls writes its chunks.
    static long insertDigest(Session session, ReceiptId receipt, ListId list, byte[] octets, Instant now) throws SQLException {
        long id = insert(session, receipt, list.value(), Post.DIGEST, Order.State.DISTRIBUTED, Optional.empty(), OURS, "", now);
        session.update("INSERT INTO notice (posting, return_path, octets) VALUES (?, NULL, ?)", id, octets);
        return id;
    }

    /// The same post on the same list once more, for recipients that the first distribution left out; whoever calls writes the chunks.
    static long again(Session session, PostingId original, Instant now) throws SQLException {
        return session.number(
                """
                INSERT INTO posting (receipt, list, kind, state, at, author, author_key, decision, source, rule, rule_text, reason,
                    policy_version, approvals, facts, trail, tag, post_number, changed)
                SELECT receipt, list, kind, 'DISTRIBUTED', at, author, author_key, decision, source, rule, rule_text, reason,
                    policy_version, approvals, facts, trail, tag, post_number, ? FROM posting WHERE id = ? RETURNING id
                """,
                now, original.value());
    }

    private static long insert(
            Session session, ReceiptId receipt, @Nullable Long list, String kind, Order.State state, Optional<Address> author,
            Order.Judged judged, String named, Instant now) throws SQLException {
        return session.number(
                INSERT,
                receipt.toString(), list, kind, state.name(), now,
                author.map(Address::toString).orElse(null), author.map(Address::key).orElse(null),
                judged.decision(), judged.source(), judged.rule(), judged.ruleText(), judged.reason(),
                judged.policyVersion(), judged.approvals(), Lines.map(judged.facts()), judged.trail(), now, named, judged.tag().orElse(null));
    }

    /// Keys of addresses with blanks between: a key holds none outside quotes, and a quoted one only costs its owner a second copy.
    private static String named(List<Address> addresses) {
        return String.join(" ", addresses.stream().map(Address::key).toList());
    }

    static List<Post> read(Session session, String where, Object... arguments) throws SQLException {
        List<Post> posts = new ArrayList<>();
        for (Post bare : bare(session, where, arguments)) {
            posts.add(withRecipients(session, bare));
        }
        return posts;
    }

    /// Without the names of recipients.
    static List<Post> bare(Session session, String where, Object... arguments) throws SQLException {
        return session.list(SELECT + where, Postings::bare, arguments);
    }

    private static Post bare(ResultSet row) throws SQLException {
        Order.Judged judged = new Order.Judged(
                row.getString(6), row.getString(7), row.getInt(8), row.getString(9), row.getString(10), row.getInt(11), row.getInt(12),
                Lines.map(row.getString(13)), row.getString(14), Optional.ofNullable(row.getString(20)));
        long list = row.getLong(3);
        Optional<ListId> id = row.wasNull() ? Optional.empty() : Optional.of(new ListId(list));
        return new Post(
                new PostingId(row.getLong(1)), new ReceiptId(UUID.fromString(row.getString(2))), id, row.getString(4),
                Order.State.valueOf(row.getString(5)), judged, Instant.ofEpochMilli(row.getLong(15)),
                Optional.ofNullable(row.getString(16)).map(Address::of), row.getLong(18), row.getLong(19), List.of(), List.of(),
                row.getString(17), row.getLong(21));
    }

    private static Post withRecipients(Session session, Post post) throws SQLException {
        List<Pending> pending = session.list(
                "SELECT address, attempts, next_at, reply FROM recipient WHERE posting = ? AND state <> 'failed' ORDER BY id LIMIT ?",
                row -> new Pending(Address.of(row.getString(1)), row.getInt(2), Instant.ofEpochMilli(row.getLong(3)), row.getString(4)),
                post.id().value(), MAX_NAMED);
        List<Failure> failures = session.list(
                "SELECT address, changed, status, reply FROM recipient WHERE posting = ? AND state = 'failed' ORDER BY id LIMIT ?",
                row -> new Failure(Address.of(row.getString(1)), Instant.ofEpochMilli(row.getLong(2)), row.getString(3), row.getString(4)),
                post.id().value(), MAX_NAMED);
        return new Post(
                post.id(), post.receipt(), post.list(), post.kind(), post.state(), post.judged(), post.at(), post.author(),
                post.recipients(), post.delivered(), pending, failures, post.deskReason(), post.number());
    }
}
