package org.chancery.keyring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The port to what some list of the site has accepted: signatures, and encryptions that were opened. They are written with the receipt of their mail, in its commit;
/// only what was opened and refused has none.
public interface AcceptedMacs {
    /// How long signatures are remembered: twice as long as one may be old when it comes.
    Duration MEMORY = Duration.ofDays(14);
    /// Encryptions do not grow old, but the keys that open them do: those of lists are made for two years.
    Duration CONTENT_MEMORY = Duration.ofDays(3 * 365);

    boolean contains(byte[] mac);

    /// Without a receipt: of what was opened and refused.
    void remember(List<Mark> marks, Instant at);
}
