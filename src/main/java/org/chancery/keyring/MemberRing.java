package org.chancery.keyring;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.keyring.MemberKeyLife.Effect;
import org.chancery.keyring.MemberKeyLife.Standing;
import org.chancery.mail.Address;

/// The keys of one address in one slot: what [MemberKeyLife] says about them, carried out on the rows. Pure.
///
/// `besides`: what else this person has on the list, in other slots and under the other addresses of the account. It does not change here, and it says what
/// the next key in this slot needs: keys of one person vouch for each other, and a person has a first key once.
record MemberRing(List<MemberKey> keys, List<MemberKey> besides) {
    /// After an owner's approval everybody has this long to object.
    static final Duration COOLING = Duration.ofHours(72);
    /// A challenge is answered within it, or the key has to be handed in anew.
    static final Duration CHALLENGE = Duration.ofDays(7);
    /// Revoked keys are kept for the signatures on old mail; more of them tell nothing.
    private static final int MOST_REVOKED = 10;
    private static final Duration NOTED = Duration.ofDays(30); // a third of the time after which the store forgets a candidate

    MemberRing {
        keys = List.copyOf(keys);
        besides = List.copyOf(besides);
    }

    /// Of all that a person has on a list, by the place of one key.
    static MemberRing of(List<MemberKey> person, Address address, Slot slot) {
        Map<Boolean, List<MemberKey>> here = person.stream().collect(Collectors.partitioningBy(key -> key.slot() == slot && key.address().equals(address)));
        return new MemberRing(here.getOrDefault(true, List.of()), here.getOrDefault(false, List.of()));
    }

    /// All keys of the person that were looked at.
    List<MemberKey> person() {
        return Stream.concat(keys.stream(), besides.stream()).toList();
    }

    /// Of the person, in any place: the one in this slot first.
    List<MemberKey> inUse() {
        return person().stream().filter(MemberKey::isActive).toList();
    }

    /// Does a key with this fingerprint count no more for the person, in any place? Then it comes back nowhere.
    boolean isOver(String fingerprint) {
        return person().stream().anyMatch(key -> key.state().isOver() && key.fingerprint().equals(fingerprint));
    }

    /// Whose holder is to be asked or told before another key counts for the person: all that are in use, else all that others took out of force.
    List<MemberKey> before() {
        return inUse().isEmpty() ? person().stream().filter(key -> key.state() == MemberKey.State.WITHDRAWN).toList() : inUse();
    }

    Optional<MemberKey> active() {
        return keys.stream().filter(MemberKey::isActive).findFirst();
    }

    Optional<MemberKey> withdrawn() {
        return keys.stream().filter(key -> key.state() == MemberKey.State.WITHDRAWN).findFirst();
    }

    /// The key that others take the place of.
    Optional<MemberKey> predecessor() {
        return active().or(this::withdrawn);
    }

    /// On its way to be the active one.
    Optional<MemberKey> open() {
        return keys.stream().filter(key -> key.state().isOpen()).findFirst();
    }

    /// Of a key that waits for the word of another one it does not matter what became of that meanwhile: it goes on waiting for an owner.
    Standing standing() {
        boolean isWithdrawn = inUse().isEmpty() && !before().isEmpty();
        return open().map(open -> switch (open.state()) {
            case PENDING -> active().isPresent() ? Standing.ACTIVE_PENDING : !inUse().isEmpty() ? Standing.BESIDE_PENDING : isWithdrawn ? Standing.WITHDRAWN_PENDING : Standing.PENDING;
            case PROVED -> active().isPresent() ? Standing.ACTIVE_PROVED : isWithdrawn ? Standing.WITHDRAWN_PROVED : Standing.BESIDE_PROVED;
            case COOLING -> active().isPresent() ? Standing.ACTIVE_COOLING : isWithdrawn ? Standing.WITHDRAWN_COOLING : Standing.BESIDE_COOLING;
            case CANDIDATE, ACTIVE, WITHDRAWN, REVOKED -> throw new IllegalStateException("not on its way: " + open.state());
        }).orElseGet(() -> active().isPresent() ? Standing.ACTIVE : !inUse().isEmpty() ? Standing.BESIDE : isWithdrawn ? Standing.WITHDRAWN : Standing.NONE);
    }

