package org.chancery.administration;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.posting.Order;
import org.chancery.posting.Receipt;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Receipts;
import org.chancery.posting.Receipts.Post;

/// The whole life of a message, for who asks what became of it.
public final class Explanations {
    private final Receipts receipts;
    private final Lists lists;
    private final Function<Post, List<String>> changes;

    /// `changes` names what the list does to a post that goes out.
    Explanations(Receipts receipts, Lists lists, Function<Post, List<String>> changes) {
        this.receipts = receipts;
        this.lists = lists;
        this.changes = changes;
    }

    /// By receipt (as told in the 250) or by Message-ID, with or without its angle brackets (RFC 5322 section 3.6.4).
    /// One Message-ID may have come several times, by several recipients or by resending; oldest first, at least one.
    public List<Life> explain(String receiptOrMessageId) {
        List<Receipt> found = ReceiptId.parse(receiptOrMessageId).flatMap(receipts::find).map(List::of)
                .orElseGet(() -> byMessageId(receiptOrMessageId));
        if (found.isEmpty()) {
            throw new Refused("There is no receipt or Message-ID " + receiptOrMessageId
                    + ". The receipt stands in our 250 reply to the sender; records of finished mail are removed after the retention time.");
        }
        return found.stream().map(this::life).toList();
    }

    private List<Receipt> byMessageId(String text) {
        String bare = text.startsWith("<") && text.endsWith(">") && text.length() > 2 ? text.substring(1, text.length() - 1) : text;
        List<Receipt> found = receipts.byMessageId("<" + bare + ">");
        return found.isEmpty() ? receipts.byMessageId(bare) : found;
    }

    private Life life(Receipt receipt) {
        return new Life(receipt, receipts.posts(receipt.id()).stream().map(this::withList).toList());
    }

    private OnList withList(Post post) {
        Optional<MailingList> list = post.list().flatMap(lists::find);
        return new OnList(post, list.map(found -> found.address().toString()).orElse(""), receipts.topics(post.id()), goesOut(post) ? changes.apply(post) : List.of());
    }

    private static boolean goesOut(Post post) {
        return post.state() == Order.State.ACCEPTED || post.state() == Order.State.DISTRIBUTED;
    }

    public record Life(Receipt receipt, List<OnList> posts) {}

    /// What became of it on one list, to which of its topics it belongs, and by which transforms its copies differ from what came in; the address is
    /// empty when the list is gone or the post is a notice.
    public record OnList(Post post, String list, List<String> topics, List<String> transforms) {}
}
