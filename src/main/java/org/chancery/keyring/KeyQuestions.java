package org.chancery.keyring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// The port to what is known of when servers of others were asked for news of members' keys: one time for an address and a key,
/// whatever lists they are on.
public interface KeyQuestions {
    /// A key in force and when it was asked for last; empty for one that is new here.
    record Question(ListId list, Address address, String fingerprint, Optional<Instant> expires, Optional<Instant> asked) {}

    /// Of the OpenPGP keys in force of those with a role on a list: the ones that were never asked for, or not after `since`.
    List<Question> askedUntil(Instant since);

    /// Writes that the key is asked for at `at`, if `before` is what is known of the last time; false when somebody else was quicker.
    boolean ask(Question before, Instant at);
}
