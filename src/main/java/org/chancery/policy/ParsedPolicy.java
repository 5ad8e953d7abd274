package org.chancery.policy;

import java.util.function.Function;

/// What came of reading a policy: its value, or where and why it is none.
///
/// Example: `accept when from membre. otherwise refuse.` gives
/// `Wrong(1, 18, "expected a role (owner, moderator, ...) but found \"membre\"")`.
public sealed interface ParsedPolicy<T> {

    /// It was read.
    record Read<T>(T value) implements ParsedPolicy<T> {}

    /// It could not be read. Line and column count from 1; `why` is one sentence for the owner.
    record Wrong<T>(int line, int column, String why) implements ParsedPolicy<T> {
        @Override
        public String toString() {
            return "line " + line + ", column " + column + ": " + why;
        }
    }

    default <U> ParsedPolicy<U> map(Function<? super T, ? extends U> change) {
        return switch (this) {
            case Read<T>(T value) -> new Read<>(change.apply(value));
            case Wrong<T>(int line, int column, String why) -> new Wrong<>(line, column, why);
        };
    }

    /// For texts that our own code wrote. Throws `IllegalArgumentException` with place and reason otherwise.
    default T orThrow() {
        return switch (this) {
            case Read<T>(T value) -> value;
            case Wrong<T> wrong -> throw new IllegalArgumentException(wrong.toString());
        };
    }
}
