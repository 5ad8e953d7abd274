package org.chancery.notice;

import java.time.Duration;
import org.chancery.mail.Address;

/// The port to the memory of whom we answered: nobody gets the same kind of answer again before `grace` is over
/// (RFC 3834 section 2, RFC 5230 section 4.2), whatever the spelling of the address ([Address#limitKey]).
public interface Answers {
    /// True once: the caller may write this answer, and that is remembered in the same step. `kind` names what is
    /// answered, together with the list where that matters: `help talk@example.org`.
    boolean mayAnswer(Address to, String kind, Duration grace);
}
