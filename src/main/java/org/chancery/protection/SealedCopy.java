package org.chancery.protection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// One member's copy: octets of its own, and slices that all copies share and nobody may change.
public final class SealedCopy {
    private final List<byte[]> slices;

    SealedCopy(List<byte[]> slices) {
        this.slices = List.copyOf(slices);
    }

    /// In the order of the message. What is shared is the same array in all copies, so that work on it can be done once; each slice begins
    /// where a line begins, and none is empty. Not to be changed.
    public List<byte[]> slices() {
        return slices;
    }

    public void writeTo(OutputStream out) throws IOException {
        for (byte[] slice : slices) {
            out.write(slice);
        }
    }

    /// In one array, for a mail that goes to one person alone.
    public byte[] toByteArray() {
        var out = new ByteArrayOutputStream(Math.toIntExact(size()));
        slices.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /// In octets.
    public long size() {
        return slices.stream().mapToLong(slice -> slice.length).sum();
    }
}
