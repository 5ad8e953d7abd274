package org.chancery.administration;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.posting.Order;
import org.chancery.posting.Receipts;
import org.chancery.posting.Receipts.Post;

/// The moderators' desk: posts that wait for a decision of people.
/// A post is decided once; who comes second is told what became of it.
public final class ModeratorsDesk {
    private final Receipts receipts;
    private final Lists lists;
    private final InstantSource clock;

    ModeratorsDesk(Receipts receipts, Lists lists, InstantSource clock) {
        this.receipts = receipts;
        this.lists = lists;
        this.clock = clock;
    }

    /// Held posts of one list or of all, oldest first.
    public List<Held> held(Optional<MailingList> list) {
        return receipts.held(list.map(MailingList::id)).stream().map(this::withList).toList();
    }

    public Held require(String number) {
        return withList(receipts.post(parse(number)).orElseThrow(() ->
                new Refused("There is no post " + number + ". \"chancery held list\" names those that wait.")));
    }

    /// The octets as they were received, or empty once they were removed.
    public Optional<byte[]> message(Post post) {
        return receipts.message(post.receipt());
    }

    /// A post whose rule asks for several approvals is not let through by one: refused until they can be counted.
    public void accept(Caller caller, String number, String reason) {
        int approvals = require(number).post().judged().approvals();
        if (approvals > 1) {
            throw new Refused("Post " + number + " needs " + approvals + " approvals, and approvals by several people are not counted yet;"
                    + " reject or discard it, or let the author send it again under another policy.");
        }
        decide(caller, number, Order.State.ACCEPTED, "held.accept", reason);
    }

    public void reject(Caller caller, String number, String reason) {
        decide(caller, number, Order.State.REJECTED, "held.reject", reason);
    }

    public void discard(Caller caller, String number, String reason) {
        decide(caller, number, Order.State.DISCARDED, "held.discard", reason);
    }

    private void decide(Caller caller, String number, Order.State to, String action, String reason) {
        Held held = require(number);
        held.post().list().flatMap(lists::find).ifPresentOrElse(
                list -> caller.must(Permission.DECIDE_POSTS, list), () -> caller.must(Permission.DECIDE_POSTS));
        String object = held.list() + " post=" + held.post().id() + " receipt=" + held.post().receipt();
        if (!receipts.decide(held.post().id(), to, reason, caller.act(clock.instant(), action, object, reason))) {
            throw new Refused("Post " + number + " is not held (any more); it is " + Words.of(require(number).post().state()) + ".");
        }
    }

    private Held withList(Post post) {
        return new Held(post, address(post.list()));
    }

    private String address(Optional<ListId> list) {
        return list.flatMap(lists::find).map(found -> found.address().toString()).orElse("");
    }

    static PostingId parse(String number) {
        if (!number.matches("[0-9]{1,18}")) {
            throw new Refused("\"" + number + "\" is not the number of a post; numbers stand in the first column of \"chancery held list\" and \"chancery queue show\".");
        }
        return new PostingId(Long.parseLong(number));
    }

    /// A post with the address of its list; the address is empty when the list is gone.
    public record Held(Post post, String list) {}
}
