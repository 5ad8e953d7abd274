package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;
import static org.chancery.protection.Gpg.join;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Message;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.openpgp.OpenPgpSealer;
import org.chancery.protection.openpgp.OpenPgpSigner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What of a post goes on to the members, and that the author's signature holds there; the mail and the verdicts are GnuPG's.
class AuthoredTest {
    private static final String CRLF_ENTITY = "Content-Type: text/plain; charset=utf-8\r\n\r\nThe canary sings at dawn.\r\n- and é \r\n";
    private static final String LF_ENTITY = CRLF_ENTITY.replace("\r\n", "\n");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.now();

    private static Gpg gpg;
    private static OpenPgpKeyring keyring;
    private static OpenPgpCertificate member;

    @BeforeAll
    static void keys() {
        gpg = Gpg.start();
        List.of("list", "ann", "bob").forEach(name -> gpg.generate(name + " <" + name + "@example.org>", "0"));
        keyring = OpenPgpKeyring.read(gpg.certificates(), List.of()).orThrow()
                .with(OpenPgpKeyring.read(gpg.secretKeys("list <list@example.org>"), List.of()).orThrow());
        member = keyring.certificates().stream().filter(one -> one.addresses(Instant.now()).contains("bob@example.org")).findFirst().orElseThrow();
    }

    @AfterAll
    static void end() {
        gpg.close();
    }

    private static byte[] toList(String entity, String... more) {
        return gpg.run(bytes(entity), Gpg.args(more, "--armor", "--recipient", "list@example.org", "--encrypt"));
    }

    private static byte[] mail(String fields, byte[] armour) {
        return join(bytes("From: ann@example.org\r\nTo: list@example.org\r\nSubject: ...\r\nMessage-ID: <1@example.org>\r\n" + fields
                + "MIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n"), armour, bytes("\r\n--b--\r\n"));
    }