    /// `given` is the key that the effect is about: handed in, newer, or the revoked form of the active one.
    MemberRing after(Effect effect, Optional<MemberKey> given, Instant now) {
        return switch (effect) {
            case CHALLENGE -> without(open()).with(given.orElseThrow().in(MemberKey.State.PENDING, Optional.of(now.plus(CHALLENGE)), now));
            case MERGE -> without(active()).with(given.orElseThrow());
            case AWAIT -> without(open()).with(open().orElseThrow().in(MemberKey.State.PROVED, Optional.empty(), now));
            case COOL -> cooling(now);
            case ACTIVATE -> without(open()).without(active()).ended(now).with(active(open().orElseThrow(), now));
            case INSTALL -> without(open()).without(active()).ended(now).with(active(given.orElseThrow(), now));
            case DROP -> without(open());
            case REVOKE -> without(predecessor()).with(revoked(given, now));
            case REVOKE_AND_ACTIVATE -> without(open()).without(predecessor()).with(revoked(given, now)).with(active(open().orElseThrow(), now));
            case WITHDRAW -> without(active()).with(active().orElseThrow().in(MemberKey.State.WITHDRAWN, Optional.empty(), now));
        };
    }

    private MemberRing cooling(Instant now) {
        return without(open()).with(open().orElseThrow().in(MemberKey.State.COOLING, Optional.of(now.plus(COOLING)), now));
    }

    private MemberKey revoked(Optional<MemberKey> given, Instant now) {
        return given.or(this::predecessor).orElseThrow().in(MemberKey.State.REVOKED, Optional.empty(), now);
    }

    /// Another key took its place: nobody waits because of it any more.
    private MemberRing ended(Instant now) {
        return withdrawn().map(key -> without(withdrawn()).with(key.in(MemberKey.State.REVOKED, Optional.empty(), now))).orElse(this);
    }

    private static MemberKey active(MemberKey key, Instant now) {
        return key.in(MemberKey.State.ACTIVE, Optional.empty(), now).challenged(0);
    }

    private MemberRing without(Optional<MemberKey> gone) {
        return new MemberRing(keys.stream().filter(key -> gone.filter(key::equals).isEmpty()).toList(), besides);
    }

    /// In place of a row of the same fingerprint: a candidate becomes pending, a revoked key does not come back beside itself.
    private MemberRing with(MemberKey key) {
        List<MemberKey> all = new ArrayList<>(keys);
        all.removeIf(other -> other.fingerprint().equals(key.fingerprint()));
        all.add(key);
        List<MemberKey> revoked = all.stream().filter(one -> one.state() == MemberKey.State.REVOKED).toList();
        all.removeAll(revoked.subList(0, Math.max(0, revoked.size() - MOST_REVOKED)));
        return new MemberRing(all, besides);
    }

    /// A key seen in passing: at most one, the newest by when it was seen ([MemberKey#created]), and only where no key of that fingerprint
    /// is known. The same one again is written once a month, so that it is not forgotten.
    Optional<MemberRing> noticed(MemberKey candidate) {
        boolean isKnown = keys.stream().anyMatch(key -> key.state() == MemberKey.State.CANDIDATE
                ? !candidate.created().isAfter(key.created()) || isSame(key, candidate)
                : key.fingerprint().equals(candidate.fingerprint()));
        if (isKnown) {
            return Optional.empty();
        }
        List<MemberKey> all = new ArrayList<>(keys);
        all.removeIf(key -> key.state() == MemberKey.State.CANDIDATE);
        all.add(candidate);
        return Optional.of(new MemberRing(all, besides));
    }

    private static boolean isSame(MemberKey known, MemberKey candidate) {
        return Arrays.equals(known.certificate(), candidate.certificate()) && candidate.changed().isBefore(known.changed().plus(NOTED));
    }
}
