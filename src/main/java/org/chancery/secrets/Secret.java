package org.chancery.secrets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Octets that must not be seen: a key, a password. Prints as `***`, compares in constant time, and is neither
/// serialisable nor a record, so that no framework writes it out.
///
/// Example: `Secret.of("correct horse")`.
public final class Secret {
    private final byte[] octets;

    private Secret(byte[] octets) {
        this.octets = octets;
    }

    public static Secret of(byte[] octets) {
        return new Secret(octets.clone());
    }

    /// The UTF-8 octets of `text`.
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A copy: whoever takes it answers for it.
    public byte[] reveal() {
        return octets.clone();
    }

    /// As UTF-8 text: for the one place that shows or sends it.
    public String revealText() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    /// Takes the same time for each secret of the same length.
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(octets, that.octets);
    }

    /// Says nothing about the content.
    @Override
    public int hashCode() {
        return octets.length;
    }

    @Override
    public String toString() {
        return "***";
    }
}
