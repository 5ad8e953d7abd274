package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.chancery.keyring.NamedKeys.Named;
import org.chancery.keyring.NamedKeys.Named.What;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.Gpg;
import org.chancery.protection.Technology;
import org.chancery.secrets.Secret;
import org.junit.jupiter.api.Test;

/// What is said of a key by its fingerprint, with GnuPG on the member's side.
class NamedKeysTest extends MemberKeyTest {
    private static final Address EVE = Address.of("eve@example.net");

    private static Fingerprint of(Gpg gpg, String userId) {
        return Fingerprint.parse(gpg.fingerprint(userId).toLowerCase(java.util.Locale.ROOT)).orThrow();
    }

    /// What is found out about a mail, as the door of commands does it.
    private CryptoReport report(Message mail) {
        return keyrings.of(talk).opener(EnumSet.allOf(Technology.class), now.plusSeconds(5))
                .open(mail, now.plusSeconds(5), new SignatureMemory(store.keys().accepted(), Secret.of("memory"))).report();
    }

    private Named agreed(Gpg gpg, String wanted, Message mail) {
        return desk.named().agree(talk, ANNA, of(gpg, wanted), report(mail), MAIL);
    }

    @Test
    void to_name_a_key_brings_none_into_use_that_was_not_proved() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            gpg.generate(OTHER_ID, "2y");
            assertThat(agreed(gpg, OTHER_ID, signedAnswer(gpg, ANNA_ID)).what()).as("never handed in").isEqualTo(What.UNKNOWN);
            handed(exported(gpg, OTHER_ID));
            assertThat(agreed(gpg, OTHER_ID, signedAnswer(gpg, ANNA_ID)).what()).isEqualTo(What.UNPROVED);
            assertThat(desk.named().approve(talk, ANNA, of(gpg, OTHER_ID), OWNER).what()).isEqualTo(What.UNPROVED);
            assertThat(states()).containsExactly(MemberKey.State.PENDING, MemberKey.State.ACTIVE);
            now = now.plus(Duration.ofDays(7));
            assertThat(agreed(gpg, OTHER_ID, signedAnswer(gpg, ANNA_ID)).what()).as("the challenge is over").isEqualTo(What.UNKNOWN);
            counts(gpg, ANNA_ID);
        }
    }

    @Test
    void a_first_key_is_not_in_use_by_its_own_signature() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate(ANNA_ID, "2y");
            handed(exported(gpg, ANNA_ID));
            assertThat(agreed(gpg, ANNA_ID, signedAnswer(gpg, ANNA_ID)).what()).isEqualTo(What.UNPROVED);
            assertThat(states()).containsExactly(MemberKey.State.PENDING);
        }
    }

    @Test
    void the_signature_of_the_key_in_use_brings_the_proved_one_into_use_at_once() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            proved(gpg);
            assertThat(agreed(gpg, OTHER_ID, signedAnswer(gpg, ANNA_ID)).what()).isEqualTo(What.CAME_INTO_USE);
            assertThat(desk.of(talk, ANNA)).singleElement().matches(MemberKey::isActive);
            counts(gpg, OTHER_ID);
            assertThat(mails(OWNER_ADDRESS, "key-changed")).hasSize(1);
            assertThat(store.audit().last(1).getFirst().act()).satisfies(act -> {
                assertThat(act.action()).isEqualTo("key.activate");
                assertThat(act.actor()).isEqualTo("anna@example.net");
                assertThat(act.detail()).contains(gpg.fingerprint(OTHER_ID)).contains("beside " + gpg.fingerprint(ANNA_ID));
            });
            assertThat(agreed(gpg, OTHER_ID, signedAnswer(gpg, OTHER_ID)).what()).isEqualTo(What.IN_USE);
        }
    }

    @Test
    void no_other_signature_does_and_none_neither() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            proved(gpg);
            assertThat(agreed(gpg, OTHER_ID, plainAnswer()).what()).as("unsigned").isEqualTo(What.AWAITED);
            assertThat(agreed(gpg, OTHER_ID, signedAnswer(gpg, OTHER_ID)).what()).as("by the new key").isEqualTo(What.AWAITED);
            gpg.generate("Third <anna@example.net>", "2y");
            assertThat(agreed(gpg, OTHER_ID, signedAnswer(gpg, "Third <anna@example.net>")).what()).as("by a third").isEqualTo(What.AWAITED);
            assertThat(desk.named().agree(talk, EVE, of(gpg, OTHER_ID), report(signedAnswer(gpg, ANNA_ID)), MAIL).what()).as("for somebody else").isEqualTo(What.UNKNOWN);
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.ACTIVE);
            counts(gpg, ANNA_ID);
        }
    }

    @Test
    void what_a_key_signed_agrees_to_nothing_once_an_owner_took_it_out_of_force_or_it_was_revoked() {
        try (Gpg gpg = Gpg.start()) {
            String old = active(gpg);
            proved(gpg);
            CryptoReport good = report(signedAnswer(gpg, ANNA_ID));
            done(desk.revoke(talk, ANNA, Optional.empty(), OWNER));
            assertThat(desk.named().agree(talk, ANNA, of(gpg, OTHER_ID), good, MAIL).what()).as("opened before, obeyed afterwards").isEqualTo(What.AWAITED);
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.WITHDRAWN);
            assertThat(agreed(gpg, ANNA_ID, signedAnswer(gpg, ANNA_ID)).what()).isEqualTo(What.OVER);

            done(desk.object(talk, ANNA, OWNER));
            byte[] revocation = bytes(text(gpg.revocation(old)).replace(":-----BEGIN", "-----BEGIN"));
            done(desk.upload(talk, ANNA, revocation, MemberKey.Source.MAIL, MAIL));
            handed(exported(gpg, OTHER_ID));
            assertThat(desk.named().agree(talk, ANNA, of(gpg, OTHER_ID), good, MAIL).what()).isEqualTo(What.UNPROVED);
            assertThat(states()).containsExactly(MemberKey.State.PENDING, MemberKey.State.REVOKED);
        }
    }

    @Test
    void an_owner_approves_of_the_very_key_that_waits_or_of_none() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            proved(gpg);
            Fingerprint wrong = Fingerprint.parse("A".repeat(40)).orThrow();
            assertThat(desk.named().approve(talk, ANNA, wrong, OWNER)).satisfies(named -> {
                assertThat(named.what()).isEqualTo(What.OTHER);
                assertThat(named.key().map(MemberKey::fingerprint)).contains(gpg.fingerprint(OTHER_ID));
            });
            assertThat(desk.named().approve(talk, ANNA, of(gpg, ANNA_ID), OWNER).what()).isEqualTo(What.IN_USE);
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.ACTIVE);

            assertThat(desk.named().approve(talk, ANNA, of(gpg, OTHER_ID), OWNER)).satisfies(named -> {
                assertThat(named.what()).isEqualTo(What.APPROVED);
                assertThat(named.key().flatMap(MemberKey::deadline)).contains(now.plus(Duration.ofHours(72)));
            });
            assertThat(states()).containsExactly(MemberKey.State.COOLING, MemberKey.State.ACTIVE);
            assertThat(desk.named().approve(talk, ANNA, of(gpg, OTHER_ID), OWNER).what()).as("twice is no faster").isEqualTo(What.COOLING);
            assertThat(agreed(gpg, OTHER_ID, signedAnswer(gpg, ANNA_ID)).what()).as("the key before it may end the waiting").isEqualTo(What.CAME_INTO_USE);
        }
    }

    @Test
    void a_key_that_is_somebody_elses_by_now_is_dropped() {
        join(EVE, Role.MEMBER);
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            proved(gpg);
            bind(EVE, Slot.OPENPGP, gpg.fingerprint(OTHER_ID), exported(gpg, OTHER_ID));
            assertThat(agreed(gpg, OTHER_ID, signedAnswer(gpg, ANNA_ID)).what()).isEqualTo(What.DROPPED);
            counts(gpg, ANNA_ID);
            assertThat(mails(ANNA, "key-in-use")).hasSize(1);
        }
    }

    @Test
    void the_key_of_a_fingerprint_is_ended_wherever_it_stands_and_no_other() {
        try (Gpg gpg = Gpg.start()) {
            String old = active(gpg);
            proved(gpg);
            List<MemberKey> waiting = desk.named().places(talk, of(gpg, OTHER_ID));
            assertThat(waiting).extracting(MemberKey::state).containsExactly(MemberKey.State.PROVED);
            assertThat(desk.named().end(talk, waiting.getFirst(), MAIL)).isTrue();
            assertThat(desk.named().end(talk, waiting.getFirst(), MAIL)).as("it is gone").isFalse();
            counts(gpg, ANNA_ID);

            MemberKey used = desk.named().places(talk, of(gpg, ANNA_ID)).getFirst();
            assertThat(desk.named().end(talk, used, OWNER)).isTrue();
            assertThat(states()).containsExactly(MemberKey.State.WITHDRAWN);
            assertThat(store.audit().last(1).getFirst().act().detail()).contains(old);
            assertThat(desk.named().places(talk, of(gpg, ANNA_ID))).isEmpty();
            assertThat(desk.named().end(talk, used, OWNER)).isFalse();
        }
    }
}
