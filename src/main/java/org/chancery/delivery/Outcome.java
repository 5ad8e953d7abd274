package org.chancery.delivery;

import java.time.Instant;

/// What became of one copy. `status` is an enhanced status code (RFC 3463), `reply` what the other server said
/// or why there was no reply, in one line of at most 500 characters.
public sealed interface Outcome {
    /// What the other server said is not kept: nobody asks for it.
    record Delivered() implements Outcome {}

    /// The recipient's own temporary refusal: tried again at `until`.
    record Deferred(Instant until, String status, String reply) implements Outcome {}

    /// Final. RFC 5321 section 4.2.1: a 5yz reply, or five days of 4yz.
    record Failed(String status, String reply) implements Outcome {}
}
