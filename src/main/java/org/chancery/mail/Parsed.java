package org.chancery.mail;

import java.util.Optional;
import java.util.function.Function;

/// The result of reading hostile input: the value, or where and why it is not one.
/// A parser returns this and never throws past itself.
///
/// Example: `Address.parse("a..b@example.org")` is `Malformed(2, "two dots in a row")`.
public sealed interface Parsed<T> {

    /// What was read.
    record Value<T>(T value) implements Parsed<T> {}

    /// Why nothing could be read. `at` is the offset of the first wrong octet or character,
    /// counted from 0; `why` is one clause that a person understands.
    record Malformed<T>(int at, String why) implements Parsed<T> {
        /// The same fault as the result of another parser.
        public <U> Malformed<U> as() {
            return new Malformed<>(at, why);
        }
    }

    static <T> Parsed<T> of(T value) {
        return new Value<>(value);
    }

    static <T> Parsed<T> malformed(int at, String why) {
        return new Malformed<>(at, why);
    }

    /// The value, if there is one.
    default Optional<T> toOptional() {
        return switch (this) {
            case Value<T>(T value) -> Optional.of(value);
            case Malformed<T> _ -> Optional.empty();
        };
    }

    default <U> Parsed<U> map(Function<? super T, ? extends U> change) {
        return switch (this) {
            case Value<T>(T value) -> new Value<>(change.apply(value));
            case Malformed<T> fault -> fault.as();
        };
    }

    /// For text that our own code or an administrator wrote.
    /// Throws `IllegalArgumentException` with the reason when it is malformed.
    default T orThrow() {
        return switch (this) {
            case Value<T>(T value) -> value;
            case Malformed<T>(int at, String why) -> throw new IllegalArgumentException(why + " (at position " + at + ")");
        };
    }
}
