package org.chancery.subscription;

import java.util.Map;
import org.chancery.list.Choice;
import org.chancery.list.Member.Preferences;
import org.chancery.mail.Address;

/// What a request does once everybody who must agree has agreed.
public sealed interface Change {

    record Join(String displayName, Preferences preferences) implements Change {}

    /// A join that an owner asked for; the address alone decides.
    record Invited(String displayName, Preferences preferences) implements Change {}

    record Leave() implements Change {}

    /// The member's choices, as the command `set` writes them; read again when the address agrees. Who is no member by then has
    /// nothing to choose.
    record Choose(Map<Choice, String> choices) implements Change {
        public Choose {
            choices = Map.copyOf(choices);
        }
    }

    /// The first half of a change of address: the old address lets everything go to another, which is asked next.
    record GiveUp(Address to) implements Change {}

    /// The preferred address of a person lets another one of the same person take its place, and all memberships that follow it go along.
    record Prefer(Address to) implements Change {}

    /// The second half: the new address takes over every membership of the old one, on all lists.
    record TakeOver(Address from) implements Change {}

    /// Does it make the address a member, so that bans and closed lists stand against it?
    default boolean brings() {
        return switch (this) {
            case Join _, Invited _, TakeOver _ -> true;
            case Leave _, Choose _, GiveUp _, Prefer _ -> false;
        };
    }

    /// As it is stored, bound in tokens and shown: `join`.
    default String word() {
        return switch (this) {
            case Join _ -> "join";
            case Invited _ -> "invitation";
            case Leave() -> "leave";
            case Choose _ -> "set";
            case GiveUp _ -> "new-address";
            case Prefer _ -> "preferred-address";
            case TakeOver _ -> "address";
        };
    }
}
