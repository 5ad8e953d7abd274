package org.chancery.subscription;

import org.chancery.list.Member.Preferences;

/// What a request does once everybody who must agree has agreed.
public sealed interface Change {

    record Join(String displayName, Preferences preferences) implements Change {}

    /// A join that an owner asked for; the address alone decides.
    record Invited(String displayName, Preferences preferences) implements Change {}

    record Leave() implements Change {}

    /// As it is stored, bound in tokens and shown: `join`.
    default String word() {
        return switch (this) {
            case Join _ -> "join";
            case Invited _ -> "invitation";
            case Leave() -> "leave";
        };
    }
}
