package org.chancery.dns;

import java.time.Duration;
import java.util.List;

/// What the DNS said to one [Question]. Only [NoData] and [NxDomain] are a certain "no".
///
/// Example: `switch (resolver.txt("example.org"))` has four cases and needs no `default`.
public sealed interface Answer<T> {

    /// At least one record. `ttl` is the smallest of the records and of the aliases on the way to them.
    /// `authenticated` is the AD bit (RFC 6840 section 5.8): worth as much as the path to the server that set it.
    record Found<T>(List<T> values, Duration ttl, boolean authenticated) implements Answer<T> {
        public Found {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("an answer without records is NoData");
            }
        }
    }

    /// The name exists and has no record of this type. `ttl` after RFC 2308 section 5, zero if unknown.
    record NoData<T>(Duration ttl) implements Answer<T> {}

    /// The name, or the one its aliases lead to, does not exist (RCODE 3). `ttl` as with [NoData].
    record NxDomain<T>(Duration ttl) implements Answer<T> {}

    /// Nothing is known. Ask again later; never refuse or accept for good because of it.
    record TemporaryFailure<T>(String why) implements Answer<T> {}

    /// The records, or none: for callers that have looked at [TemporaryFailure] before.
    default List<T> valuesOrNone() {
        return switch (this) {
            case Found<T> found -> found.values();
            case NoData<T> _, NxDomain<T> _, TemporaryFailure<T> _ -> List.of();
        };
    }

    /// How long the answer holds; zero for a failure, which must not be kept.
    default Duration lifetime() {
        return switch (this) {
            case Found<T> found -> found.ttl();
            case NoData<T>(Duration ttl) -> ttl;
            case NxDomain<T>(Duration ttl) -> ttl;
            case TemporaryFailure<T> _ -> Duration.ZERO;
        };
    }

    /// The same answer with another time to live.
    default Answer<T> withLifetime(Duration ttl) {
        return switch (this) {
            case Found<T>(List<T> values, Duration _, boolean authenticated) -> new Found<>(values, ttl, authenticated);
            case NoData<T> _ -> new NoData<>(ttl);
            case NxDomain<T> _ -> new NxDomain<>(ttl);
            case TemporaryFailure<T> failure -> failure;
        };
    }
}
