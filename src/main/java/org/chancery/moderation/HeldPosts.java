package org.chancery.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.chancery.audit.Act;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Waiting;

/// The port to posts that wait: their keys, their approvals and the one transaction that decides about them.
public interface HeldPosts {

    /// A key with the post it belongs to; found for posts that were decided, too. `wrong`: wrong tokens tried with its id.
    record Key(Waiting.Key key, PostingId posting, ReceiptId receipt, ListId list, boolean forOwners, int wrong) {}

    Optional<Key> key(long id);

    /// Held posts that lie on the desk of the owners alone.
    Set<PostingId> forOwners();

    /// A token with this id had a wrong MAC.
    void wrongToken(long id);

    /// The key of this bearer for this post; `fresh` where there was none yet.
    Waiting.Key keyOf(PostingId posting, Waiting.Key fresh);

    /// A decision with all that belongs to it: by whom (`approver`: a name; the addresses of one account are one person), the
    /// reason that is kept, the mails that go out if it is this decision that ends the waiting, and the act that is logged then.
    record Decision(PostingId posting, Verb verb, String approver, String reason, List<Notice> notices, Act act) {
        public Decision {
            notices = List.copyOf(notices);
        }
    }

    /// One transaction: of all decisions about a post one wins. `claim` is asked last before the commit; false undoes all.
    Ruling decide(Decision decision, BooleanSupplier claim);

    /// A post that is sent to people for advice: one mail to each, and the act, whose detail becomes the addresses that it really goes to.
    record Forward(PostingId posting, List<Letter> letters, Act act) {
        public Forward {
            letters = List.copyOf(letters);
        }

        public record Letter(Address to, Notice notice) {}
    }

    /// One transaction: who had the post before is left out, and where more than `most` would have had it nobody gets it. `claim` is asked
    /// last before the commit; false undoes all.
    Forwarding forward(Forward forward, int most, BooleanSupplier claim);

    /// To whom the post was forwarded so far, in the order of time.
    List<Address> forwardedTo(PostingId posting);

    /// Who has agreed so far, in the order of time: addresses, and actors of the command line.
    List<String> approvers(PostingId posting);

    /// Posts whose time to wait is over, at most `limit`.
    List<PostingId> overdue(Instant now, int limit);

    /// Ends the waiting of an overdue post; false when it was ended already.
    boolean expire(PostingId posting, Instant now, Optional<Notice> notice, Act act);

    /// May this moderator be reminded again?
    boolean mayRemind(Address moderator, Instant now);

    /// Queues the reminder unless another server did; until `next` there is no further one.
    boolean remind(Address moderator, Notice notice, Instant now, Instant next);
}
