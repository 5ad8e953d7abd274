package org.chancery.keyring;

import java.util.Optional;

/// The life of a member's key on one list, as a table without memory: where the keys of one slot stand, what happens, and what comes of
/// it. Everything that makes a key count, or count no more, goes through here.
///
/// A first key counts once a challenge that was encrypted to it came back from its address. A person has one first key on a list, whatever the slot and
/// under whichever address of the account: all others would be read and signed with in the place of the first. So a key that takes the place of another
/// one, or comes beside it, needs besides the signature of one in use, or an owner and three days in which everybody is told, or the administrator of the site. A
/// revocation works at once, whoever brings it: it can only take something away. It is the word of the key's owner, so a successor that was proved
/// counts with it. A key that was taken out of force without a revocation is withdrawn: it counts no more, but its successor waits for an owner
/// and the three days all the same. Who has the mailbox may have got into the member's account with it, and said there that the key is not to count.
///
/// Example: `MemberKeyLife.step(Standing.ACTIVE, Event.UPLOADED)` is `ACTIVE_PENDING`, and [Effect#CHALLENGE].
final class MemberKeyLife {
    private MemberKeyLife() {}

    /// Which keys there are: one that counts, and one on its way.
    enum Standing {
        NONE,
        PENDING,
        ACTIVE,
        ACTIVE_PENDING,
        ACTIVE_PROVED,
        ACTIVE_COOLING,
        /// None counts in this slot, and one of the same person does in another or under another address.
        BESIDE,
        BESIDE_PENDING,
        BESIDE_PROVED,
        BESIDE_COOLING,
        /// The ones that counted were taken out of force, here or elsewhere, and nothing took their place yet.
        WITHDRAWN,
        WITHDRAWN_PENDING,
        WITHDRAWN_PROVED,
        WITHDRAWN_COOLING
    }

    enum Event {
        /// Another key than the active one was handed in.
        UPLOADED,
        /// The primary key of the active one, with newer self-signatures.
        RENEWED,
        /// The challenge came back from the address of the key.
        PROVED,
        /// The same, signed with a key of this person that is in use, in whatever slot.
        PROVED_AND_SIGNED,
        /// An owner is sure whose key it is.
        APPROVED,
        /// The administrator of the site hands it in.
        INSTALLED,
        /// Three days after an approval.
        COOLED,
        /// The owner of the active key, or an owner of the list, does not want the new one.
        OBJECTED,
        /// There is a revocation of the active or withdrawn key, made with it.
        REVOKED,
        /// The active key is not to count any more, without a revocation: an owner says so.
        WITHDRAWN
    }

    /// What becomes of the keys.
    enum Effect {
        /// The new one takes the place of the one on its way, and a challenge goes out.
        CHALLENGE,
        /// The active one takes in what is new.
        MERGE,
        /// The one on its way is proved; whoever may decide is told.
        AWAIT,
        /// It waits three days; whoever may object is told.
        COOL,
        /// The one on its way counts now, in the place of the active one if there is one.
        ACTIVATE,
        /// The given one counts now, and nothing is on its way.
        INSTALL,
        /// Nothing is on its way any more.
        DROP,
        /// Nothing counts any more; what is on its way stays.
        REVOKE,
        /// Nothing counts any more but what is on its way and proved.
        REVOKE_AND_ACTIVATE,
        /// Nothing counts any more; what is on its way stays, and waits as if it did.
        WITHDRAW
    }

    record Step(Standing to, Effect effect) {}

    /// Empty for what cannot happen there, or may not.
    static Optional<Step> step(Standing at, Event event) {
        return switch (at) {
            case NONE -> none(event);
            case PENDING -> pending(event);
            case ACTIVE -> active(event);
            case ACTIVE_PENDING -> activePending(event);
            case ACTIVE_PROVED -> activeProved(event);
            case ACTIVE_COOLING -> activeCooling(event);
            case BESIDE -> beside(event);
            case BESIDE_PENDING -> besidePending(event);
            case BESIDE_PROVED -> besideProved(event);
            case BESIDE_COOLING -> besideCooling(event);
            case WITHDRAWN -> withdrawn(event);
            case WITHDRAWN_PENDING -> withdrawnPending(event);
            case WITHDRAWN_PROVED -> withdrawnProved(event);
            case WITHDRAWN_COOLING -> withdrawnCooling(event);
        };
    }

