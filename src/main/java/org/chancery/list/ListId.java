package org.chancery.list;

/// The number of a list in this site; never reused. It is the shard key of everything after 250.
public record ListId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
