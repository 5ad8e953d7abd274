package org.chancery.bench;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

/// The reference of the durable accept: a store that answers at once and keeps nothing.
final class InstantReceipts implements Receipts {
    @Override
    public boolean commit(Receipt receipt, byte[] message, List<Order> orders, List<Notice> notices, BooleanSupplier claim) {
        return claim.getAsBoolean();
    }

    @Override
    public Optional<Receipt> find(ReceiptId id) {
        return Optional.empty();
    }

    @Override
    public List<Receipt> byMessageId(String messageId) {
        return List.of();
    }

    @Override
    public Optional<byte[]> message(ReceiptId id) {
        return Optional.empty();
    }

    @Override
    public Optional<Notice> notice(PostingId id) {
        return Optional.empty();
    }

    @Override
    public List<Post> posts(ReceiptId id) {
        return List.of();
    }

    @Override
    public List<Post> posts(ListId list, Instant since, int most) {
        return List.of();
    }

    @Override
    public Optional<Post> post(PostingId id) {
        return Optional.empty();
    }

    @Override
    public long size(PostingId id) {
        return 0;
    }

    @Override
    public boolean hasPosted(ListId list, Address author) {
        return true;
    }

    @Override
    public int acceptedPosts(ListId list, Address author, int most) {
        return most;
    }

    @Override
    public Recollection recall(ListId list, Remembered post, Instant since) {
        return Recollection.NONE;
    }

    @Override
    public List<String> topics(PostingId id) {
        return List.of();
    }

    @Override
    public List<Post> held(Optional<ListId> list) {
        return List.of();
    }

    @Override
    public long purge(Instant before) {
        return 0;
    }
}
