package org.chancery.moderation;

import org.chancery.posting.Order;

/// What can be done with a held post.
public enum Verb {
    ACCEPT("held.accept", Order.State.ACCEPTED),
    /// Accept this post, and let the later posts of its author pass: the author becomes an allowed poster.
    ALWAYS("held.accept", Order.State.ACCEPTED),
    REJECT("held.reject", Order.State.REJECTED),
    DISCARD("held.discard", Order.State.DISCARDED),
    /// The author's own: the post is discarded with that reason.
    WITHDRAW("held.withdraw", Order.State.DISCARDED);

    private final String act;
    private final Order.State state;

    Verb(String act, Order.State state) {
        this.act = act;
        this.state = state;
    }

    /// As the audit log names it.
    public String act() {
        return act;
    }

    /// What the post becomes.
    public Order.State state() {
        return state;
    }

    /// Lets the post through, so that several people may have to agree.
    public boolean releases() {
        return state == Order.State.ACCEPTED;
    }
}
