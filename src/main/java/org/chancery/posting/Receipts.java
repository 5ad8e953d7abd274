package org.chancery.posting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;

/// The port to received messages: the one durable moment, what waits for moderators and what `explain` tells.
public interface Receipts {

    /// Stores message, orders and notices in one commit and returns when they are on stable storage.
    /// `claim` is asked inside the transaction, last before the commit: false means that the session has answered
    /// already (451), and then nothing is stored and false is returned. Throws a store exception when nothing is stored.
    /// The same receipt id stored twice is one receipt (idempotent).
    /// False, too, when another mail was quicker that bears a mark which has to be the first ([org.chancery.keyring.Mark]), or that is the same letter.
    /// An accepted or held order whose post its list remembers already is stored as a duplicate instead
    /// ([Order#asDuplicateOf]): here and not before, so that of two that come at once one is the first.
    boolean commit(Receipt receipt, byte[] message, List<Order> orders, List<Notice> notices, BooleanSupplier claim);

    Optional<Receipt> find(ReceiptId id);

    /// Every receipt with this Message-ID, oldest first.
    List<Receipt> byMessageId(String messageId);

    /// The octets as stored, or empty once they were removed after the retention time.
    Optional<byte[]> message(ReceiptId id);

    /// A notice or digest of ours as it is to be sent; empty when the posting is a post on a list, or its octets were removed.
    Optional<Notice> notice(PostingId id);

    List<Post> posts(ReceiptId id);

    Optional<Post> post(PostingId id);

    /// The last `most` posts that came in for a list since then, oldest first, without the names of their recipients. One that was distributed in two turns is
    /// there once; what came to other addresses of the list, and was not judged by facts, is no post.
    List<Post> posts(ListId list, Instant since, int most);

    /// Octets of the message it came with; 0 when there is no such posting.
    long size(PostingId id);

    /// Has this author had a post accepted on this list?
    boolean hasPosted(ListId list, Address author);

    /// How many posts of this author were accepted on this list; counts no further than `most`.
    int acceptedPosts(ListId list, Address author, int most);

    /// What this list remembers of such a post since `since` ([#commit] remembers what is accepted or held).
    Recollection recall(ListId list, Remembered post, Instant since);

    /// The topics of a post, as [Order] named them.
    List<String> topics(PostingId id);

    /// Held posts, oldest first.
    List<Post> held(Optional<ListId> list);

    /// Removes octets and chunks of posts that were finished before `before`; returns how many receipts.
    long purge(Instant before);

    /// One post on one list with its counts. `list` is empty for a notice; `recipients` is 0 until expanded; `number` among the posts of
    /// the list is 0 where they are not counted.
    record Post(
            PostingId id, ReceiptId receipt, Optional<ListId> list, String kind, Order.State state, Order.Judged judged,
            Instant at, Optional<Address> author, long recipients, long delivered, List<Pending> deferred, List<Failure> failures,
            String deskReason, long number) {
        /// The kind of a posting that is a digest: its octets are ours and stand with it as those of a notice do.
        public static final String DIGEST = "digest";

        public boolean isDigest() {
            return kind.equals(DIGEST);
        }
    }

    record Pending(Address address, int attempts, Instant next, String reply) {}

    record Failure(Address address, Instant at, String status, String reply) {}
}
