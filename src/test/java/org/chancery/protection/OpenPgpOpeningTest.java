package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;
import static org.chancery.protection.Gpg.join;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.chancery.mail.Message;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Mail made by GnuPG, in all the shapes that people send, judged as a list with its own key and the certificates of its members would.
class OpenPgpOpeningTest {
    private static final String ENTITY = "Content-Type: text/plain; charset=utf-8\r\n\r\nThe canary sings at dawn.\r\n- and =C3=A9 \r\n";
    private static final Instant NOW = Instant.now();

    private static Gpg gpg;
    private static Gpg stranger;
    private static OpenPgpKeyring keyring;

    @BeforeAll
    static void keys() {
        gpg = Gpg.start();
        stranger = Gpg.start();
        gpg.generate("List <list@example.org>", "0");
        gpg.generate("Ann <ann@example.org>", "0");
        gpg.generate("Bob <bob@example.org>", "0");
        stranger.generate("Ann <ann@example.org>", "0");
        stranger.run(gpg.certificates(), "--import");
        reread();
    }

    private static void reread() {
        keyring = OpenPgpKeyring.read(gpg.certificates(), List.of()).orThrow()
                .with(OpenPgpKeyring.read(gpg.secretKeys("List <list@example.org>"), List.of()).orThrow());
    }

    @AfterAll
    static void end() {
        gpg.close();
        stranger.close();
    }

    private static byte[] mail(String from, String contentType, byte[] body) {
        return join(bytes("From: " + from + "\r\nTo: list@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: " + contentType + "\r\n\r\n"), body);
    }

    private static byte[] encrypted(byte[] armoured) {
        return mail("ann@example.org", "multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b",
                join(bytes("--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n"),
                        armoured, bytes("\r\n--b--\r\n")));
    }

    private static byte[] signed(String from, byte[] entity, byte[] signature) {
        return mail(from, "multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha512; boundary=s", multipart(entity, signature));
    }

    private static byte[] multipart(byte[] entity, byte[] signature) {
        return join(bytes("--s\r\n"), entity, bytes("\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n"), signature, bytes("\r\n--s--\r\n"));
    }

    private static byte[] detached(Gpg by, String user, byte[] entity, String... more) {
        return by.run(entity, Gpg.args(more, "--armor", "--local-user", user, "--detach-sign"));
    }

    private static byte[] toList(byte[] entity, String... more) {
        return gpg.run(entity, Gpg.args(more, "--armor", "--recipient", "list@example.org", "--encrypt"));
    }

    private static Opening opening(byte[] mail, Instant at) {
        return new Opener(List.of(new OpenPgpScheme(keyring))).open(Message.parse(mail).orThrow(), at, AcceptedSignatures.NONE);
    }

    private static String judged(byte[] mail) {
        return judged(mail, NOW.plusSeconds(60));
    }

    private static String judged(byte[] mail, Instant at) {
        CryptoReport report = opening(mail, at).report();
        return report.encryption().word() + " " + report.signature().word();
    }

    @Test
    void plain_mail_is_none_and_none() {
        assertThat(judged(mail("ann@example.org", "text/plain", bytes("hello\r\n")))).isEqualTo("none none");
    }

    @Test
    void signed_and_encrypted_to_the_list_is_list_and_good_and_gives_the_entity() {
        byte[] mail = encrypted(toList(bytes(ENTITY), "--local-user", "ann@example.org", "--sign"));
        Opening opening = opening(mail, NOW.plusSeconds(60));
        assertThat(opening.report().encryption()).isEqualTo(Encryption.LIST);
        assertThat(opening.report().signature()).isEqualTo(SignatureState.GOOD);
        assertThat(opening.report().signer()).contains(gpg.fingerprint("Ann <ann@example.org>"));
        assertThat(new String(opening.content().orElseThrow().reveal(), StandardCharsets.UTF_8)).isEqualTo(ENTITY);
        assertThat(opening.content().orElseThrow()).hasToString("***");
        assertThat(opening.report().toString()).doesNotContain("canary");
    }

    @Test
    void encryption_around_a_signed_entity_is_list_and_good() {
        byte[] entity = bytes(ENTITY);
        byte[] inner = join(bytes("Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=s\r\n\r\n"),
                multipart(entity, detached(gpg, "ann@example.org", entity)));
        assertThat(judged(encrypted(toList(inner)))).isEqualTo("list good");
    }

