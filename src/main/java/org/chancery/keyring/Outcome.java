package org.chancery.keyring;

import java.util.Optional;

/// What came of an act on keys: its result, or why nothing was done, in a sentence for the person who asked that says what to do next.
///
/// Example: `switch (desk.rotate(list, technology, by)) { case Outcome.Done(var key) -> …; case Outcome.Refused(String why) -> …; }`
public sealed interface Outcome<T> {
    record Done<T>(T value) implements Outcome<T> {}

    record Refused<T>(String why) implements Outcome<T> {}

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
