package org.chancery.keyring;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

    /// With all that the person has besides, in other slots and under other addresses.
    MemberRing ring(MailingList list, Address address, Slot slot) {
        return MemberRing.of(ports.members().ofPerson(list.id(), address), address, slot);
    }

    /// One event. `given`: the key that it is about, where it is not the one there; `mails` go out with it; `marks`: of the signatures that brought it about, which must
    /// not have counted before, and never will again.
    record Happening(Address address, Slot slot, Event event, Optional<MemberKey> given, List<Notice> mails, List<Mark> marks, Predicate<MemberRing> holds) {
        Happening {
            mails = List.copyOf(mails);
            marks = List.copyOf(marks);
        }

        static Happening of(MemberKey key, Event event) {
            return new Happening(key.address(), key.slot(), event, Optional.of(key), List.of(), List.of(), _ -> true);
        }

        Happening by(List<Mark> counted) {
            return new Happening(address, slot, event, given, mails, counted, holds);
        }

        /// Only as long as this is so.
        Happening when(Predicate<MemberRing> condition) {
            return new Happening(address, slot, event, given, mails, marks, condition);
        }
    }

    /// Empty when the event cannot happen to what is there.
    Optional<MemberRing> step(MailingList list, Address address, Slot slot, Event event, Optional<MemberKey> given, By by, List<Notice> mails) {
        return step(list, new Happening(address, slot, event, given, mails, List.of(), _ -> true), by);
    }

    Optional<MemberRing> step(MailingList list, Happening what, By by) {
        for (int i = 0; i < TRIES; i++) {
            MemberRing before = ring(list, what.address(), what.slot());
            Optional<MemberKeyLife.Step> step = MemberKeyLife.step(before.standing(), what.event());
            if (step.isEmpty() || !what.holds().test(before) || isOfAnother(what, before)) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            MemberRing after = before.after(step.get().effect(), what.given(), now);
            Optional<MemberKey> barred = barred(list, before, after);
            if (barred.isPresent()) {
                return bar(list, before, step.get(), barred.get(), what.given(), by, now);
            }
            List<Notice> all = new ArrayList<>(what.mails());
            all.addAll(news(list, before, after, step.get().effect(), now));
            Act act = act(list, what, before, after, step.get().effect(), by, now);
            if (ports.members().replace(list.id(), what.address(), what.slot(), before.person(), after.keys(), new MemberKeys.Along(List.of(act), all, what.marks()))) {
                wake.run();
                return Optional.of(after);
            }
        }
        return Optional.empty();
    }

    /// News of a key that another one took the place of meanwhile.
    private static boolean isOfAnother(Happening what, MemberRing before) {
        boolean isNews = what.event() == Event.RENEWED || what.event() == Event.REVOKED;
        return isNews && before.predecessor().filter(key -> what.given().filter(given -> key.fingerprint().equals(given.fingerprint())).isPresent()).isEmpty();
    }

    /// What would come into use, and was revoked meanwhile under another address of the person, or is in use by somebody else. That is told at the proof and not when the key is handed in: anybody may hand in a key that everybody
    /// can see, and would learn who is a member.
    private Optional<MemberKey> barred(MailingList list, MemberRing before, MemberRing after) {
        return after.active().filter(key -> before.active().filter(known -> known.fingerprint().equals(key.fingerprint())).isEmpty())
                .filter(key -> before.isOver(key.fingerprint()) || ports.members().otherUser(list.id(), key.fingerprint(), key.address()).isPresent());
    }

    /// The key on its way is dropped; what was to become of the one before it happens.
    private Optional<MemberRing> bar(MailingList list, MemberRing before, MemberKeyLife.Step step, MemberKey barred, Optional<MemberKey> given, By by, Instant now) {
        MemberRing kept = step.effect() == Effect.REVOKE_AND_ACTIVATE ? before.after(Effect.REVOKE, given, now) : before;
        boolean isOver = before.isOver(barred.fingerprint());
        Act act = by.act(now, "key.drop", barred.address().key(), detail(list, barred.slot(), barred.fingerprint(), isOver ? "revoked" : "in use by another person"));
        List<Notice> mails = isOver ? List.of() : List.of(letters.inUse(list, barred));
        if (ports.members().replace(list.id(), barred.address(), barred.slot(), before.person(), kept.after(Effect.DROP, given, now).keys(), List.of(act), mails)) {
            wake.run();
        }
        return Optional.empty();
    }

    private List<Notice> news(MailingList list, MemberRing before, MemberRing after, Effect effect, Instant now) {
        Optional<MemberKey> about = switch (effect) {
            case AWAIT, COOL -> after.open();
            case REVOKE, WITHDRAW -> before.predecessor();
            case CHALLENGE, MERGE, ACTIVATE, INSTALL, DROP, REVOKE_AND_ACTIVATE -> after.active();
        };
        return about.map(key -> letters.after(effect, list, key, before, now)).orElse(List.of());
    }

    static Optional<Reader> reader(MemberKey key, Instant now) {
        return Uploaded.read(key.certificate(), now).toOptional().flatMap(read -> read.reader(now));
    }

    private static Act act(MailingList list, Happening what, MemberRing before, MemberRing after, Effect effect, By by, Instant now) {
        String fingerprint = what.given().or(before::open).or(before::active).map(MemberKey::fingerprint).orElse("");
        String others = before.inUse().stream().map(MemberKey::fingerprint).filter(other -> !other.equals(fingerprint)).distinct().map(other -> ", beside " + other).collect(Collectors.joining());
        return by.act(now, "key." + word(effect), what.address().key(), detail(list, what.slot(), fingerprint, before.standing() + " to " + after.standing()) + others);
    }

    private static String word(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String detail(MailingList list, Slot slot, String fingerprint, String what) {
        return "list " + list.id() + ", " + slot.word() + " " + fingerprint + ", " + what.toLowerCase(Locale.ROOT);
    }

    /// Which of these keys made the signature, with nothing wrong about it: what its owner's word for another key has to be.
    static Optional<MemberKey> signer(CryptoReport report, List<MemberKey> keys) {
        boolean isGood = report.signature() == SignatureState.GOOD || report.signature() == SignatureState.INLINE_GOOD;
        return keys.stream().filter(key -> isGood && report.signatures().stream()
                .anyMatch(finding -> finding.state() == report.signature() && finding.signer().filter(key.fingerprint()::equals).isPresent())).findFirst();
    }
}
