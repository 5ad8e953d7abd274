package org.chancery.keyring;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.chancery.keyring.MemberKeyLife.Event;
import org.chancery.keyring.MemberKeySteps.Happening;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.protection.CryptoReport;

/// Words about one key of a member, named by its fingerprint. To name a key proves nothing: what was proved and waits can be agreed to, what is in use or
/// on its way can be ended, and everything else is only told. Each act is done to this very key or not at all, whatever else happens meanwhile.
///
/// Example: `named.agree(list, address, fingerprint, report, by)` of a mail that the key in use signed.
public final class NamedKeys {
    private final Ports ports;
    private final MemberKeySteps steps;
    private final InstantSource clock;

    NamedKeys(Ports ports, MemberKeySteps steps, InstantSource clock) {
        this.ports = ports;
        this.steps = steps;
        this.clock = clock;
    }

    /// How it stands with the key now. `key` is it, or the one that waits in its place ([What#OTHER]); empty for [What#UNKNOWN].
    public record Named(What what, Optional<MemberKey> key) {
        public enum What {
            /// It takes the place of the one before it by this very word.
            CAME_INTO_USE,
            IN_USE,
            /// Its challenge is not answered.
            UNPROVED,
            /// It was proved, and waits for the word of the one in use, or of an owner.
            AWAITED,
            /// An owner has agreed by this very word; it counts at its deadline.
            APPROVED,
            /// It counts at its deadline.
            COOLING,
            /// It was revoked or taken out of force.
            OVER,
            /// It is not to be used any more, by what happened at this very moment.
            DROPPED,
            /// Others were quicker, several times; the same may work a moment later.
            BUSY,
            /// It was not handed in, and another one is on its way.
            OTHER,
            UNKNOWN
        }
    }

    /// The holder's word for a key that was proved, in a mail that `report` is about: it counts from now on if a key in use of
    /// this person made the signature, in whatever slot, as when a challenge is answered.
    public Named agree(MailingList list, Address address, Fingerprint wanted, CryptoReport report, By by) {
        Named now = look(list, address, wanted);
        if (now.what() != Named.What.AWAITED && now.what() != Named.What.COOLING) {
            return now;
        }
        MemberKey key = now.key().orElseThrow();
        if (MemberKeySteps.signer(report, steps.ring(list, address, key.slot()).inUse()).isEmpty()) {
            return now;
        }
        Predicate<MemberRing> same = ring -> isOf(ring.open(), key.fingerprint()) && MemberKeySteps.signer(report, ring.inUse()).isPresent();
        return steps.step(list, Happening.of(key, Event.PROVED_AND_SIGNED).when(same), by)
                .map(_ -> new Named(Named.What.CAME_INTO_USE, Optional.of(key))).orElseGet(() -> after(list, key, wanted));
    }

    /// An owner's word for a key that was proved: it counts after [MemberRing#COOLING].
    public Named approve(MailingList list, Address address, Fingerprint wanted, By by) {
        Named now = look(list, address, wanted);
        if (now.what() != Named.What.AWAITED) {
            return now;
        }
        MemberKey key = now.key().orElseThrow();
        return steps.step(list, Happening.of(key, Event.APPROVED).when(ring -> isOf(ring.open(), key.fingerprint())), by)
                .map(ring -> new Named(Named.What.APPROVED, ring.open())).orElseGet(() -> after(list, key, wanted));
    }

    /// Whatever kept the word from being done.
    private Named after(MailingList list, MemberKey key, Fingerprint wanted) {
        Named now = look(list, key.address(), wanted);
        return switch (now.what()) {
            case UNKNOWN, OTHER -> new Named(Named.What.DROPPED, Optional.of(key));
            case AWAITED -> new Named(Named.What.BUSY, Optional.of(key));
            case CAME_INTO_USE, IN_USE, UNPROVED, APPROVED, COOLING, OVER, DROPPED, BUSY -> now;
        };
    }

    private Named look(MailingList list, Address address, Fingerprint wanted) {
        List<MemberKey> keys = ports.members().of(list.id(), address);
        Optional<MemberKey> key = keys.stream().filter(known -> isOf(Optional.of(known), wanted.hex())).findFirst();
        Named.What what = key.map(this::what).orElse(Named.What.UNKNOWN);
        if (what != Named.What.UNKNOWN) {
            return new Named(what, key);
        }
        Optional<MemberKey> other = keys.stream().filter(known -> known.state().isOpen()).filter(known -> what(known) != Named.What.UNKNOWN).findFirst();
        return new Named(other.isPresent() ? Named.What.OTHER : Named.What.UNKNOWN, other);
    }

    /// What was only seen in passing, and a challenge that is over, are as if they had never been there.
    private Named.What what(MemberKey key) {
        Instant now = clock.instant();
        return switch (key.state()) {
            case CANDIDATE -> Named.What.UNKNOWN;
            case PENDING -> now.isBefore(key.created().plus(MemberRing.CHALLENGE)) ? Named.What.UNPROVED : Named.What.UNKNOWN;
            case PROVED -> Named.What.AWAITED;
            case COOLING -> Named.What.COOLING;
            case ACTIVE -> Named.What.IN_USE;
            case WITHDRAWN, REVOKED -> Named.What.OVER;
        };
    }

    /// Where the key is in use or on its way on this list: anybody may have handed in a key that everybody can see.
    public List<MemberKey> places(MailingList list, Fingerprint wanted) {
        return ports.members().of(list.id()).stream().filter(key -> (key.isActive() || key.state().isOpen()) && isOf(Optional.of(key), wanted.hex())).toList();
    }

    /// The key in use counts no more and its successor waits, as by [MemberKeyDesk#revoke]; the one on its way is dropped. False when it is neither any more.
    public boolean end(MailingList list, MemberKey key, By by) {
        Event event = key.isActive() ? Event.WITHDRAWN : Event.OBJECTED;
        return steps.step(list, Happening.of(key, event).when(ring -> isOf(key.isActive() ? ring.active() : ring.open(), key.fingerprint())), by).isPresent();
    }

    private static boolean isOf(Optional<MemberKey> key, String fingerprint) {
        return key.filter(known -> known.fingerprint().equalsIgnoreCase(fingerprint)).isPresent();
    }
}
