package org.chancery.posting;

import java.util.List;
import java.util.Optional;

/// The port to those who tell people that a post waits. What they answer is stored with the post, in its commit.
@FunctionalInterface
public interface HoldNotices {
    /// Tells nobody, and posts wait for ever.
    HoldNotices NONE = _ -> new Waiting(Optional.empty(), false, List.of(), List.of());

    Waiting of(HeldPost post);
}
