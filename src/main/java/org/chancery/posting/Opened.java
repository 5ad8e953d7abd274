package org.chancery.posting;

import java.util.List;
import java.util.Optional;
import org.chancery.policy.Decision;
import org.chancery.policy.Facts;

/// What is known of a post on one list behind the station `open`. `instead`: it could not be opened now, and this is the answer.
/// `signatures`: MACs of the signatures it bears, to be remembered with it.
record Opened(Facts facts, Optional<Decision> instead, List<byte[]> signatures) {
    Opened {
        signatures = List.copyOf(signatures);
    }

    Opened(Facts facts) {
        this(facts, Optional.empty(), List.of());
    }
}
