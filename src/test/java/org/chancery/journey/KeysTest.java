package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.keyring.MemberKey;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.Gpg;
import org.junit.jupiter.api.Test;

/// Keys by mail, with GnuPG on the member's side.
class KeysTest {
    private static final String ANNA = "a@example.net";
    private static final String ANNA_ID = "Anna <a@example.net>";
    private static final String LIST = "talk@lists.example.org";
    private static final String REQUEST = "talk-request@lists.example.org";

    private static byte[] withKey(String subject, byte[] key) {
        String file = Base64.getMimeEncoder().encodeToString(key);
        return Site.message(ANNA, REQUEST, subject, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n",
                "--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\nContent-Type: application/pgp-keys; name=\"key.asc\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + file + "\r\n--b--\r\n");
    }

    private static List<MemberKey> keys(Site site, MailingList list) {
        return site.administration().keys().ofMember(Site.CALLER, list, ANNA);
    }

    private static byte[] exported(Gpg gpg, String userId) {
        return gpg.run(new byte[0], "--armor", "--export", "=" + userId);
    }

    private static SmtpSink.Message mail(Site site, String to, String word) {
        Site.await(() -> site.sink().messages().stream().anyMatch(copy -> copy.recipients().contains(to) && copy.text().contains(word)));
        return site.sink().messages().stream().filter(copy -> copy.recipients().contains(to) && copy.text().contains(word)).toList().getLast();
    }

    /// Where the answer goes: only who has the key can read it.
    private static String opened(Gpg gpg, SmtpSink.Message challenge) {
        String mail = challenge.text();
        assertThat(mail).contains("Subject: [...]").doesNotContain("confirm+");
        return new String(gpg.run(mail.substring(mail.indexOf("-----BEGIN PGP MESSAGE"), mail.indexOf("-----END PGP MESSAGE") + 27).getBytes(UTF_8), "--decrypt"), UTF_8);
    }

    private static String answerAddress(Gpg gpg, SmtpSink.Message challenge) {
        Matcher address = Pattern.compile("talk-confirm\\+[a-z2-7]{34}@lists\\.example\\.org").matcher(opened(gpg, challenge));
        assertThat(address.find()).isTrue();
        return address.group();
    }

    @Test
    void a_member_hands_in_a_key_proves_it_and_sees_it_count() throws IOException {
        try (Site site = Site.start(); Gpg gpg = Gpg.start()) {
            MailingList talk = site.openList("talk", ANNA);
            site.administration().keys().generate(Site.CALLER, talk, ListKeyDesk.Kind.ED25519);
            gpg.generate(ANNA_ID, "2y");
            Site.receipt(site.post(ANNA, REQUEST, withKey("key", exported(gpg, ANNA_ID))));
            assertThat(mail(site, ANNA, "> key").text()).contains("encrypted to it");
            String answer = answerAddress(gpg, mail(site, ANNA, "BEGIN PGP MESSAGE"));
            assertThat(keys(site, talk)).extracting(MemberKey::state).containsExactly(MemberKey.State.PENDING);

            assertThat(site.forge(ANNA, answer, Site.message(ANNA, answer, "ok"))).startsWith("550");
            assertThat(keys(site, talk)).extracting(MemberKey::state).containsExactly(MemberKey.State.PENDING);
            Site.receipt(site.post(ANNA, answer, Site.message(ANNA, answer, "ok")));
            Site.await(() -> keys(site, talk).getFirst().isActive());
            assertThat(mail(site, ANNA, "key is in use").text()).contains(gpg.fingerprint(ANNA_ID).substring(0, 4));
            assertThat(site.post(ANNA, answer, Site.message(ANNA, answer, "again"))).as("it is used up").startsWith("550");

            site.post(ANNA, REQUEST, Site.message(ANNA, REQUEST, "key list"));
            assertThat(mail(site, ANNA, "> key list").text()).contains(gpg.fingerprint(ANNA_ID)).contains("active");
            site.post(ANNA, REQUEST, Site.message(ANNA, REQUEST, "key set smime"));
            assertThat(mail(site, ANNA, "> key set").text()).contains("smime");
        }
    }

    @Test
    void a_key_in_the_name_of_another_is_not_taken_and_a_revocation_is_from_anybody() throws IOException {
        try (Site site = Site.start(); Gpg gpg = Gpg.start()) {
            MailingList talk = site.openList("talk", ANNA);
            gpg.generate(ANNA_ID, "2y");
            assertThat(site.forge(ANNA, REQUEST, withKey("key", exported(gpg, ANNA_ID)))).startsWith("550");
            assertThat(keys(site, talk)).isEmpty();

            site.administration().keys().install(Site.CALLER, talk, ANNA, exported(gpg, ANNA_ID));
            String fingerprint = gpg.fingerprint(ANNA_ID);
            byte[] revocation = new String(gpg.revocation(fingerprint), UTF_8).replace(":-----BEGIN", "-----BEGIN").getBytes(UTF_8);
            site.post("b@example.net", REQUEST, new String(withKey("key", revocation), UTF_8).replace("From: " + ANNA, "From: b@example.net").getBytes(UTF_8));
            Site.await(() -> keys(site, talk).getFirst().state() == MemberKey.State.REVOKED);
            assertThat(mail(site, ANNA, "not used any more").text()).contains("Subject: talk@");
        }
    }

    @Test
    void sendkey_answers_a_person_once_a_day_with_the_keys_of_the_list_and_no_machine() throws IOException {
        try (Site site = Site.start(); Gpg gpg = Gpg.start()) {
            MailingList talk = site.openList("talk");
            String sendkey = "talk-sendkey@lists.example.org";
            site.post(ANNA, sendkey, Site.message(ANNA, sendkey, "please"));
            site.settle();
            assertThat(site.sink().messages()).as("there is no key yet").isEmpty();
            site.administration().keys().generate(Site.CALLER, talk, ListKeyDesk.Kind.ED25519);

            site.post("c@example.net", sendkey, Site.message("c@example.net", sendkey, "x", "Auto-Submitted: auto-replied\r\n", "x\r\n"));
            site.post(ANNA, sendkey, Site.message(ANNA, sendkey, "please"));
            Message mail = site.copy(ANNA);
            Part signed = mail.root().parts().getFirst();
            Part key = signed.parts().getFirst().parts().getLast();
            assertThat(key.type().subtype()).isEqualTo("pgp-keys");
            gpg.run(key.decoded().readAllBytes(), "--import");
            assertThat(gpg.fingerprint("talk <" + LIST + ">")).isEqualTo(site.administration().keys().all(Site.CALLER, talk).getFirst().fingerprint());
            assertThat(gpg.verifies(mail.root().parts().getLast(), signed.toByteArray())).as("by the list").contains("GOODSIG");
            site.post(ANNA, sendkey, Site.message(ANNA, sendkey, "once more"));
            site.settle();
            assertThat(site.sink().messages()).hasSize(1);
        }
    }

    private static byte[] signed(Gpg gpg, String to, String words) {
        byte[] part = ("Content-Type: text/plain\r\n\r\n" + words + "\r\n").getBytes(UTF_8);
        String signature = new String(gpg.run(part, "--armor", "--detach-sign", "--local-user", "=" + ANNA_ID), UTF_8).replace("\r\n", "\n").replace("\n", "\r\n");
        return Site.message(ANNA, to, "Re", "MIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha512; boundary=s\r\n",
                "--s\r\n" + new String(part, UTF_8) + "\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n" + signature + "\r\n--s--\r\n");
    }

    @Test
    void a_signed_mail_from_the_past_changes_no_key_and_a_signed_reply_that_quotes_the_challenge_does() throws IOException {
        try (Site site = Site.start(); Gpg gpg = Gpg.start()) {
            MailingList talk = site.openList("talk", ANNA);
            gpg.generate(ANNA_ID, "2y");
            gpg.generate("Anna again <a@example.net>", "2y");
            site.administration().keys().install(Site.CALLER, talk, ANNA, exported(gpg, ANNA_ID));
            site.post(ANNA, REQUEST, withKey("key", exported(gpg, "Anna again <a@example.net>")));
            SmtpSink.Message challenge = mail(site, ANNA, "BEGIN PGP MESSAGE");
            String answer = answerAddress(gpg, challenge);
            Site.receipt(site.post(ANNA, answer, signed(gpg, answer, "Dear friend, lunch at noon?")));
            Site.await(() -> keys(site, talk).stream().anyMatch(key -> key.state() == MemberKey.State.PROVED));
            assertThat(keys(site, talk)).extracting(MemberKey::state).containsExactlyInAnyOrder(MemberKey.State.ACTIVE, MemberKey.State.PROVED);
            Site.receipt(site.post(ANNA, answer, signed(gpg, answer, "Yes.\r\n" + opened(gpg, challenge).lines().map(line -> "> " + line).collect(Collectors.joining("\r\n")))));
            Site.await(() -> keys(site, talk).size() == 1);
            assertThat(keys(site, talk)).extracting(MemberKey::fingerprint).containsExactly(gpg.fingerprint("Anna again <a@example.net>"));
        }
    }

    @Test
    void an_owner_decides_about_a_change_that_the_old_key_did_not_sign() throws IOException {
        try (Site site = Site.start(); Gpg gpg = Gpg.start()) {
            MailingList talk = site.openList("talk", ANNA);
            site.add(talk, "owner@example.com", Role.OWNER);
            gpg.generate(ANNA_ID, "2y");
            gpg.generate("Anna again <a@example.net>", "2y");
            site.administration().keys().install(Site.CALLER, talk, ANNA, exported(gpg, ANNA_ID));
            site.post(ANNA, REQUEST, withKey("key", exported(gpg, "Anna again <a@example.net>")));
            String answer = answerAddress(gpg, mail(site, ANNA, "BEGIN PGP MESSAGE"));
            site.post(ANNA, answer, Site.message(ANNA, answer, "ok"));
            assertThat(mail(site, "owner@example.com", "key approve").text()).contains("another key for");
            assertThat(keys(site, talk)).extracting(MemberKey::state).contains(MemberKey.State.ACTIVE, MemberKey.State.PROVED);
            site.administration().keys().approve(Site.CALLER, talk, ANNA, Optional.empty(), false);
            assertThat(keys(site, talk)).extracting(MemberKey::state).contains(MemberKey.State.ACTIVE, MemberKey.State.COOLING);
        }
    }

    @Test
    void who_joins_a_list_that_encrypts_is_told_that_a_key_is_needed_where_it_goes_and_the_key_of_the_list() throws IOException {
        try (Site site = Site.start()) {
            MailingList talk = site.list("talk@lists.example.org", "encrypted", "");
            site.set(talk, Map.of("join_policy", "confirm"));
            String fingerprint = String.join(" ", site.administration().keys().all(Site.CALLER, talk).getFirst().fingerprint().split("(?<=\\G.{4})"));
            String join = "talk-join@lists.example.org";
            Site.receipt(site.post(ANNA, join, Site.message(ANNA, join, "please")));
            Message asked = site.mail(ANNA, "confirm");
            site.post(ANNA, site.replyTo(asked), Site.message(ANNA, site.replyTo(asked), "Re: yes"));
            for (Message mail : List.of(asked, site.mail(ANNA, "Welcome"))) {
                assertThat(text(mail)).contains("\"key\"").contains(REQUEST).contains(fingerprint);
            }
            String help = "talk-help@lists.example.org";
            site.post(ANNA, help, Site.message(ANNA, help, "help"));
            assertThat(text(site.mail(ANNA, "Help"))).contains("talk-sendkey@lists.example.org").contains(fingerprint);

            MailingList open = site.openList("open");
            site.post(ANNA, "open-join@lists.example.org", Site.message(ANNA, "open-join@lists.example.org", "please"));
            assertThat(text(site.mail(ANNA, "joining " + open.address()))).doesNotContain("\"key\"").doesNotContain("fingerprint");
        }
    }

    private static String text(Message mail) {
        return mail.root().text();
    }
}
