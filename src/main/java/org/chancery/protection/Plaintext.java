package org.chancery.protection;

import java.util.Arrays;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;

/// What was inside an encrypted message: a MIME entity. Prints as `***`, is neither a record nor serialisable, so that no log, exception
/// or framework writes it out, and can be wiped.
///
/// Example: `try (Plaintext text = …) { text.message(); }`.
public final class Plaintext implements AutoCloseable {
    private final byte[] octets;

    /// The array is given away: nobody may keep it.
    public Plaintext(byte[] octets) {
        this.octets = octets;
    }

    /// A copy: whoever takes it answers for it.
    public byte[] reveal() {
        return octets.clone();
    }

    /// A view on these octets, without a copy: it lasts until they are wiped.
    public Parsed<Message> message() {
        return Message.parse(octets);
    }

    /// The array itself, for those who encrypt or write it: not to be changed, not to be kept.
    public byte[] borrow() {
        return octets;
    }

    /// In octets.
    public int size() {
        return octets.length;
    }

    /// Overwrites it.
    @Override
    public void close() {
        Arrays.fill(octets, (byte) 0);
    }

    @Override
    public String toString() {
        return "***";
    }
}
