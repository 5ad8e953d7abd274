package org.chancery.delivery;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.chancery.smtp.DotStuffed;

/// The octets of one post as they go over the wire. What several copies have in common is looked through for dots once.
final class StuffedSlices {
    /// Sealed copies meet their common end in a few ways for each class of readers; smaller slices are a copy's own.
    private static final int KEPT_FROM = 2_048;
    private static final int MAX_KEPT = 300;

    private final DotStuffed shared;
    private final Map<byte[], DotStuffed> kept = new IdentityHashMap<>();

    StuffedSlices(byte[] shared) {
        this.shared = DotStuffed.of(shared);
    }

    DotStuffed shared() {
        return shared;
    }

    List<DotStuffed> shared(byte[] fields) {
        return fields.length == 0 ? List.of(shared) : List.of(DotStuffed.of(fields), shared);
    }

    List<DotStuffed> sliced(byte[] fields, List<byte[]> slices) {
        List<DotStuffed> all = new ArrayList<>(slices.size() + 1);
        if (fields.length > 0) {
            all.add(DotStuffed.of(fields));
        }
        for (byte[] slice : slices) {
            if (slice.length > 0) {
                all.add(slice.length < KEPT_FROM ? DotStuffed.of(slice) : keeping(slice));
            }
        }
        return all;
    }

    private synchronized DotStuffed keeping(byte[] slice) {
        DotStuffed known = kept.get(slice);
        if (known == null) {
            known = DotStuffed.of(slice);
            if (kept.size() < MAX_KEPT) {
                kept.put(slice, known);
            }
        }
        return known;
    }
}
