package org.chancery.moderation;

import org.chancery.delivery.PostingId;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.posting.Waiting;

/// Somebody with a token that holds: one address that may do one kind of act on one post.
public record Bearer(Address address, Waiting.Action action, PostingId posting, MailingList list, long key) {

    /// May do with the post what moderators do; else it is its author, who may only take it back.
    public boolean isModerator() {
        return action == Waiting.Action.MODERATE;
    }

    /// Is this for such a bearer? The author only takes the post back.
    boolean may(Reply reply) {
        return switch (reply) {
            case Reply.Decision(Verb verb, String _) -> may(verb);
            case Reply.Forward _ -> isModerator();
        };
    }

    /// Is this for such a bearer?
    public boolean may(Verb verb) {
        return isModerator() == (verb != Verb.WITHDRAW);
    }
}
