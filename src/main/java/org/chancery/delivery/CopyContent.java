package org.chancery.delivery;

import java.util.List;

/// The octets of one recipient's copy, or why there is none. CRLF lines, not dot-stuffed.
///
/// Example: `new CopyContent.Shared(fields)` is these header fields followed by what all copies have in common.
public sealed interface CopyContent {

    /// Header fields of this copy alone (each ending in CRLF, may be empty), then [PreparedPost#shared].
    record Shared(byte[] fields) implements CopyContent {}

    /// Fields of this copy alone, then slices, each beginning at the start of a line. Slices that several copies have in common are the
    /// same arrays, so that what is made of them can be kept.
    record Sliced(byte[] fields, List<byte[]> slices) implements CopyContent {
        public Sliced {
            slices = List.copyOf(slices);
        }
    }

    /// There is none yet, for a reason that the owners can remove: the copy waits, as for a site that is down.
    record NotYet(String reason) implements CopyContent {}

    /// There is no copy that this recipient may have: nothing is sent. `status` is an enhanced status code (RFC 3463).
    record Withheld(String status, String reason) implements CopyContent {
        Outcome outcome() {
            return new Outcome.Failed(status, reason);
        }
    }
}
