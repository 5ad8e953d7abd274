package org.chancery.moderation;

import java.util.List;
import org.chancery.mail.Address;

/// What somebody answers to a mail of the desk, as [ReplyReader] reads it.
///
/// Example: `Reject off topic here` is `Decision(REJECT, "off topic here")`.
sealed interface Reply {

    /// Only a rejection has a reason.
    record Decision(Verb verb, String reason) implements Reply {}

    /// Send the post to these for advice; `note` goes with it, may be empty.
    record Forward(List<Address> to, String note) implements Reply {
        public Forward {
            to = List.copyOf(to);
        }
    }
}