    private static Opening opening(byte[] mail) {
        return new Opener(List.of(new OpenPgpScheme(keyring))).open(Message.parse(mail).orThrow(), NOW.plusSeconds(60), AcceptedSignatures.NONE);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static Message opened(byte[] mail) {
        return OpenedMessage.of(Message.parse(mail).orThrow(), opening(mail).authored().orElseThrow());
    }

    private static byte[] copy(Message post, Optional<Authored.Verbatim> verbatim) throws java.io.IOException {
        EntitySigner signer = OpenPgpSealer.signer(new OpenPgpSigner(Instant::now, RANDOM), keyring.keys().getFirst());
        var out = new java.io.ByteArrayOutputStream();
        Sealing.of(post, verbatim, Map.of(Technology.OPENPGP, signer), false, RANDOM).copyFor(OpenPgpReader.of(member, NOW.plusSeconds(60)).orElseThrow()).writeTo(out);
        return out.toByteArray();
    }

    @Test
    void one_pass_over_crlf_text_becomes_a_signed_entity_that_gpg_verifies_in_the_copy() throws java.io.IOException {
        for (String type : List.of("--no-textmode", "--textmode")) {
            byte[] mail = mail("", toList(CRLF_ENTITY, type, "--local-user", "ann@example.org", "--sign"));
            assertThat(opening(mail).authored().orElseThrow()).isInstanceOf(Authored.Entity.class);
            verifiedInside(gpg.run(copy(opened(mail), Optional.empty()), "--decrypt"), CRLF_ENTITY);
        }
    }

    @Test
    void one_pass_over_lf_text_is_converted_only_when_signed_as_text() throws java.io.IOException {
        byte[] text = mail("", toList(LF_ENTITY, "--textmode", "--local-user", "ann@example.org", "--sign"));
        verifiedInside(gpg.run(copy(opened(text), Optional.empty()), "--decrypt"), CRLF_ENTITY);
        byte[] binary = mail("", toList(LF_ENTITY, "--no-textmode", "--local-user", "ann@example.org", "--sign"));
        assertThat(opening(binary).authored().orElseThrow()).isInstanceOf(Authored.Verbatim.class);
    }

    /// GnuPG takes the author's signature out of our copy and verifies it over the first part.
    private static void verifiedInside(byte[] inside, String entity) {
        Message list = Message.parse(inside).orThrow();
        assertThat(list.root().type().toString()).isEqualTo("multipart/signed");
        var mixed = list.root().parts().getFirst();
        var author = mixed.parts().getFirst();
        assertThat(author.type().toString()).isEqualTo("multipart/signed");
        assertThat(author.type().parameter("micalg")).contains("pgp-sha512");
        assertThat(text(author.parts().getFirst().toByteArray())).isEqualTo(entity);
        assertThat(gpg.verifies(author.parts().getLast(), author.parts().getFirst().toByteArray())).contains("GOODSIG").contains("ann@example.org");
        assertThat(gpg.verifies(list.root().parts().getLast(), mixed.toByteArray())).contains("GOODSIG").contains("list@example.org");
    }

    @Test
    void packets_that_cannot_be_converted_are_encrypted_again_unchanged() throws java.io.IOException {
        byte[] mail = mail("", toList(LF_ENTITY, "--no-textmode", "--local-user", "ann@example.org", "--sign"));
        Authored.Verbatim verbatim = (Authored.Verbatim) opening(mail).authored().orElseThrow();
        byte[] copy = copy(opened(mail), Optional.of(verbatim));
        assertThat(text(copy)).as("as it stood outside").contains("Subject: ...\r\n");
        assertThat(text(gpg.run(copy, "--decrypt"))).isEqualTo(LF_ENTITY);
        assertThat(text(gpg.run(copy, "--status-fd", "1", "--decrypt"))).contains("GOODSIG").contains("ann@example.org");
        assertThat(text(opened(mail).toByteArray())).contains("The canary sings at dawn.\r\n");
    }

    @Test
    void an_unsigned_text_is_an_entity_of_its_own_and_the_same_each_time() {
        byte[] mail = mail("", toList(CRLF_ENTITY));
        byte[] first = opened(mail).toByteArray();
        assertThat(text(first)).endsWith("Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n" + CRLF_ENTITY);
        assertThat(opened(mail).toByteArray()).isEqualTo(first);
        byte[] signed = mail("", toList(CRLF_ENTITY, "--local-user", "ann@example.org", "--sign"));
        assertThat(opened(signed).toByteArray()).isEqualTo(opened(signed).toByteArray());
    }

    @Test
    void an_encrypted_signed_entity_stays_octet_for_octet() {
        byte[] signature = gpg.run(bytes(CRLF_ENTITY), "--armor", "--local-user", "ann@example.org", "--detach-sign");
        String entity = "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=s\r\n\r\n--s\r\n" + CRLF_ENTITY
                + "\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n" + text(CanonicalText.crlf(signature)) + "\r\n--s--\r\n";
        byte[] mail = mail("", toList(entity));
        assertThat(text(opening(mail).authored().orElseThrow().entity().reveal())).isEqualTo(entity);
        assertThat(opening(mail).report().signature()).isEqualTo(SignatureState.GOOD);
    }

    @Test
    void text_encrypted_inside_the_body_becomes_utf8_whatever_it_was() {
        for (byte[] inside : List.of(bytes("naïve\n"), "naïve\n".getBytes(StandardCharsets.ISO_8859_1))) {
            byte[] armour = gpg.run(inside, "--armor", "--recipient", "list@example.org", "--encrypt");
            byte[] mail = join(bytes("From: ann@example.org\r\nSubject: s\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n"), CanonicalText.crlf(armour));
            Message opened = opened(mail);
            assertThat(opened.root().text()).isEqualTo("naïve\r\n");
            assertThat(opened.root().charset()).contains(StandardCharsets.UTF_8);
        }
    }

    @Test
    void what_was_not_encrypted_to_the_list_has_nothing_to_send_on() {
        assertThat(opening(bytes("From: ann@example.org\r\n\r\nhello\r\n")).authored()).isEmpty();
        assertThat(opening(mail("", gpg.run(bytes(CRLF_ENTITY), "--armor", "-r", "bob@example.org", "-e"))).authored()).isEmpty();
    }

    @Test
    void the_protected_fields_win_over_those_outside_and_none_is_added_from_there() {
        byte[] mail = mail("Reply-To: mallory@example.net\r\nKeywords: outside\r\n", toList("Subject: the canary\r\nFrom: eve@example.org\r\nMessage-ID: <2@example.org>\r\n"
                + "List-Id: <evil>\r\nHP-Outer: Subject: ...\r\nContent-Type: text/plain; hp=\"cipher\"; charset=utf-8\r\n\r\nhello\r\n"));
        Message opened = opened(mail);
        assertThat(opened.headers().all().stream().map(Object::toString).toList()).containsExactly("From: ann@example.org", "To: list@example.org",
                "Message-ID: <1@example.org>", "MIME-Version: 1.0", "Subject: the canary", "Content-Type: text/plain; charset=utf-8");
        assertThat(opened.root().text()).isEqualTo("hello\r\n");
    }

    @Test
    void the_subject_of_thunderbird_and_enigmail_is_taken_and_their_copy_of_it_removed() {
        byte[] mail = mail("Keywords: outside\r\n", toList("Content-Type: multipart/mixed; boundary=m; protected-headers=\"v1\"\r\nSubject: the canary\r\nKeywords: inside\r\n\r\n"
                + "--m\r\nContent-Type: text/plain; protected-headers=\"v1\"\r\nContent-Disposition: inline\r\n\r\nSubject: the canary\r\n\r\n"
                + "--m\r\nContent-Type: text/plain\r\n\r\nhello\r\n--m--\r\n"));
        Message opened = opened(mail);
        assertThat(opened.headers().first("Subject").orElseThrow().value()).isEqualTo("the canary");
        assertThat(opened.headers().first("Keywords").orElseThrow().value()).isEqualTo("outside");
        assertThat(text(opened.body())).isEqualTo("--m\r\nContent-Type: text/plain\r\n\r\nhello\r\n--m--\r\n");
    }

    @Test
    void a_subject_put_into_the_text_for_old_software_is_taken_out_again() {
        byte[] mail = mail("", toList("Subject: the canary\r\nContent-Type: multipart/alternative; boundary=m; hp=cipher\r\n\r\n"
                + "--m\r\nContent-Type: text/plain; hp-legacy-display=\"1\"\r\n\r\nSubject: the canary\r\n\r\nhello\r\n"
                + "--m\r\nContent-Type: text/html; charset=utf-8; hp-legacy-display=1\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + java.util.Base64.getEncoder().encodeToString(bytes("<body><div class=\"header-protection-legacy-display\"><pre>Subject: the canary</pre></div><p>é</p></body>")) + "\r\n--m--\r\n"));
        Message opened = opened(mail);
        assertThat(opened.headers().first("Content-Type").orElseThrow().value()).isEqualTo("multipart/alternative; boundary=m");
        assertThat(opened.root().parts().getFirst().text()).isEqualTo("hello");
        assertThat(opened.root().parts().getLast().text().strip()).isEqualTo("<body><p>é</p></body>");
        assertThat(text(opened.body())).doesNotContain("hp-legacy");
    }

    @Test
    void whatever_stands_in_a_protected_field_no_line_is_forged_with_it() {
        byte[] mail = mail("", toList("Subject: a\rBcc: eve@example.org\0\r\nReferences: " + "x".repeat(2000) + "\r\nContent-Type: text/plain; hp=\"cipher\"; x=\"a\r b\"\r\n\r\nhello\r\n"));
        Message opened = opened(mail);
        assertThat(opened.headers().first("Bcc")).isEmpty();
        assertThat(opened.headers().first("Subject").orElseThrow().value()).isEqualTo("a Bcc: eve@example.org");
        assertThat(text(opened.toByteArray()).lines()).allMatch(line -> line.length() <= 998);
    }

    @Test
    void a_plain_copy_is_signed_by_the_list_with_its_header() {
        Message post = Message.parse(bytes("From: ann@example.org\r\nSubject: canary\r\nAuthor-Signature: good\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nnaïve \r\n")).orThrow();
        Message signed = SignedPlain.of(post, OpenPgpSealer.signer(new OpenPgpSigner(Instant::now, RANDOM), keyring.keys().getFirst()), RANDOM);
        var covered = signed.root().parts().getFirst();
        assertThat(gpg.verifies(signed.root().parts().getLast(), covered.toByteArray())).contains("GOODSIG").contains("list@example.org");
        assertThat(covered.toByteArray()).doesNotContain((byte) 0xC3);
        assertThat(covered.type().parameter("hp")).contains("clear");
        assertThat(covered.headers().first("Subject").orElseThrow().value()).isEqualTo("canary");
        assertThat(covered.headers().first("HP-Outer")).isEmpty();
        assertThat(covered.parts().getFirst().text()).isEqualTo("naïve \r\n");
        assertThat(signed.headers().first("Subject").orElseThrow().value()).isEqualTo("canary");
        assertThat(text(signed.toByteArray())).doesNotContain("Author-Signature");
    }

    @Test
    void a_certificate_speaks_for_the_addresses_it_is_bound_to_and_for_no_others() {
        byte[] mail = mail("", toList(CRLF_ENTITY, "--local-user", "bob@example.org", "--sign"));
        String bob = gpg.fingerprint("bob <bob@example.org>");
        Message message = Message.parse(mail).orThrow();
        for (var expected : Map.of("ann@example.org", SignatureState.GOOD, "carl@example.org", SignatureState.MISMATCH).entrySet()) {
            OpenPgpKeyring bound = keyring.bound(Map.of(bob, List.of("b@example.org", expected.getKey())));
            assertThat(new Opener(List.of(new OpenPgpScheme(bound))).open(message, NOW.plusSeconds(60), AcceptedSignatures.NONE).report().signature()).isEqualTo(expected.getValue());
        }
        assertThat(opening(mail).report().signature()).isEqualTo(SignatureState.MISMATCH);
        OpenPgpKeyring nobody = keyring.bound(Map.of());
        byte[] byAnn = mail("", toList(CRLF_ENTITY, "--local-user", "ann@example.org", "--sign"));
        assertThat(new Opener(List.of(new OpenPgpScheme(nobody))).open(Message.parse(byAnn).orThrow(), NOW.plusSeconds(60), AcceptedSignatures.NONE).report().signature())
                .isEqualTo(SignatureState.MISMATCH);
    }
}