    @Test
    void a_signed_entity_with_lf_in_a_file_is_read_with_crlf() {
        byte[] mail = signed("Ann <ann@example.org>", bytes(ENTITY), detached(gpg, "ann@example.org", bytes(ENTITY)));
        assertThat(judged(mail)).isEqualTo("none good");
        assertThat(judged(bytes(new String(mail, StandardCharsets.UTF_8).replace("\r\n", "\n")))).isEqualTo("none good");
    }

    @Test
    void one_changed_octet_is_bad() {
        byte[] mail = signed("ann@example.org", bytes(ENTITY.replace("dawn", "noon")), detached(gpg, "ann@example.org", bytes(ENTITY)));
        assertThat(judged(mail)).isEqualTo("none bad");
    }

    @Test
    void another_author_in_from_is_a_mismatch_and_so_are_two() {
        byte[] signature = detached(gpg, "bob@example.org", bytes(ENTITY));
        assertThat(judged(signed("ann@example.org", bytes(ENTITY), signature))).isEqualTo("none mismatch");
        assertThat(judged(signed("bob@example.org, ann@example.org", bytes(ENTITY), signature))).isEqualTo("none mismatch");
        assertThat(judged(signed("bob@example.org\r\nFrom: ann@example.org", bytes(ENTITY), signature))).isEqualTo("none mismatch");
        assertThat(judged(signed("\"ann@example.org\" <bob@example.org>", bytes(ENTITY), signature))).isEqualTo("none good");
    }

    @Test
    void a_stranger_with_the_name_of_a_member_is_unknown() {
        assertThat(judged(signed("ann@example.org", bytes(ENTITY), detached(stranger, "ann@example.org", bytes(ENTITY))))).isEqualTo("none unknown");
    }

    @Test
    void a_signature_over_a_part_of_the_mail_is_partial() {
        byte[] part = join(bytes("Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=s\r\n\r\n"),
                multipart(bytes(ENTITY), detached(gpg, "ann@example.org", bytes(ENTITY))));
        byte[] mail = mail("ann@example.org", "multipart/mixed; boundary=m",
                join(bytes("--m\r\n\r\nforged\r\n--m\r\n"), part, bytes("\r\n--m\r\n\r\n-- \r\nfooter\r\n--m--\r\n")));
        assertThat(judged(mail)).isEqualTo("none partial");
    }

    @Test
    void ciphertext_beside_plain_parts_is_never_opened() {
        byte[] inner = encrypted(toList(bytes(ENTITY)));
        String body = new String(inner, StandardCharsets.UTF_8);
        byte[] mail = mail("ann@example.org", "multipart/mixed; boundary=m",
                bytes("--m\r\nContent-Type: text/html\r\n\r\n<img src=\"http://evil.example/\r\n--m\r\n" + body.substring(body.indexOf("Content-Type: multipart")) + "\r\n--m--\r\n"));
        Opening opening = opening(mail, NOW);
        assertThat(opening.report().encryption()).isEqualTo(Encryption.LIST_PARTIAL);
        assertThat(opening.content()).isEmpty();
        assertThat(judged(mail("ann@example.org", "text/plain", join(bytes("look:\r\n"), toList(bytes("x")))))).isEqualTo("list-partial none");
    }

    @Test
    void what_is_encrypted_to_others_is_other_also_without_a_name() {
        assertThat(judged(encrypted(gpg.run(bytes(ENTITY), "--armor", "-r", "bob@example.org", "-e")))).isEqualTo("other none");
        assertThat(judged(encrypted(gpg.run(bytes(ENTITY), "--armor", "-R", "bob@example.org", "-e")))).isEqualTo("other none");
    }

    @Test
    void a_hidden_recipient_is_found_by_trying() {
        assertThat(judged(encrypted(gpg.run(bytes(ENTITY), "--armor", "-R", "bob@example.org", "-R", "list@example.org", "-e")))).isEqualTo("list none");
    }

    @Test
    void a_passphrase_alone_opens_nothing() {
        assertThat(judged(encrypted(gpg.run(bytes(ENTITY), "--armor", "--symmetric")))).isEqualTo("broken none");
    }

