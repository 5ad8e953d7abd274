package org.chancery.posting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.chancery.audit.Act;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;
import org.chancery.notice.Notice;
import org.chancery.mail.Address;

/// The port to received messages: the one durable moment, the moderators' desk and what `explain` tells.
public interface Receipts {

    /// Stores message, orders and notices in one commit and returns when they are on stable storage.
    /// `claim` is asked inside the transaction, last before the commit: false means that the session has answered
    /// already (451), and then nothing is stored and false is returned. Throws a store exception when nothing is stored.
    /// The same receipt id stored twice is one receipt (idempotent).
    boolean commit(Receipt receipt, byte[] message, List<Order> orders, List<Notice> notices, BooleanSupplier claim);

    Optional<Receipt> find(ReceiptId id);

    /// Every receipt with this Message-ID, oldest first.
    List<Receipt> byMessageId(String messageId);

    /// The octets as stored, or empty once they were removed after the retention time.
    Optional<byte[]> message(ReceiptId id);

    /// A notice of ours as it is to be sent; empty when the posting is a post on a list, or its octets were removed.
    Optional<Notice> notice(PostingId id);

    List<Post> posts(ReceiptId id);

    Optional<Post> post(PostingId id);

    /// Has this author had a post accepted on this list?
    boolean hasPosted(ListId list, Address author);

    /// Held posts, oldest first.
    List<Post> held(Optional<ListId> list);

    /// Moves a held post to ACCEPTED, REJECTED or DISCARDED; false when it is not held (any more).
    boolean decide(PostingId id, Order.State to, String reason, Act act);

    /// Removes octets and chunks of posts that were finished before `before`; returns how many receipts.
    long purge(Instant before);

    /// One post on one list with its counts. `list` is empty for a notice; `recipients` is 0 until expanded.
    record Post(
            PostingId id, ReceiptId receipt, Optional<ListId> list, String kind, Order.State state, Order.Judged judged,
            Instant at, Optional<Address> author, long recipients, long delivered, List<Pending> deferred, List<Failure> failures,
            String deskReason) {}

    record Pending(Address address, int attempts, Instant next, String reply) {}

    record Failure(Address address, Instant at, String status, String reply) {}
}
