package org.chancery.store;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The answer of a session to "may this be committed?". A unit may run again after a conflict; the session gave its answer the
/// first time.
final class OneAnswer {
    private final BooleanSupplier claim;
    private Optional<Boolean> answer = Optional.empty();

    OneAnswer(BooleanSupplier claim) {
        this.claim = claim;
    }

    /// Throws when the answer is no.
    void require() {
        boolean answered = answer.orElseGet(claim::getAsBoolean);
        answer = Optional.of(answered);
        if (!answered) {
            throw new Unclaimed();
        }
    }

    /// Rolls the unit back to its savepoint.
    static final class Unclaimed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unclaimed() {
            super("the session has answered already", null, false, false);
        }
    }
}