    private static Optional<Step> none(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.PENDING, Effect.CHALLENGE);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case RENEWED, PROVED, PROVED_AND_SIGNED, APPROVED, COOLED, OBJECTED, REVOKED, WITHDRAWN -> Optional.empty();
        };
    }

    private static Optional<Step> pending(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.PENDING, Effect.CHALLENGE);
            case PROVED -> to(Standing.ACTIVE, Effect.ACTIVATE);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case OBJECTED -> to(Standing.NONE, Effect.DROP);
            case RENEWED, PROVED_AND_SIGNED, APPROVED, COOLED, REVOKED, WITHDRAWN -> Optional.empty();
        };
    }

    private static Optional<Step> active(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.ACTIVE_PENDING, Effect.CHALLENGE);
            case RENEWED -> to(Standing.ACTIVE, Effect.MERGE);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case REVOKED -> to(Standing.NONE, Effect.REVOKE);
            case WITHDRAWN -> to(Standing.WITHDRAWN, Effect.WITHDRAW);
            case PROVED, PROVED_AND_SIGNED, APPROVED, COOLED, OBJECTED -> Optional.empty();
        };
    }

    private static Optional<Step> activePending(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.ACTIVE_PENDING, Effect.CHALLENGE);
            case RENEWED -> to(Standing.ACTIVE_PENDING, Effect.MERGE);
            case PROVED -> to(Standing.ACTIVE_PROVED, Effect.AWAIT);
            case PROVED_AND_SIGNED -> to(Standing.ACTIVE, Effect.ACTIVATE);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case OBJECTED -> to(Standing.ACTIVE, Effect.DROP);
            case REVOKED -> to(Standing.PENDING, Effect.REVOKE);
            case WITHDRAWN -> to(Standing.WITHDRAWN_PENDING, Effect.WITHDRAW);
            case APPROVED, COOLED -> Optional.empty();
        };
    }

    private static Optional<Step> activeProved(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.ACTIVE_PENDING, Effect.CHALLENGE);
            case RENEWED -> to(Standing.ACTIVE_PROVED, Effect.MERGE);
            case PROVED_AND_SIGNED -> to(Standing.ACTIVE, Effect.ACTIVATE);
            case APPROVED -> to(Standing.ACTIVE_COOLING, Effect.COOL);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case OBJECTED -> to(Standing.ACTIVE, Effect.DROP);
            case REVOKED -> to(Standing.ACTIVE, Effect.REVOKE_AND_ACTIVATE);
            case WITHDRAWN -> to(Standing.WITHDRAWN_PROVED, Effect.WITHDRAW);
            case PROVED, COOLED -> Optional.empty();
        };
    }

    private static Optional<Step> activeCooling(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.ACTIVE_PENDING, Effect.CHALLENGE);
            case RENEWED -> to(Standing.ACTIVE_COOLING, Effect.MERGE);
            case PROVED_AND_SIGNED, COOLED -> to(Standing.ACTIVE, Effect.ACTIVATE);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case OBJECTED -> to(Standing.ACTIVE, Effect.DROP);
            case REVOKED -> to(Standing.ACTIVE, Effect.REVOKE_AND_ACTIVATE);
            case WITHDRAWN -> to(Standing.WITHDRAWN_COOLING, Effect.WITHDRAW);
            case PROVED, APPROVED -> Optional.empty();
        };
    }

    /// A revocation is one of the key that was taken out of force here before.
    private static Optional<Step> beside(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.BESIDE_PENDING, Effect.CHALLENGE);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case REVOKED -> to(Standing.BESIDE, Effect.REVOKE);
            case RENEWED, PROVED, PROVED_AND_SIGNED, APPROVED, COOLED, OBJECTED, WITHDRAWN -> Optional.empty();
        };
    }

    private static Optional<Step> besidePending(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.BESIDE_PENDING, Effect.CHALLENGE);
            case PROVED -> to(Standing.BESIDE_PROVED, Effect.AWAIT);
            case PROVED_AND_SIGNED -> to(Standing.ACTIVE, Effect.ACTIVATE);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case OBJECTED -> to(Standing.BESIDE, Effect.DROP);
            case REVOKED -> to(Standing.BESIDE_PENDING, Effect.REVOKE);
            case RENEWED, APPROVED, COOLED, WITHDRAWN -> Optional.empty();
        };
    }

    private static Optional<Step> besideProved(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.BESIDE_PENDING, Effect.CHALLENGE);
            case PROVED_AND_SIGNED -> to(Standing.ACTIVE, Effect.ACTIVATE);
            case APPROVED -> to(Standing.BESIDE_COOLING, Effect.COOL);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case OBJECTED -> to(Standing.BESIDE, Effect.DROP);
            case REVOKED -> to(Standing.BESIDE_PROVED, Effect.REVOKE);
            case RENEWED, PROVED, COOLED, WITHDRAWN -> Optional.empty();
        };
    }

    private static Optional<Step> besideCooling(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.BESIDE_PENDING, Effect.CHALLENGE);
            case PROVED_AND_SIGNED, COOLED -> to(Standing.ACTIVE, Effect.ACTIVATE);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case OBJECTED -> to(Standing.BESIDE, Effect.DROP);
            case REVOKED -> to(Standing.BESIDE_COOLING, Effect.REVOKE);
            case RENEWED, PROVED, APPROVED, WITHDRAWN -> Optional.empty();
        };
    }

    private static Optional<Step> withdrawn(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.WITHDRAWN_PENDING, Effect.CHALLENGE);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case REVOKED -> to(Standing.NONE, Effect.REVOKE);
            case RENEWED, PROVED, PROVED_AND_SIGNED, APPROVED, COOLED, OBJECTED, WITHDRAWN -> Optional.empty();
        };
    }

    /// What the withdrawn key signs agrees to nothing.
    private static Optional<Step> withdrawnPending(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.WITHDRAWN_PENDING, Effect.CHALLENGE);
            case PROVED, PROVED_AND_SIGNED -> to(Standing.WITHDRAWN_PROVED, Effect.AWAIT);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case OBJECTED -> to(Standing.WITHDRAWN, Effect.DROP);
            case REVOKED -> to(Standing.PENDING, Effect.REVOKE);
            case RENEWED, APPROVED, COOLED, WITHDRAWN -> Optional.empty();
        };
    }

    private static Optional<Step> withdrawnProved(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.WITHDRAWN_PENDING, Effect.CHALLENGE);
            case APPROVED -> to(Standing.WITHDRAWN_COOLING, Effect.COOL);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case OBJECTED -> to(Standing.WITHDRAWN, Effect.DROP);
            case REVOKED -> to(Standing.ACTIVE, Effect.REVOKE_AND_ACTIVATE);
            case RENEWED, PROVED, PROVED_AND_SIGNED, COOLED, WITHDRAWN -> Optional.empty();
        };
    }

    private static Optional<Step> withdrawnCooling(Event event) {
        return switch (event) {
            case UPLOADED -> to(Standing.WITHDRAWN_PENDING, Effect.CHALLENGE);
            case COOLED -> to(Standing.ACTIVE, Effect.ACTIVATE);
            case INSTALLED -> to(Standing.ACTIVE, Effect.INSTALL);
            case OBJECTED -> to(Standing.WITHDRAWN, Effect.DROP);
            case REVOKED -> to(Standing.ACTIVE, Effect.REVOKE_AND_ACTIVATE);
            case RENEWED, PROVED, PROVED_AND_SIGNED, APPROVED, WITHDRAWN -> Optional.empty();
        };
    }

    private static Optional<Step> to(Standing standing, Effect effect) {
        return Optional.of(new Step(standing, effect));
    }
}
