package org.chancery.keyring;

import java.util.Optional;

/// What came of an act on keys: its result, or why nothing was done, in a sentence for the person who asked that says what to do next.
///
/// Example: `switch (desk.rotate(list, technology, by)) { case Outcome.Done(var key) -> …; case Outcome.Refused(String why) -> …; }`
public sealed interface Outcome<T> {
    record Done<T>(T value) implements Outcome<T> {}

    record Refused<T>(String why) implements Outcome<T> {
        /// Somebody else was quicker; the same may work a moment later.
        public boolean isBusy() {
            return why.equals(BUSY);
        }
    }

    /// Of an act that lost against others several times.
    String BUSY = "The keys were being changed by somebody else. Try again.";

    static <T> Outcome<T> busy() {
        return new Refused<>(BUSY);
    }

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> refused(String why) {
        return new Refused<>(why);
    }

    default Optional<T> toOptional() {
        return switch (this) {
            case Done<T>(T value) -> Optional.of(value);
            case Refused<T> _ -> Optional.empty();
        };
    }
}
