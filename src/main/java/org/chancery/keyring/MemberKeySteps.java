package org.chancery.keyring;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.chancery.audit.Act;
import org.chancery.keyring.MemberKeyLife.Effect;
import org.chancery.keyring.MemberKeyLife.Event;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.Reader;
import org.chancery.protection.SignatureState;

/// Carries out one event in the life of a member's key: what [MemberKeyLife] says about it is stored with its mails and its audit entry in one
/// transaction, and done again when somebody else was quicker.
///
/// Example: `steps.step(list, address, slot, Event.PROVED, Optional.empty(), by, List.of())`.
final class MemberKeySteps {
    private static final int TRIES = 3;
    private final Ports ports;
    private final KeyLetters letters;
    private final InstantSource clock;
    private final Runnable wake;

    MemberKeySteps(Ports ports, KeyLetters letters, InstantSource clock, Runnable wake) {
        this.ports = ports;
        this.letters = letters;
        this.clock = clock;
        this.wake = wake;
    }

    MemberRing ring(MailingList list, Address address, Slot slot) {
        return new MemberRing(ports.members().of(list.id(), address).stream().filter(key -> key.slot() == slot).toList());
    }

    /// Empty when the event cannot happen to what is there.
    Optional<MemberRing> step(MailingList list, Address address, Slot slot, Event event, Optional<MemberKey> given, By by, List<Notice> mails) {
        return step(list, new What(address, slot, event, given), by, mails, _ -> true);
    }

    /// The same with a key that is there, as long as `holds`.
    Optional<MemberRing> step(MailingList list, MemberKey key, Event event, By by, Predicate<MemberRing> holds) {
        return step(list, new What(key.address(), key.slot(), event, Optional.of(key)), by, List.of(), holds);
    }

    private record What(Address address, Slot slot, Event event, Optional<MemberKey> given) {}

    private Optional<MemberRing> step(MailingList list, What what, By by, List<Notice> mails, Predicate<MemberRing> holds) {
        for (int i = 0; i < TRIES; i++) {
            MemberRing before = ring(list, what.address(), what.slot());
            Optional<MemberKeyLife.Step> step = MemberKeyLife.step(before.standing(), what.event());
            if (step.isEmpty() || !holds.test(before) || isOfAnother(what.event(), what.given(), before)) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            MemberRing after = before.after(step.get().effect(), what.given(), now);
            Optional<MemberKey> barred = barred(list, before, after);
            if (barred.isPresent()) {
                return bar(list, before, step.get(), barred.get(), what.given(), by, now);
            }
            List<Notice> all = new ArrayList<>(mails);
            all.addAll(news(list, before, after, step.get().effect(), now));
            if (ports.members().replace(list.id(), what.address(), what.slot(), before.keys(), after.keys(), List.of(act(list, what.address(), what.slot(), before, step.get(), what.given(), by, now)), all)) {
                wake.run();
                return Optional.of(after);
            }
        }
        return Optional.empty();
    }

    /// News of a key that another one took the place of meanwhile.
    private static boolean isOfAnother(Event event, Optional<MemberKey> given, MemberRing before) {
        return (event == Event.RENEWED || event == Event.REVOKED) && given.isPresent() && before.predecessor().filter(key -> key.fingerprint().equals(given.get().fingerprint())).isEmpty();
    }

    /// What would come into use, and is in use by somebody else. It is told at the proof and not when the key is handed in: anybody may hand in a key that everybody
    /// can see, and would learn who is a member.
    private Optional<MemberKey> barred(MailingList list, MemberRing before, MemberRing after) {
        return after.active().filter(key -> before.active().filter(known -> known.fingerprint().equals(key.fingerprint())).isEmpty())
                .filter(key -> ports.members().otherUser(list.id(), key.fingerprint(), key.address()).isPresent());
    }

    /// The key on its way is dropped; what was to become of the one before it happens.
    private Optional<MemberRing> bar(MailingList list, MemberRing before, MemberKeyLife.Step step, MemberKey barred, Optional<MemberKey> given, By by, Instant now) {
        MemberRing kept = step.effect() == Effect.REVOKE_AND_ACTIVATE ? before.after(Effect.REVOKE, given, now) : before;
        Act act = by.act(now, "key.drop", barred.address().key(), detail(list, barred.slot(), barred.fingerprint(), "in use by another person"));
        if (ports.members().replace(list.id(), barred.address(), barred.slot(), before.keys(), kept.after(Effect.DROP, given, now).keys(), List.of(act), List.of(letters.inUse(list, barred)))) {
            wake.run();
        }
        return Optional.empty();
    }

    private List<Notice> news(MailingList list, MemberRing before, MemberRing after, Effect effect, Instant now) {
        Optional<MemberKey> about = switch (effect) {
            case AWAIT, COOL -> after.open();
            case REVOKE, WITHDRAW -> before.predecessor();
            case WITHDRAW_AND_COOL -> after.open();
            case CHALLENGE, MERGE, ACTIVATE, INSTALL, DROP, REVOKE_AND_ACTIVATE -> after.active();
        };
        return about.map(key -> letters.after(effect, list, key, before.predecessor(), before.active().flatMap(old -> reader(old, now)), now)).orElse(List.of());
    }

    static Optional<Reader> reader(MemberKey key, Instant now) {
        return Uploaded.read(key.certificate(), now).toOptional().flatMap(read -> read.reader(now));
    }

    private static Act act(MailingList list, Address address, Slot slot, MemberRing before, MemberKeyLife.Step step, Optional<MemberKey> given, By by, Instant now) {
        String fingerprint = given.or(before::open).or(before::active).map(MemberKey::fingerprint).orElse("");
        String replaced = before.active().filter(active -> !active.fingerprint().equals(fingerprint)).map(active -> ", beside " + active.fingerprint()).orElse("");
        return by.act(now, "key." + word(step.effect()), address.key(), detail(list, slot, fingerprint, before.standing() + " to " + step.to()) + replaced);
    }

    private static String word(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String detail(MailingList list, Slot slot, String fingerprint, String what) {
        return "list " + list.id() + ", " + slot.word() + " " + fingerprint + ", " + what.toLowerCase(Locale.ROOT);
    }

    /// Made by this very key, and nothing is wrong with it: what its owner's word for another key has to be.
    static boolean isGood(CryptoReport report, MemberKey signer) {
        boolean good = report.signature() == SignatureState.GOOD || report.signature() == SignatureState.INLINE_GOOD;
        return good && report.signer().filter(signer.fingerprint()::equals).isPresent();
    }
}
