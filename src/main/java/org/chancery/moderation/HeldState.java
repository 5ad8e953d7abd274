package org.chancery.moderation;

import java.util.Optional;
import java.util.Set;
import org.chancery.posting.Receipts.Post;

/// The states of a post that was held (authorisation.md section 1.4). HELD is the only open one, and each of the others is the
/// end; a post that its author withdrew is DISCARDED with that reason.
public enum HeldState {
    HELD,
    RELEASED,
    REJECTED,
    DISCARDED,
    EXPIRED;

    /// Decisions of the policy that put a post on the desk.
    private static final Set<String> HOLDING = Set.of("hold", "ask");

    /// Empty for a post that was never held.
    public static Optional<HeldState> of(Post post) {
        if (!HOLDING.contains(post.judged().decision())) {
            return Optional.empty();
        }
        return switch (post.state()) {
            case HELD -> Optional.of(HELD);
            case ACCEPTED, DISTRIBUTED -> Optional.of(RELEASED);
            case REJECTED -> Optional.of(REJECTED);
            case DISCARDED -> Optional.of(DISCARDED);
            case EXPIRED -> Optional.of(EXPIRED);
            case REFUSED_UNTOLD -> Optional.empty();
        };
    }
}