    @Test
    void with_an_old_cipher_it_is_weak_and_stays_closed() {
        assertThat(judged(encrypted(toList(bytes(ENTITY), "--cipher-algo", "3DES")))).isEqualTo("weak none");
    }

    @Test
    void an_mdc_stripped_off_is_never_opened() {
        byte[] binary = gpg.run(bytes(ENTITY), "--compress-algo", "none", "-r", "list@example.org", "-e");
        int body = 2 + (binary[1] & 0xFF); // one session-key packet of old or new format with a length of one octet
        assertThat(binary[body] & 0xFF).isEqualTo(0xD2);
        byte[] stripped = binary.clone();
        stripped[body] = (byte) 0xC9; // tag 9 instead of 18
        assertThat(judged(encrypted(stripped))).isEqualTo("weak none");
    }

    @Test
    void all_that_cannot_be_opened_is_refused_in_the_same_words() {
        byte[] binary = gpg.run(bytes(ENTITY), "-r", "list@example.org", "-e");
        Set<String> words = new java.util.HashSet<>();
        for (int at = binary.length - 1; at > binary.length - 40; at -= 3) {
            byte[] damaged = binary.clone();
            damaged[at] ^= 1;
            Opening opening = opening(encrypted(damaged), NOW);
            assertThat(opening.report().encryption()).isEqualTo(Encryption.BROKEN);
            assertThat(opening.content()).isEmpty();
            words.add(opening.refusal().orElseThrow());
        }
        words.add(opening(encrypted(bytes("no armour")), NOW).refusal().orElseThrow());
        words.add(opening(encrypted(gpg.run(bytes(ENTITY), "--armor", "--symmetric")), NOW).refusal().orElseThrow());
        assertThat(words).hasSize(1);
    }

    @Test
    void clear_signed_text_is_good_inline_only_as_a_whole() {
        byte[] text = gpg.run(bytes("- dash\r\ntext with blanks  \r\nFrom here\r\n"), "--local-user", "ann@example.org", "--clearsign");
        assertThat(judged(mail("ann@example.org", "text/plain", text))).isEqualTo("none inline-good");
        assertThat(judged(mail("ann@example.org", "text/plain", join(bytes("pay me\r\n"), text)))).isEqualTo("none partial");
        assertThat(judged(mail("ann@example.org", "text/plain", bytes(new String(text, StandardCharsets.UTF_8).replace("Hash:", "Evil: text\r\nHash:"))))).isEqualTo("none partial");
    }

    @Test
    void inline_encryption_of_a_whole_text_is_list() {
        byte[] armour = toList(bytes("hello\r\n"), "--local-user", "ann@example.org", "--sign");
        assertThat(judged(mail("ann@example.org", "text/plain", armour))).isEqualTo("list inline-good");
    }

    @Test
    void what_exchange_made_of_it_is_repaired() {
        byte[] mail = mail("ann@example.org", "multipart/mixed; boundary=b", join(
                bytes("--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n"),
                toList(bytes(ENTITY)), bytes("\r\n--b--\r\n")));
        assertThat(judged(mail)).isEqualTo("list none");
    }

    @Test
    void a_signature_outside_the_encryption_says_nothing_about_the_author() {
        byte[] cipher = encrypted(toList(bytes(ENTITY), "--local-user", "ann@example.org", "--sign"));
        String text = new String(cipher, StandardCharsets.UTF_8);
        byte[] entity = bytes(text.substring(text.indexOf("Content-Type: multipart")).stripTrailing());
        assertThat(judged(signed("bob@example.org", entity, detached(gpg, "bob@example.org", entity)))).isEqualTo("list mismatch");
    }

    @Test
    void signatures_have_seven_days_to_arrive() {
        byte[] mail = signed("ann@example.org", bytes(ENTITY), detached(gpg, "ann@example.org", bytes(ENTITY)));
        assertThat(judged(mail, NOW.plus(Duration.ofDays(6)))).isEqualTo("none good");
        assertThat(judged(mail, NOW.plus(Duration.ofDays(8)))).isEqualTo("none expired");
        assertThat(judged(mail, NOW.minus(Duration.ofDays(1)))).isEqualTo("none bad");
    }

