package org.chancery.delivery;

/// The number of one post on one list (or of one notice of ours): what is distributed.
public record PostingId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
