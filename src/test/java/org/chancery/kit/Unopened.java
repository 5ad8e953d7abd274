package org.chancery.kit;

/// What a field of a test holds before `@BeforeEach` has opened it.
///
/// Example: `private Store store = unopened();`.
public final class Unopened {
    private Unopened() {}

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    public static <T> T unopened() {
        return null;
    }
}
