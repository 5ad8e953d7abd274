package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.keyring.MemberKeyDesk.Handed;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.protection.Gpg;
import org.chancery.protection.Technology;
import org.chancery.token.ConfirmTokens;
import org.junit.jupiter.api.Test;

/// The life of a member's key, with GnuPG on the member's side.
class MemberKeyDeskTest extends MemberKeyTest {
    @Test
    void a_first_key_counts_when_its_owner_answered_from_its_address() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate(ANNA_ID, "2y");
            assertThat(handed(exported(gpg, ANNA_ID)).what()).isEqualTo(Handed.What.CHALLENGED);
            assertThat(states()).containsExactly(MemberKey.State.PENDING);
            String token = token(gpg);
            assertThat(desk.listOf(token)).map(list -> list.address()).contains(talk.address());
            assertThat(desk.answer(token, plainAnswer(), now, Address.of("eve@example.net"))).isFalse();
            assertThat(desk.answer(token.substring(0, 30) + "aaaa", plainAnswer(), now, ANNA)).isFalse();
            assertThat(states()).containsExactly(MemberKey.State.PENDING);

            assertThat(desk.answer(token, plainAnswer(), now, ANNA)).isTrue();
            assertThat(states()).containsExactly(MemberKey.State.ACTIVE);
            assertThat(desk.answer(token, plainAnswer(), now, ANNA)).as("a token works once").isFalse();
            assertThat(mails(ANNA, "key-changed")).hasSize(1);
            assertThat(store.audit().last(2)).extracting(entry -> entry.act().action()).containsExactly("key.challenge", "key.activate");
            assertThat(store.audit().last(1).getFirst().act().detail()).contains(gpg.fingerprint(ANNA_ID), "pending to active");
        }
    }

    @Test
    void a_challenge_ends_after_seven_days() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate(ANNA_ID, "2y");
            handed(exported(gpg, ANNA_ID));
            String token = token(gpg);
            now = now.plus(Duration.ofDays(7));
            assertThat(desk.answer(token, plainAnswer(), now, ANNA)).isFalse();
        }
    }

    @Test
    void another_key_takes_its_place_at_once_when_the_old_one_signs_the_answer() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            gpg.generate(OTHER_ID, "2y");
            assertThat(handed(exported(gpg, OTHER_ID)).what()).isEqualTo(Handed.What.CHALLENGED);
            assertThat(states()).containsExactly(MemberKey.State.PENDING, MemberKey.State.ACTIVE);
            String token = token(gpg);
            assertThat(desk.answer(token, signedAnswer(gpg, ANNA_ID, quoted(token, gpg.fingerprint(OTHER_ID))), now.plusSeconds(5), ANNA)).isTrue();
            assertThat(desk.of(talk, ANNA)).singleElement().satisfies(key -> {
                assertThat(key.fingerprint()).isEqualTo(gpg.fingerprint(OTHER_ID));
                assertThat(key.isActive()).isTrue();
            });
            assertThat(mails(OWNER_ADDRESS, "key-changed")).hasSize(1);
        }
    }

    @Test
    void without_the_old_key_an_owner_decides_and_three_days_pass() {
        try (Gpg gpg = Gpg.start()) {
            String old = active(gpg);
            gpg.generate(OTHER_ID, "2y");
            handed(exported(gpg, OTHER_ID));
            assertThat(desk.answer(token(gpg), signedAnswer(gpg, OTHER_ID), now.plusSeconds(5), ANNA)).as("signed with the new key only").isTrue();
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.ACTIVE);
            assertThat(text(mails(OWNER_ADDRESS, "key-change").getLast().message())).contains("key approve talk@lists.example.org");

            done(desk.approve(talk, ANNA, Optional.empty(), OWNER));
            assertThat(states()).containsExactly(MemberKey.State.COOLING, MemberKey.State.ACTIVE);
            Notice toOld = mails(ANNA, "key-change").getLast();
            assertThat(new String(gpg.run(blob(text(toOld.message())), "--decrypt"), StandardCharsets.UTF_8)).as("sealed to the old key").contains("anna@example.net");
            assertThat(desk.activateCooled(now.plus(Duration.ofHours(71)))).isZero();
            assertThat(desk.of(talk, ANNA).stream().filter(MemberKey::isActive).findFirst().orElseThrow().fingerprint()).isEqualTo(old);
            assertThat(desk.activateCooled(now.plus(Duration.ofHours(72)))).isEqualTo(1);
            assertThat(desk.of(talk, ANNA)).extracting(MemberKey::fingerprint).containsExactly(gpg.fingerprint(OTHER_ID));
        }
    }

    @Test
    void an_owner_cannot_approve_of_what_nobody_proved_and_can_object() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            gpg.generate(OTHER_ID, "2y");
            handed(exported(gpg, OTHER_ID));
            assertThat(desk.approve(talk, ANNA, Optional.empty(), OWNER).toOptional()).isEmpty();
            done(desk.object(talk, ANNA, OWNER));
            assertThat(states()).containsExactly(MemberKey.State.ACTIVE);
            assertThat(desk.object(talk, ANNA, OWNER).toOptional()).isEmpty();
        }
    }

    @Test
    void a_revocation_works_at_once_whoever_brings_it_and_the_key_does_not_come_back() {
        try (Gpg gpg = Gpg.start()) {
            String fingerprint = active(gpg);
            byte[] clean = exported(gpg, ANNA_ID);
            byte[] revocation = bytes(text(gpg.revocation(fingerprint)).replace(":-----BEGIN", "-----BEGIN"));
            assertThat(done(desk.upload(talk, ANNA, revocation, MemberKey.Source.MAIL, new By("eve@example.net", "mail"))).what()).isEqualTo(Handed.What.REVOKED);
            assertThat(states()).containsExactly(MemberKey.State.REVOKED);
            assertThat(why(clean)).contains("was revoked");
            assertThat(mails(OWNER_ADDRESS, "key-revoked")).hasSize(1);
            assertThat(keyrings.of(talk).reader(ANNA, java.util.Set.of(Technology.OPENPGP), now)).isEmpty();
            assertThat(keyrings.of(talk).fingerprints()).isEmpty();
        }
    }

    @Test
    void a_longer_life_of_the_same_key_needs_no_proof() {
        try (Gpg gpg = Gpg.start()) {
            String fingerprint = active(gpg);
            var before = desk.of(talk, ANNA).getFirst().expires();
            assertThat(handed(exported(gpg, ANNA_ID)).what()).isEqualTo(Handed.What.KNOWN);
            gpg.run(new byte[0], "--quick-set-expire", fingerprint, "4y");
            gpg.run(new byte[0], "--quick-set-expire", fingerprint, "4y", "*");
            assertThat(handed(exported(gpg, ANNA_ID)).what()).isEqualTo(Handed.What.RENEWED);
            assertThat(desk.of(talk, ANNA).getFirst().expires().orElseThrow()).isAfter(before.orElseThrow());
        }
    }

    @Test
    void secrets_and_keys_nobody_can_write_to_are_refused_and_nothing_is_mailed() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate(ANNA_ID, "2y");
            assertThat(why(gpg.secretKeys(ANNA_ID))).contains("secret key");
            gpg.run(new byte[0], "--quick-generate-key", "Sign <anna@example.net>", "ed25519", "sign,cert", "2y");
            set(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "yes"));
            assertThat(why(exported(gpg, "Sign <anna@example.net>"))).contains("Nothing can be encrypted");
            assertThat(why(bytes("Hello"))).contains("no OpenPGP key");
            assertThat(why(bytes("-----BEGIN PRIVATE KEY-----\n"))).contains("secret key");
            assertThat(why(new byte[] {0x30, 0})).contains("no certificate");
            assertThat(mails()).isEmpty();
        }
    }

    @Test
    void the_administrator_installs_a_key_at_once() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            gpg.generate(OTHER_ID, "2y");
            assertThat(done(desk.install(talk, ANNA, exported(gpg, OTHER_ID), new By("local:root", "cli"))).what()).isEqualTo(Handed.What.ACTIVE);
            assertThat(desk.of(talk, ANNA)).extracting(MemberKey::fingerprint).containsExactly(gpg.fingerprint(OTHER_ID));
            assertThat(mails(ANNA, "key-challenge")).as("only the one of the first key").hasSize(1);
        }
    }

    @Test
    void a_mail_that_came_back_ends_a_first_challenge_only() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate(ANNA_ID, "2y");
            handed(exported(gpg, ANNA_ID));
            long challenge = ConfirmTokens.readId(token(gpg)).orElseThrow();
            desk.bounced(challenge);
            assertThat(states()).isEmpty();
            desk.bounced(challenge);
        }
    }

    @Test
    void one_who_is_removed_takes_no_key_along_that_counts() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            assertThat(done(desk.revoke(talk, ANNA, Optional.of(Technology.OPENPGP), OWNER))).hasSize(1);
            assertThat(desk.revoke(talk, ANNA, Optional.empty(), OWNER).toOptional()).isEmpty();
            assertThat(states()).containsExactly(MemberKey.State.WITHDRAWN);
        }
    }

    // ---- what a key must be able to do

    private void set(Map<Setting, String> settings) {
        assertThat(store.lists().saveSettings(talk.id(), talk.settings(), new Settings(settings), act("list.set", "talk"))).isTrue();
        talk = store.lists().find(talk.id()).orElseThrow();
    }

    @Test
    void where_posts_are_to_be_signed_a_key_must_sign() {
        try (Gpg gpg = Gpg.start()) {
            gpg.run(new byte[0], "--quick-generate-key", "Read <anna@example.net>", "ed25519", "cert", "2y");
            gpg.run(new byte[0], "--quick-add-key", gpg.fingerprint("Read <anna@example.net>"), "cv25519", "encr", "2y");
            byte[] reading = exported(gpg, "Read <anna@example.net>");
            set(Map.of(Setting.GPG_POST_SIGN, "force"));
            assertThat(why(reading)).contains("cannot sign", "talk@lists.example.org");
            assertThat(desk.install(talk, ANNA, reading, new By("local:root", "cli")).toOptional()).isEmpty();
            set(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "force"));
            assertThat(handed(reading).what()).as("nobody asks for signatures").isEqualTo(Handed.What.CHALLENGED);
        }
    }

    @Test
    void where_copies_are_not_encrypted_a_key_that_only_signs_is_proved_by_signing() {
        try (Gpg gpg = Gpg.start()) {
            String id = "Sign <anna@example.net>";
            gpg.run(new byte[0], "--quick-generate-key", id, "ed25519", "sign,cert", "2y");
            gpg.generate(OTHER_ID, "2y");
            set(Map.of(Setting.GPG_POST_SIGN, "force"));
            assertThat(handed(exported(gpg, id)).what()).isEqualTo(Handed.What.CHALLENGED);
            String mail = text(mails(ANNA, "key-sign-challenge").getLast().message());
            Matcher answer = Pattern.compile("talk-confirm\\+([a-z2-7]{34})@lists\\.example\\.org").matcher(mail);
            assertThat(answer.find()).as(mail).isTrue();

            assertThat(desk.answer(answer.group(1), plainAnswer(), now, ANNA)).as("whoever reads the mailbox").isFalse();
            assertThat(desk.answer(answer.group(1), signedAnswer(gpg, OTHER_ID, answer.group()), now.plusSeconds(5), ANNA)).as("with another key").isFalse();
            assertThat(desk.answer(answer.group(1), signedAnswer(gpg, id), now.plusSeconds(5), ANNA)).as("what was signed for somebody else").isFalse();
            assertThat(states()).containsExactly(MemberKey.State.PENDING);
            assertThat(desk.answer(answer.group(1), signedAnswer(gpg, id, "> " + answer.group()), now.plusSeconds(5), ANNA)).isTrue();
            assertThat(states()).containsExactly(MemberKey.State.ACTIVE);
        }
    }

    // ---- one key, one person

    @Test
    void a_key_counts_for_one_person_only_and_who_hands_it_in_does_not_learn_whose_it_is() {
        Address eve = Address.of("eve@example.net");
        join(eve, Role.MEMBER);
        try (Gpg gpg = Gpg.start()) {
            String fingerprint = active(gpg);
            byte[] key = exported(gpg, ANNA_ID);
            By byEve = new By(eve.key(), "mail");
            assertThat(done(desk.upload(talk, eve, key, MemberKey.Source.MAIL, byEve)).what()).as("like any other").isEqualTo(Handed.What.CHALLENGED);
            String token = token(gpg, eve);
            assertThat(desk.answer(token, Message.parse(bytes("From: eve@example.net\r\n\r\nyes\r\n")).orThrow(), now, eve)).isFalse();
            assertThat(desk.of(talk, eve)).isEmpty();
            assertThat(mails(eve, "key-in-use")).singleElement().satisfies(mail -> assertThat(text(mail.message())).doesNotContain("anna"));

            assertThat(desk.install(talk, eve, key, new By("local:root", "cli"))).isInstanceOfSatisfying(Outcome.Refused.class,
                    refused -> assertThat(refused.why()).contains(fingerprint, "anna@example.net", "one person's"));
            assertThat(desk.of(talk, eve)).isEmpty();

            store.accounts().add(ANNA, act("account.add", "anna"));
            store.persons().add(ANNA, eve, act("account.address", "anna"));
            assertThat(done(desk.install(talk, eve, key, new By("local:root", "cli"))).what()).as("another address of the same person").isEqualTo(Handed.What.ACTIVE);
        }
    }

    // ---- what an owner takes out of force

    @Test
    void an_owner_who_takes_a_key_out_of_force_does_not_spare_the_proved_one_its_three_days() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            proved(gpg);
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.ACTIVE);
            done(desk.revoke(talk, ANNA, Optional.empty(), OWNER));
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.WITHDRAWN);
            done(desk.approve(talk, ANNA, Optional.empty(), OWNER));
            assertThat(states()).containsExactly(MemberKey.State.COOLING, MemberKey.State.WITHDRAWN);
            assertThat(text(mails(OWNER_ADDRESS, "key-change").getLast().message())).contains(desk.of(talk, ANNA).getLast().fingerprint().substring(0, 4));
            assertThat(mails(OWNER_ADDRESS, "key-revoked")).hasSize(1);
            assertThat(desk.activateCooled(now.plus(Duration.ofHours(71)))).isZero();
            assertThat(desk.activateCooled(now.plus(Duration.ofHours(72)))).isEqualTo(1);
            counts(gpg, OTHER_ID);
            assertThat(states()).containsExactly(MemberKey.State.ACTIVE, MemberKey.State.REVOKED);
        }
    }

    @Test
    void a_key_that_cools_goes_on_cooling_when_an_owner_takes_the_old_one_out_of_force() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            proved(gpg);
            done(desk.approve(talk, ANNA, Optional.empty(), OWNER));
            now = now.plus(Duration.ofHours(48));
            done(desk.revoke(talk, ANNA, Optional.empty(), OWNER));
            assertThat(states()).containsExactly(MemberKey.State.COOLING, MemberKey.State.WITHDRAWN);
            assertThat(desk.activateCooled(now.plus(Duration.ofHours(23)))).isZero();
            assertThat(desk.activateCooled(now.plus(Duration.ofHours(24)))).isEqualTo(1);
            counts(gpg, OTHER_ID);
        }
    }

    @Test
    void after_an_owner_took_a_key_out_of_force_the_next_one_is_no_first_key() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            byte[] old = exported(gpg, ANNA_ID);
            done(desk.revoke(talk, ANNA, Optional.empty(), OWNER));
            proved(gpg);
            assertThat(states()).as("whoever has the mailbox has not yet the member's place").containsExactly(MemberKey.State.PROVED, MemberKey.State.WITHDRAWN);
            assertThat(desk.activateCooled(now.plus(Duration.ofDays(29)))).as("however long nobody approves").isZero();
            done(desk.object(talk, ANNA, OWNER));
            assertThat(states()).containsExactly(MemberKey.State.WITHDRAWN);
            assertThat(why(old)).contains("was revoked");
            assertThat(done(desk.install(talk, ANNA, exported(gpg, OTHER_ID), new By("local:root", "cli"))).what()).as("the administrator of the site may").isEqualTo(Handed.What.ACTIVE);
            assertThat(states()).containsExactly(MemberKey.State.ACTIVE, MemberKey.State.REVOKED);
        }
    }

    @Test
    void the_revocation_of_its_owner_ends_the_waiting() {
        try (Gpg gpg = Gpg.start()) {
            String fingerprint = active(gpg);
            byte[] revocation = bytes(text(gpg.revocation(fingerprint)).replace(":-----BEGIN", "-----BEGIN"));
            proved(gpg);
            done(desk.revoke(talk, ANNA, Optional.empty(), OWNER));
            assertThat(done(desk.upload(talk, ANNA, revocation, MemberKey.Source.MAIL, MAIL)).what()).isEqualTo(Handed.What.REVOKED);
            counts(gpg, OTHER_ID);
            assertThat(states()).containsExactly(MemberKey.State.ACTIVE, MemberKey.State.REVOKED);
        }
    }
}
