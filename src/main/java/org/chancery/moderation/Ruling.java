package org.chancery.moderation;

import java.util.Locale;
import org.chancery.posting.Order;

/// What came of a decision about a held post.
public sealed interface Ruling {

    /// It was this decision that moved the post to `state`.
    record Done(Order.State state) implements Ruling {
        /// `accepted`, `rejected` or `discarded`.
        public String word() {
            return state.name().toLowerCase(Locale.ROOT);
        }
    }

    /// The approval counts, and more are needed. `isNew` is false for somebody who had agreed before.
    record Counted(int have, int need, boolean isNew) implements Ruling {}

    /// The author's own approval, which never counts among several.
    record OwnPost() implements Ruling {}

    /// Nothing was changed: the post waits no longer, and this is what it is.
    record NotHeld(Order.State state) implements Ruling {}

    /// Nothing was changed: the session had been answered already.
    record TooLate() implements Ruling {}
}
