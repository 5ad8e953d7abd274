package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.keyring.MemberKeyDesk.Handed;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.delivery.Queue;
import org.chancery.protection.Gpg;
import org.chancery.secrets.Secret;
import org.chancery.token.ConfirmTokens;
import org.junit.jupiter.api.BeforeEach;

/// Anna, a member with GnuPG on her side, an owner, and the desk that takes her keys.
abstract class MemberKeyTest extends KeyringTest {
    static final By MAIL = new By("anna@example.net", "mail");
    static final By OWNER = new By("owner@example.net", "web");
    static final Address OWNER_ADDRESS = Address.of("owner@example.net");
    static final String ANNA_ID = "Anna <anna@example.net>";
    static final String OTHER_ID = "Anna again <anna@example.net>";

    MemberKeyDesk desk = unopened();

    @BeforeEach
    void desk() {
        now = now.plus(Duration.ofMinutes(5)); // keys that GnuPG makes meanwhile are of the past
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);
        desk = new MemberKeyDesk(store.keys(), keyrings, new SignatureMemory(store.keys().accepted(), Secret.of("memory")), new MemberKeyDesk.Surroundings(
                store.lists(), store.members(), new NoticeWriter(new Texts(), "lists.example.org", clock, RANDOM), new ConfirmTokens(key), List::of, clock, RANDOM, () -> {}));
        join(ANNA, Role.MEMBER);
        join(OWNER_ADDRESS, Role.OWNER);
    }

    Handed handed(byte[] file) {
        return done(desk.upload(talk, ANNA, file, MemberKey.Source.MAIL, MAIL));
    }

    static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(String why) -> throw new AssertionError(why);
        };
    }

    String why(byte[] file) {
        return switch (desk.upload(talk, ANNA, file, MemberKey.Source.MAIL, MAIL)) {
            case Outcome.Done<Handed>(Handed handed) -> throw new AssertionError(handed.toString());
            case Outcome.Refused<Handed>(String why) -> why;
        };
    }

    /// All mails so far, the newest last.
    List<Notice> mails() {
        List<Notice> mails = new ArrayList<>();
        for (Queue.Entry entry : store.queue().entries(100)) {
            store.receipts().notice(entry.posting()).ifPresent(mails::add);
        }
        return mails;
    }

    List<Notice> mails(Address to, String kind) {
        return mails().stream().filter(mail -> mail.recipients().contains(to) && mail.kind().equals(kind)).toList();
    }

    /// The token of the newest challenge, as only the owner of the key can read it.
    String token(Gpg gpg) {
        return token(gpg, ANNA);
    }

    String token(Gpg gpg, Address address) {
        Notice mail = mails(address, "key-challenge").getLast();
        String outside = text(mail.message());
        assertThat(outside).doesNotContain("confirm+").contains("Subject: [...]");
        String inside = new String(gpg.run(blob(outside), "--decrypt"), StandardCharsets.UTF_8);
        Matcher answer = Pattern.compile("talk-confirm\\+([a-z2-7]{34})@lists\\.example\\.org").matcher(inside);
        assertThat(answer.find()).as(inside).isTrue();
        return answer.group(1);
    }

    static byte[] blob(String mail) {
        return bytes(mail.substring(mail.indexOf("-----BEGIN PGP MESSAGE"), mail.indexOf("-----END PGP MESSAGE") + 27));
    }

    Message plainAnswer() {
        return Message.parse(bytes("From: anna@example.net\r\nSubject: ok\r\n\r\nyes\r\n")).orThrow();
    }

    /// What a reply quotes that agrees to a key.
    static String quoted(String token, String fingerprint) {
        return "> " + String.join(" ", fingerprint.split("(?<=\\G.{4})")) + "\r\n>     talk-confirm+" + token + "@lists.example.org";
    }

    Message signedAnswer(Gpg gpg, String signer) {
        return signedAnswer(gpg, signer, "yes");
    }

    Message signedAnswer(Gpg gpg, String signer, String words) {
        return signedEntity(gpg, signer, "Content-Type: text/plain\r\n\r\n" + words + "\r\n");
    }

    Message signedEntity(Gpg gpg, String signer, String entity) {
        byte[] part = bytes(entity);
        byte[] signature = gpg.run(part, "--armor", "--detach-sign", "--local-user", "=" + signer);
        return Message.parse(bytes("From: anna@example.net\r\nSubject: ok\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha512; boundary=b\r\n\r\n--b\r\n"
                + text(part) + "\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\n" + text(signature) + "\r\n--b--\r\n")).orThrow();
    }

    static byte[] exported(Gpg gpg, String userId) {
        return gpg.run(new byte[0], "--armor", "--export", "=" + userId);
    }

    List<MemberKey.State> states() {
        return desk.of(talk, ANNA).stream().map(MemberKey::state).sorted().toList();
    }

    /// Anna with a first key that counts.
    String active(Gpg gpg) {
        gpg.generate(ANNA_ID, "2y");
        handed(exported(gpg, ANNA_ID));
        assertThat(desk.answer(token(gpg), plainAnswer(), now, ANNA)).isTrue();
        return gpg.fingerprint(ANNA_ID);
    }

    void proved(Gpg gpg) {
        gpg.generate(OTHER_ID, "2y");
        handed(exported(gpg, OTHER_ID));
        assertThat(desk.answer(token(gpg), plainAnswer(), now, ANNA)).isTrue();
    }

    void counts(Gpg gpg, String userId) {
        assertThat(desk.of(talk, ANNA).stream().filter(MemberKey::isActive)).extracting(MemberKey::fingerprint).containsExactly(gpg.fingerprint(userId));
    }
}
