package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.keyring.MemberKeyDesk.Handed;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.Gpg;
import org.chancery.protection.OpenSsl;
import org.chancery.protection.SignatureState;
import org.chancery.protection.Technology;
import org.chancery.protection.smime.Certificates;
import org.chancery.protection.smime.KeyPairs;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.secrets.Secret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A thief who reads the mailbox of a member, writes from it, and has what the member ever signed; but no key of hers.
class KeyTakeoverTest extends MemberKeyTest {
    private static final Set<Technology> BOTH = Set.of(Technology.values());
    private static final Address WORK = Address.of("anna@work.example");
    private static final By ROOT = new By("local:root", "cli");

    @TempDir
    Path folder = unopened();

    private OpenSsl openssl = unopened();

    @BeforeEach
    void authority() {
        openssl = OpenSsl.in(folder);
        openssl.authority("ca");
    }

    // ---- 1: what the member signed

    private CryptoReport report(Message mail) {
        return keyrings.of(talk).opener(BOTH, now.plusSeconds(5)).open(mail, now.plusSeconds(5), new SignatureMemory(store.keys().accepted(), Secret.of("memory"))).report();
    }

    /// The second key is proved, and waits.
    private void waits(Gpg gpg, String token, Message answer) {
        assertThat(report(answer).signature()).as("nothing is wrong with the signature itself").isEqualTo(SignatureState.GOOD);
        assertThat(desk.answer(token, answer, now.plusSeconds(5), ANNA)).isTrue();
        assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.ACTIVE);
        counts(gpg, ANNA_ID);
    }

    private String challenged(Gpg gpg) {
        active(gpg);
        gpg.generate(OTHER_ID, "2y");
        handed(exported(gpg, OTHER_ID));
        return token(gpg);
    }

    @Test
    void t1_what_the_member_signed_for_somebody_else_agrees_to_no_key() {
        try (Gpg gpg = Gpg.start()) {
            waits(gpg, challenged(gpg), signedAnswer(gpg, ANNA_ID, "Dear friend, lunch at noon?"));
            assertThat(mails(OWNER_ADDRESS, "key-change")).hasSize(1);
            assertThat(mails(OWNER_ADDRESS, "key-changed")).isEmpty();
        }
    }

    @Test
    void t2_a_token_that_the_thief_writes_around_the_signature_agrees_to_no_key() {
        try (Gpg gpg = Gpg.start()) {
            String token = challenged(gpg);
            String lunch = text(signedAnswer(gpg, ANNA_ID, "Dear friend, lunch at noon?").toByteArray());
            String around = lunch.replace("Subject: ok", "Subject: talk-confirm+" + token + "@lists.example.org").replace("boundary=b\r\n\r\n", "boundary=b\r\n\r\n" + token + "\r\n")
                    .replace("-----BEGIN PGP SIGNATURE-----\r\n", "-----BEGIN PGP SIGNATURE-----\r\nComment: " + token + "\r\n")
                    .replace("-----BEGIN PGP SIGNATURE-----\n", "-----BEGIN PGP SIGNATURE-----\nComment: " + token + "\n")
                    .replace("\r\n--b--\r\n", "\r\n--b--\r\n" + token + "\r\n");
            assertThat(around.split(token, -1)).as("before, in and behind it").hasSize(5);
            waits(gpg, token, Message.parse(bytes(around)).orThrow());
        }
    }

    @Test
    void t3_a_second_signature_that_the_thief_puts_around_it_agrees_to_no_key() {
        try (Gpg gpg = Gpg.start()) {
            String token = challenged(gpg);
            String lunch = text(signedAnswer(gpg, ANNA_ID, "Dear friend, lunch at noon?").toByteArray());
            String entity = lunch.substring(lunch.indexOf("Content-Type: multipart/signed")).replace("-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP SIGNATURE-----\r\nComment: " + token);
            byte[] signature = gpg.run(bytes(entity), "--armor", "--detach-sign", "--local-user", "=" + OTHER_ID);
            waits(gpg, token, Message.parse(bytes("From: anna@example.net\r\nMIME-Version: 1.0\r\n"
                    + "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha512; boundary=thief\r\n\r\n--thief\r\n" + entity
                    + "\r\n--thief\r\nContent-Type: application/pgp-signature\r\n\r\n" + text(signature) + "\r\n--thief--\r\n")).orThrow());
        }
    }

    @Test
    void t4_a_signed_reply_that_quotes_the_token_agrees_and_its_signature_counts_nowhere_again() {
        try (Gpg gpg = Gpg.start()) {
            String token = challenged(gpg);
            Message reply = signedAnswer(gpg, ANNA_ID, "Yes.\r\n" + quoted(token, gpg.fingerprint(OTHER_ID)));
            assertThat(desk.answer(token, reply, now.plusSeconds(5), ANNA)).isTrue();
            counts(gpg, OTHER_ID);
            bindOpenPgp(Address.of("anna@example.net"), exported(gpg, ANNA_ID));
            assertThat(report(reply).signature()).isEqualTo(SignatureState.REPLAY);
        }
    }

    @Test
    void t5_one_signature_agrees_to_one_key() {
        MailingList2 other = new MailingList2();
        try (Gpg gpg = Gpg.start()) {
            String first = challenged(gpg);
            other.join(gpg);
            String second = other.challenged(gpg);
            Message both = signedAnswer(gpg, ANNA_ID, quoted(first, gpg.fingerprint(OTHER_ID)) + " and " + second);
            assertThat(desk.answer(first, both, now.plusSeconds(5), ANNA)).isTrue();
            counts(gpg, OTHER_ID);
            assertThat(desk.answer(second, both, now.plusSeconds(5), ANNA)).isTrue();
            assertThat(desk.of(other.list, ANNA)).extracting(MemberKey::state).containsExactlyInAnyOrder(MemberKey.State.PROVED, MemberKey.State.ACTIVE);
        }
    }

    /// Where Anna has the same two keys.
    private final class MailingList2 {
        private final org.chancery.list.MailingList list = list("walk");

        void join(Gpg gpg) {
            assertThat(done(desk.install(list, ANNA, exported(gpg, ANNA_ID), ROOT)).what()).isEqualTo(Handed.What.ACTIVE);
            store.members().add(new org.chancery.list.Members.NewMember(list.id(), ANNA, "", Role.MEMBER, org.chancery.list.Member.Preferences.DEFAULT), act("member.add", "anna")).orElseThrow();
        }

        String challenged(Gpg gpg) {
            done(desk.upload(list, ANNA, exported(gpg, OTHER_ID), MemberKey.Source.MAIL, MAIL));
            return tokenIn(new String(gpg.run(blob(text(mails(ANNA, "key-challenge").getLast().message())), "--decrypt"), StandardCharsets.UTF_8));
        }
    }

    // ---- 2: the other technology

    private static String tokenIn(String text) {
        Matcher answer = Pattern.compile("confirm\\+([a-z2-7]{34})@lists\\.example\\.org").matcher(text);
        assertThat(answer.find()).as(text).isTrue();
        return answer.group(1);
    }

    private byte[] certified(String name) {
        openssl.certificate(name, "ca", "anna@example.net", "rsa:2048", "emailProtection", "30");
        return openssl.read(name + ".pem");
    }

    private String smimeToken(String name) {
        return tokenIn(text(openssl.run(mails(ANNA, "key-challenge").getLast().message(), "cms", "-decrypt", "-recip", "@" + name + ".pem", "-inkey", "@" + name + ".key")));
    }

    private Message smimeSigned(String name, String words) {
        byte[] signed = openssl.run(bytes("Content-Type: text/plain\r\n\r\n" + words + "\r\n"), "cms", "-sign", "-md", "sha256", "-signer", "@" + name + ".pem", "-inkey", "@" + name + ".key");
        return Message.parse(bytes("From: anna@example.net\r\nSubject: ok\r\n" + text(signed).replace("\r\n", "\n").replace("\n", "\r\n"))).orThrow();
    }

    /// Her first key is a certificate.
    private String certificateInUse() {
        var anchor = SmimeFiles.read(openssl.read("ca.pem"), List.of()).orThrow().certificates().getFirst();
        store.keys().lists().trust(new Trusted(talk.id(), Trusted.Kind.ANCHOR, Certificates.fingerprint(anchor), "ca", KeyPairs.der(anchor), now, Optional.empty()), act("key.anchor.add", "ca"));
        handed(certified("anna"));
        assertThat(desk.answer(smimeToken("anna"), plainAnswer(), now, ANNA)).isTrue();
        assertThat(states()).containsExactly(MemberKey.State.ACTIVE);
        return desk.of(talk, ANNA).getFirst().fingerprint();
    }

    @Test
    void t6_who_has_a_key_of_openpgp_has_no_first_certificate() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            int toOwners = mails(OWNER_ADDRESS, "key-change").size();
            handed(certified("thief"));
            assertThat(desk.answer(smimeToken("thief"), plainAnswer(), now, ANNA)).isTrue();
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.ACTIVE);
            assertThat(text(mails(OWNER_ADDRESS, "key-change").get(toOwners).message())).contains("key approve talk@lists.example.org anna@example.net", gpg.fingerprint(ANNA_ID).substring(0, 4));
            desk.prefer(talk, ANNA, Technology.SMIME, MAIL);
            assertThat(keyrings.of(talk).reader(ANNA, BOTH, now).orElseThrow().technology()).isEqualTo(Technology.OPENPGP);

            done(desk.approve(talk, ANNA, Optional.empty(), OWNER));
            Notice toHolder = mails(ANNA, "key-change").getLast();
            assertThat(new String(gpg.run(blob(text(toHolder.message())), "--decrypt"), StandardCharsets.UTF_8)).as("sealed to the key in use").contains("another key for");
            assertThat(desk.activateCooled(now.plus(Duration.ofHours(71)))).isZero();
            assertThat(desk.activateCooled(now.plus(Duration.ofHours(72)))).isEqualTo(1);
            assertThat(states()).containsExactly(MemberKey.State.ACTIVE, MemberKey.State.ACTIVE);
            assertThat(text(mails(OWNER_ADDRESS, "key-changed").getLast().message())).contains("stay in use").doesNotContain("took the place");
        }
    }

    @Test
    void t7_who_has_a_certificate_has_no_first_key_of_openpgp() {
        String certificate = certificateInUse();
        try (Gpg gpg = Gpg.start()) {
            proved(gpg);
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.ACTIVE);
            assertThat(keyrings.of(talk).reader(ANNA, BOTH, now).orElseThrow().fingerprint()).isEqualTo(certificate);
            assertThat(report(signedAnswer(gpg, OTHER_ID)).signature()).isEqualTo(SignatureState.UNKNOWN);
            done(desk.object(talk, ANNA, MAIL));
            assertThat(states()).containsExactly(MemberKey.State.ACTIVE);
        }
    }

    /// A thief writes a letter in which both stand where nobody sees them, and its answer, signed, quotes him.
    @Test
    void t19_what_a_member_signs_without_seeing_it_agrees_to_no_key() {
        try (Gpg gpg = Gpg.start()) {
            String token = challenged(gpg);
            String fingerprint = gpg.fingerprint(OTHER_ID);
            String address = "talk-confirm+" + token + "@lists.example.org";
            String html = "Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nSure, lunch at noon!\r\n--a\r\nContent-Type: text/html\r\n\r\n"
                    + "<p>Sure</p><blockquote><img width=0 alt=\"" + address + " " + fingerprint + "\"></blockquote>\r\n--a--\r\n";
            String file = "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/plain\r\n\r\nSee below\r\n--m\r\nContent-Type: text/plain\r\n"
                    + "Content-Disposition: attachment; filename=a.txt\r\n\r\n" + quoted(token, fingerprint) + "\r\n--m--\r\n";
            String halves = "Content-Type: text/plain\r\n\r\n> " + address + "\r\n";
            String toAFriend = "Content-Type: text/plain; hp=\"clear\"\r\nTo: friend@example.com\r\n\r\n" + quoted(token, fingerprint) + "\r\n";
            for (String entity : List.of(html, file, halves, toAFriend)) {
                Message answer = signedEntity(gpg, ANNA_ID, entity);
                assertThat(report(answer).signature()).isEqualTo(SignatureState.GOOD);
                desk.answer(token, answer, now.plusSeconds(5), ANNA);
                assertThat(states()).as(entity).containsExactly(MemberKey.State.PROVED, MemberKey.State.ACTIVE);
                counts(gpg, ANNA_ID);
            }
            assertThat(desk.answer(token, signedEntity(gpg, ANNA_ID, "Content-Type: text/plain; hp=\"clear\"\r\nTo: " + address + "\r\n\r\n" + quoted(token, fingerprint) + "\r\n"), now.plusSeconds(5), ANNA)).isTrue();
            counts(gpg, OTHER_ID);
        }
    }

    @Test
    void t8_the_certificate_in_use_agrees_to_a_key_of_openpgp_by_signing_the_token() {
        certificateInUse();
        try (Gpg gpg = Gpg.start()) {
            gpg.generate(OTHER_ID, "2y");
            handed(exported(gpg, OTHER_ID));
            String token = token(gpg);
            Message lunch = smimeSigned("anna", "Dear friend, lunch at noon?");
            assertThat(report(lunch).signature()).isEqualTo(SignatureState.GOOD);
            assertThat(desk.answer(token, lunch, now.plusSeconds(5), ANNA)).isTrue();
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.ACTIVE);
            assertThat(desk.answer(token, smimeSigned("anna", quoted(token, gpg.fingerprint(OTHER_ID))), now.plusSeconds(5), ANNA)).isTrue();
            assertThat(states()).containsExactly(MemberKey.State.ACTIVE, MemberKey.State.ACTIVE);
            assertThat(mails(OWNER_ADDRESS, "key-changed")).hasSize(1);
        }
    }

    @Test
    void t9_a_key_that_an_owner_took_out_of_force_leaves_no_first_key_of_another_kind() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            done(desk.revoke(talk, ANNA, Optional.empty(), OWNER));
            handed(certified("thief"));
            assertThat(desk.answer(smimeToken("thief"), plainAnswer(), now, ANNA)).isTrue();
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.WITHDRAWN);
        }
    }

    @Test
    void t18_who_takes_the_key_out_of_force_in_the_members_name_and_proves_another_waits_for_an_owner_all_the_same() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            done(desk.revoke(talk, ANNA, Optional.empty(), new By(ANNA.key(), "web")));
            proved(gpg);
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.WITHDRAWN);
            assertThat(desk.activateCooled(now.plus(Duration.ofDays(29)))).isZero();
            assertThat(text(mails(OWNER_ADDRESS, "key-change").getLast().message())).contains("key approve");
            done(desk.approve(talk, ANNA, Optional.empty(), OWNER));
            assertThat(desk.activateCooled(now.plus(Duration.ofHours(72)))).isEqualTo(1);
            counts(gpg, OTHER_ID);
        }
    }

    @Test
    void t10_of_two_keys_handed_in_at_once_the_second_to_be_proved_is_no_first_key() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate(ANNA_ID, "2y");
            handed(exported(gpg, ANNA_ID));
            String token = token(gpg);
            handed(certified("thief"));
            String other = smimeToken("thief");
            assertThat(desk.answer(token, plainAnswer(), now, ANNA)).isTrue();
            assertThat(desk.answer(other, plainAnswer(), now, ANNA)).isTrue();
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.ACTIVE);
            counts(gpg, ANNA_ID);
        }
    }

    @Test
    void t11_the_command_that_names_the_key_takes_the_word_of_any_key_in_use_and_of_no_other() {
        certificateInUse();
        try (Gpg gpg = Gpg.start()) {
            proved(gpg);
            Fingerprint wanted = Fingerprint.parse(gpg.fingerprint(OTHER_ID)).orThrow();
            CryptoReport good = report(smimeSigned("anna", "key set"));
            assertThat(desk.named().agree(talk, ANNA, wanted, report(signedAnswer(gpg, OTHER_ID, "key set")), MAIL).what()).isEqualTo(NamedKeys.Named.What.AWAITED);
            done(desk.revoke(talk, ANNA, Optional.empty(), OWNER));
            assertThat(desk.named().agree(talk, ANNA, wanted, good, MAIL).what()).as("opened before it was taken out of force").isEqualTo(NamedKeys.Named.What.AWAITED);
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.WITHDRAWN);
            done(desk.install(talk, ANNA, certified("other"), ROOT));
            CryptoReport other = report(smimeSigned("other", "key set"));
            assertThat(desk.named().agree(talk, ANNA, wanted, good, MAIL).what()).as("of the one before").isEqualTo(NamedKeys.Named.What.AWAITED);
            assertThat(desk.named().agree(talk, ANNA, wanted, other, MAIL).what()).isEqualTo(NamedKeys.Named.What.CAME_INTO_USE);
        }
    }

    @Test
    void t17_where_two_keys_wait_an_owner_says_which_one_he_means_and_refuses_both() {
        certificateInUse();
        try (Gpg gpg = Gpg.start()) {
            proved(gpg);
            handed(certified("new"));
            assertThat(desk.answer(smimeToken("new"), plainAnswer(), now, ANNA)).isTrue();
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.PROVED, MemberKey.State.ACTIVE);
            Fingerprint wanted = Fingerprint.parse(gpg.fingerprint(OTHER_ID)).orThrow();
            assertThat(desk.approve(talk, ANNA, Optional.empty(), OWNER)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.why()).contains("several", wanted.hex(), "--fingerprint"));
            assertThat(desk.approveNow(talk, ANNA, Optional.empty(), ROOT)).isInstanceOf(Outcome.Refused.class);
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.PROVED, MemberKey.State.ACTIVE);
            assertThat(done(desk.approve(talk, ANNA, Optional.of(wanted), OWNER)).fingerprint()).isEqualTo(wanted.hex());
            assertThat(states()).containsExactly(MemberKey.State.PROVED, MemberKey.State.COOLING, MemberKey.State.ACTIVE);
            assertThat(done(desk.object(talk, ANNA, OWNER))).hasSize(2);
            assertThat(states()).containsExactly(MemberKey.State.ACTIVE);
        }
    }

    // ---- 3: another address of the person

    private void person() {
        store.accounts().add(ANNA, act("account.add", "anna"));
        store.persons().add(ANNA, WORK, act("account.address", "anna"));
    }

    private String workToken(Gpg gpg, String userId) {
        done(desk.upload(talk, WORK, exported(gpg, userId), MemberKey.Source.MAIL, new By(WORK.key(), "mail")));
        return token(gpg, WORK);
    }

    private static Message workAnswer() {
        return Message.parse(bytes("From: anna@work.example\r\n\r\nyes\r\n")).orThrow();
    }

    @Test
    void t12_a_key_for_another_address_of_the_person_is_no_first_key() {
        person();
        try (Gpg gpg = Gpg.start()) {
            String mine = active(gpg);
            gpg.generate(OTHER_ID, "2y");
            assertThat(desk.answer(workToken(gpg, OTHER_ID), workAnswer(), now, WORK)).isTrue();
            assertThat(desk.of(talk, WORK)).extracting(MemberKey::state).containsExactly(MemberKey.State.PROVED);
            assertThat(keyrings.of(talk).reader(ANNA, BOTH, now).orElseThrow().fingerprint()).isEqualTo(mine);
            assertThat(report(signedAnswer(gpg, OTHER_ID)).signature()).as("not for From of the other address").isEqualTo(SignatureState.UNKNOWN);
            assertThat(text(mails(OWNER_ADDRESS, "key-change").getLast().message())).contains("key approve talk@lists.example.org anna@work.example", "anna@example.net");

            done(desk.approve(talk, WORK, Optional.empty(), OWNER));
            Notice toHolder = mails(ANNA, "key-change").getLast();
            assertThat(new String(gpg.run(blob(text(toHolder.message())), "--decrypt"), StandardCharsets.UTF_8)).as("at the address of the key in use").contains("anna@work.example");
            assertThat(mails(WORK, "key-change")).hasSize(1);
            assertThat(desk.activateCooled(now.plus(Duration.ofHours(72)))).isEqualTo(1);
            assertThat(desk.of(talk, WORK)).singleElement().matches(MemberKey::isActive);
        }
    }

    @Test
    void t13_the_key_of_one_address_agrees_to_one_of_another() {
        person();
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            gpg.generate(OTHER_ID, "2y");
            String token = workToken(gpg, OTHER_ID);
            Message answer = Message.parse(bytes(text(signedAnswer(gpg, ANNA_ID, quoted(token, gpg.fingerprint(OTHER_ID))).toByteArray()).replace("From: anna@example.net", "From: anna@work.example"))).orThrow();
            assertThat(desk.answer(token, answer, now.plusSeconds(5), WORK)).isTrue();
            assertThat(desk.of(talk, WORK)).singleElement().matches(MemberKey::isActive);
            assertThat(mails(ANNA, "key-changed")).hasSize(2);
        }
    }

    @Test
    void t14_a_key_that_waits_alone_is_not_in_use_when_its_address_comes_to_a_person_with_one() {
        try (Gpg gpg = Gpg.start()) {
            active(gpg);
            gpg.generate(OTHER_ID, "2y");
            String token = workToken(gpg, OTHER_ID);
            person();
            assertThat(desk.answer(token, workAnswer(), now, WORK)).isTrue();
            assertThat(desk.of(talk, WORK)).extracting(MemberKey::state).containsExactly(MemberKey.State.PROVED);
        }
    }

    @Test
    void t15_a_membership_that_moves_takes_its_key_along_and_none_that_waits_at_the_new_address() {
        try (Gpg gpg = Gpg.start()) {
            String mine = active(gpg);
            gpg.generate(OTHER_ID, "2y");
            assertThat(desk.answer(workToken(gpg, OTHER_ID), workAnswer(), now, WORK)).as("of a stranger who has no key here").isTrue();
            assertThat(desk.of(talk, WORK)).singleElement().matches(MemberKey::isActive);
            store.members().move(ANNA, WORK, act("member.move", "anna"));
            assertThat(desk.of(talk, WORK)).extracting(MemberKey::fingerprint).containsExactly(mine);
            assertThat(keyrings.of(talk).reader(WORK, BOTH, now).orElseThrow().fingerprint()).isEqualTo(mine);
        }
    }

    @Test
    void t16_a_key_that_was_revoked_does_not_come_back_under_another_address() {
        person();
        try (Gpg gpg = Gpg.start()) {
            String mine = active(gpg);
            byte[] key = exported(gpg, ANNA_ID);
            String token = workToken(gpg, ANNA_ID);
            byte[] revocation = bytes(text(gpg.revocation(mine)).replace(":-----BEGIN", "-----BEGIN"));
            done(desk.upload(talk, ANNA, revocation, MemberKey.Source.MAIL, MAIL));
            assertThat(desk.answer(token, workAnswer(), now, WORK)).as("handed in before").isFalse();
            assertThat(desk.of(talk, WORK)).isEmpty();
            assertThat(desk.upload(talk, WORK, key, MemberKey.Source.MAIL, MAIL)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.why()).contains("was revoked"));
        }
    }
}