    @Test
    void sha1_proves_nothing() {
        byte[] signature = detached(gpg, "ann@example.org", bytes(ENTITY), "--digest-algo", "SHA1", "--allow-weak-digest-algos");
        assertThat(judged(signed("ann@example.org", bytes(ENTITY), signature))).isEqualTo("none weak");
    }

    @Test
    void the_same_signature_twice_is_a_replay() {
        Message mail = Message.parse(signed("ann@example.org", bytes(ENTITY), detached(gpg, "ann@example.org", bytes(ENTITY)))).orThrow();
        Opener opener = new Opener(List.of(new OpenPgpScheme(keyring)));
        SignatureValue value = opener.open(mail, NOW.plusSeconds(60), AcceptedSignatures.NONE).report().signatures().getFirst().value();
        assertThat(opener.open(mail, NOW.plusSeconds(60), value::equals).report().signature()).isEqualTo(SignatureState.REPLAY);
    }

    @Test
    void keys_that_expired_or_were_revoked_are_told_apart() {
        try (Gpg other = Gpg.start()) {
            String past = NOW.minus(Duration.ofDays(3)).toString().replaceAll("[-:]|\\..*", "").replaceAll("Z?$", "");
            other.generate("Cy <cy@example.org>", "seconds=172800", "--faked-system-time", past);
            byte[] signature = other.run(bytes(ENTITY), "--faked-system-time", past, "--armor", "--local-user", "cy@example.org", "--detach-sign");
            keyring = keyring.with(OpenPgpKeyring.read(other.certificates(), List.of()).orThrow());
            assertThat(judged(signed("cy@example.org", bytes(ENTITY), signature))).isEqualTo("none expired");
            assertThat(judged(signed("cy@example.org", bytes(ENTITY), signature), NOW.minus(Duration.ofDays(2)))).isEqualTo("none good");
            other.generate("Di <di@example.org>", "0");
            byte[] byDi = other.run(bytes(ENTITY), "--armor", "--local-user", "di@example.org", "--detach-sign");
            keyring = keyring.with(OpenPgpKeyring.read(other.certificates(), List.of()).orThrow());
            assertThat(judged(signed("di@example.org", bytes(ENTITY), byDi))).isEqualTo("none good");
            revoke(other, "Di <di@example.org>");
            keyring = keyring.with(OpenPgpKeyring.read(other.certificates(), List.of()).orThrow());
            assertThat(judged(signed("di@example.org", bytes(ENTITY), byDi))).isEqualTo("none revoked");
        }
    }

    @Test
    void a_key_revoked_in_good_order_is_told_from_one_that_may_be_in_other_hands() {
        assertThat(revokedFor(0)).isEqualTo(SignatureState.COMPROMISED);
        assertThat(revokedFor(1)).isEqualTo(SignatureState.COMPROMISED);
        assertThat(revokedFor(2)).isEqualTo(SignatureState.REVOKED);
        assertThat(revokedFor(3)).isEqualTo(SignatureState.REVOKED);
        assertThat(SignatureState.COMPROMISED.word()).as("outside one word for both").isEqualTo("revoked");
    }

    /// A signature of after the revocation, as whoever else has the key can make it.
    private static SignatureState revokedFor(int reason) {
        try (Gpg owner = Gpg.start()) {
            owner.generate("Ed <ed@example.org>", "0");
            byte[] revocation = owner.revocation(owner.fingerprint("Ed <ed@example.org>"), reason);
            byte[] signature = owner.run(bytes(ENTITY), "--faked-system-time", "20" + NOW.plusSeconds(30).toString().replaceAll("[-:]|\\..*|Z", "").substring(2) + "!", "--armor", "--local-user", "ed@example.org", "--detach-sign");
            owner.run(revocation, "--import");
            OpenPgpKeyring revoked = OpenPgpKeyring.read(owner.certificates(), List.of()).orThrow();
            Message mail = Message.parse(signed("ed@example.org", bytes(ENTITY), signature)).orThrow();
            return new Opener(List.of(new OpenPgpScheme(revoked))).open(mail, NOW.plusSeconds(60), AcceptedSignatures.NONE).report().signature();
        }
    }

    private static void revoke(Gpg gpg, String userId) {
        byte[] revocation = gpg.revocation(gpg.fingerprint(userId));
        gpg.run(bytes(new String(revocation, StandardCharsets.UTF_8).replace(":-----BEGIN", "-----BEGIN")), "--import");
    }
}
