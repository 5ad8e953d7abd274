package org.chancery.delivery;

import java.util.Optional;

/// Where the couriers get posts from: implemented by `posting`, which transforms and seals.
/// Empty when the post is gone (its list was deleted); the courier then drops its work.
public interface PreparedPosts {
    Optional<PreparedPost> prepare(PostingId posting);

    /// How large it was when it was received, in octets; 0 when it is gone.
    long octets(PostingId posting);
}
