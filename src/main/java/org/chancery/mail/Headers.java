package org.chancery.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The fields of one header block in the order in which they were received (RFC 5322 section 3.6).
/// Names are compared without regard to case. Fields are offsets, made into [Header] when asked for: a block
/// of a thousand fields costs what its offsets cost.
public final class Headers {
    private final byte[] bytes;
    private final int[] offsets;
    private final int start;
    private final int end;

    private Headers(byte[] bytes, int[] offsets, int start, int end) {
        this.bytes = bytes;
        this.offsets = offsets;
        this.start = start;
        this.end = end;
    }

    public List<Header> all() {
        List<Header> all = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            all.add(get(i));
        }
        return List.copyOf(all);
    }

    public List<Header> all(String name) {
        List<Header> named = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (isNamed(i, name)) {
                named.add(get(i));
            }
        }
        return List.copyOf(named);
    }

    public Optional<Header> first(String name) {
        for (int i = 0; i < size(); i++) {
            if (isNamed(i, name)) {
                return Optional.of(get(i));
            }
        }
        return Optional.empty();
    }

    public int count(String name) {
        int count = 0;
        for (int i = 0; i < size(); i++) {
            count += isNamed(i, name) ? 1 : 0;
        }
        return count;
    }

    public int size() {
        return offsets.length / 3;
    }

    /// Where the first field stands or would stand: after a `From ` line of an mbox.
    int start() {
        return start;
    }

    /// Offset after the last field.
    int end() {
        return end;
    }

    private boolean isNamed(int index, String name) {
        return Header.hasName(bytes, offsets[3 * index], offsets[3 * index + 1], name);
    }

    private Header get(int index) {
        return new Header(bytes, offsets[3 * index], offsets[3 * index + 1], offsets[3 * index + 2]);
    }

    /// Collects the offsets while a block is read.
    static final class Collector {
        private final byte[] bytes;
        private final int start;
        private int[] offsets = new int[48];
        private int used;

        Collector(byte[] bytes, int start) {
            this.bytes = bytes;
            this.start = start;
        }

        int count() {
            return used / 3;
        }

        void field(int start, int colon, int end) {
            if (used == offsets.length) {
                offsets = Arrays.copyOf(offsets, used * 2);
            }
            offsets[used++] = start;
            offsets[used++] = colon;
            offsets[used++] = end;
        }

        /// The last field goes on to here.
        void continued(int end) {
            offsets[used - 1] = end;
        }

        Headers collected() {
            return new Headers(bytes, Arrays.copyOf(offsets, used), start, used == 0 ? start : offsets[used - 1]);
        }
    }
}
