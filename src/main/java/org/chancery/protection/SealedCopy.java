package org.chancery.protection;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// One member's copy: octets of its own in front, and slices that all copies share and nobody may change.
public final class SealedCopy {
    private final List<byte[]> slices;

    SealedCopy(List<byte[]> slices) {
        this.slices = List.copyOf(slices);
    }

    public void writeTo(OutputStream out) throws IOException {
        for (byte[] slice : slices) {
            out.write(slice);
        }
    }

    /// In octets.
    public long size() {
        return slices.stream().mapToLong(slice -> slice.length).sum();
    }
}
