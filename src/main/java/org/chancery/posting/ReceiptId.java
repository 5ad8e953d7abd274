package org.chancery.posting;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Names one received message: a UUIDv7 (RFC 9562 section 5.7), given before the message is stored and told in the 250.
public record ReceiptId(UUID value) {

    public static ReceiptId create(Instant now, RandomGenerator random) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new ReceiptId(new UUID(high, low));
    }

    public static Optional<ReceiptId> parse(String text) {
        try {
            return text.length() == 36 ? Optional.of(new ReceiptId(UUID.fromString(text))) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
