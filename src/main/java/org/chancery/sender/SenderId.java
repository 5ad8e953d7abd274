package org.chancery.sender;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Names a sender whatever his addresses are: a UUIDv7 (RFC 9562 section 5.7) that is never shown to mail and never reused.
public record SenderId(UUID value) {
    private static final int LENGTH = 36;

    public static SenderId create(Instant now, RandomGenerator random) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new SenderId(new UUID(high, low));
    }

    /// Empty for what is not one, in the form of [#toString].
    public static Optional<SenderId> parse(String text) {
        try {
            return text.length() == LENGTH ? Optional.of(new SenderId(UUID.fromString(text))) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
