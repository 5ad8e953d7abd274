package org.chancery.keyring;

import java.time.Duration;

/// The port to the signatures that some list of the site has accepted. They are written with the receipt of their post, in its commit.
@FunctionalInterface
public interface AcceptedMacs {
    /// How long they are remembered: twice as long as a signature may be old when it comes.
    Duration MEMORY = Duration.ofDays(14);

    boolean contains(byte[] mac);
}
