package org.chancery.smtp;

import java.util.List;
import java.util.Optional;

/// What is to be sent over one connection, one transmission after the other, and who hears what became of each. Called by the thread that
/// sends; nothing may throw. Example: a queue of copies, in `delivery`.
public interface Sending {
    /// The next one; empty: nothing for now. Asked while the outcome of the one before is still open, so it must not wait for that.
    Optional<Transmission> next();

    /// Asked when the server waits for the content, before its first octet leaves; whatever was sent earlier has had its outcome. May wait. False:
    /// the connection is broken off, so that the server takes nothing (RFC 5321 section 4.1.1.4).
    default boolean mayGo(Transmission transmission) {
        return true;
    }

    /// Exactly once for each transmission, in their order; one outcome for each recipient.
    void outcome(Transmission transmission, List<RecipientOutcome> outcomes);
}
