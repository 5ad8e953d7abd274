package org.chancery.store;

/// Makes the `contentMac` of a receipt again from its stored octets, as `posting` made it; the key stays with the caller.
@FunctionalInterface
public interface ContentMac {
    byte[] of(byte[] message);
}
