package org.chancery.delivery.bounce;

import java.util.List;

/// What a message says about deliveries that failed or wait. `recipients` may be empty for a bounce that names nobody, and
/// is empty for everything that is no bounce. Each address stands in it once.
///
/// Example: `BounceReader.read(message).recipients().getFirst().permanent()`.
public record BounceReading(boolean isBounce, List<FailedRecipient> recipients) {
    static final BounceReading NO_BOUNCE = new BounceReading(false, List.of());

    public BounceReading {
        recipients = List.copyOf(recipients);
        if (!isBounce && !recipients.isEmpty()) {
            throw new IllegalArgumentException("a message that is no bounce has no failed recipients");
        }
    }
}
