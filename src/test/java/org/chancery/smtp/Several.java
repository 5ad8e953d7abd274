package org.chancery.smtp;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// Transmissions one after the other; `may` says whether the content of one may leave.
record Several(Deque<Transmission> left, Predicate<Transmission> may, BiConsumer<Transmission, List<RecipientOutcome>> outcomes) implements Sending {
    static Several of(Collection<Transmission> all, BiConsumer<Transmission, List<RecipientOutcome>> outcomes) {
        return new Several(new ArrayDeque<>(all), _ -> true, outcomes);
    }

    @Override
    public Optional<Transmission> next() {
        return Optional.ofNullable(left.poll());
    }

    @Override
    public boolean mayGo(Transmission transmission) {
        return may.test(transmission);
    }

    @Override
    public void outcome(Transmission transmission, List<RecipientOutcome> given) {
        outcomes.accept(transmission, given);
    }
}
