package org.chancery.smtp;

import java.util.Arrays;
import java.util.Optional;

/// A message while it arrives: grows within its size limit and the site's memory budget.
/// Once it may not grow it gives its memory back at once and only remembers why.
final class MessageBuffer implements AutoCloseable {
    private static final int MIN_CAPACITY = 4 * 1024;
    private static final int MAX_FIRST_CAPACITY = 64 * 1024; // SIZE= is only a claim

    /// Why the content cannot be kept, the gravest first.
    enum Fault {
        BARE_LINE_END,
        HOLDS_NUL,
        TOO_LARGE,
        NO_MEMORY
    }

    private final MemoryBudget budget;
    private final int maxOctets;
    private final int firstCapacity;
    private byte[] bytes = {};
    private int size;
    private Optional<Fault> fault = Optional.empty();

    MessageBuffer(MemoryBudget budget, int maxOctets, long declaredOctets) {
        this.budget = budget;
        this.maxOctets = maxOctets;
        this.firstCapacity = (int) Math.clamp(declaredOctets, MIN_CAPACITY, MAX_FIRST_CAPACITY);
    }

    void append(byte[] from, int offset, int length) {
        if (fault.isPresent()) {
            return;
        }
        if (length > maxOctets - size) {
            fail(Fault.TOO_LARGE);
        } else if (length <= bytes.length - size || grow(size + length)) {
            System.arraycopy(from, offset, bytes, size, length);
            size += length;
        } else {
            fail(Fault.NO_MEMORY);
        }
    }

    private boolean grow(int needed) {
        int capacity = Math.max(bytes.length == 0 ? firstCapacity : (int) Math.min(bytes.length * 2L, maxOctets), needed);
        if (!budget.take(capacity)) {
            return false;
        }
        int before = bytes.length;
        bytes = Arrays.copyOf(bytes, capacity);
        budget.giveBack(before);
        return true;
    }

    void fail(Fault newFault) {
        if (fault.isEmpty() || newFault.compareTo(fault.get()) < 0) {
            fault = Optional.of(newFault);
        }
        close();
    }

    Optional<Fault> fault() {
        return fault;
    }

    int size() {
        return size;
    }

    /// Valid up to [#size].
    byte[] contentSoFar() {
        return bytes;
    }

    /// The content in an array of exactly its length. The permits stay taken until [#close].
    byte[] toBytes() {
        if (bytes.length != size) {
            if (!budget.take(size)) {
                fail(Fault.NO_MEMORY);
                return bytes;
            }
            int before = bytes.length;
            bytes = Arrays.copyOf(bytes, size);
            budget.giveBack(before);
        }
        return bytes;
    }

    @Override
    public void close() {
        budget.giveBack(bytes.length);
        bytes = new byte[0];
        size = 0;
    }
}
