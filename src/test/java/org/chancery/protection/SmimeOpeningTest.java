package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;
import static org.chancery.protection.Gpg.join;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.chancery.mail.Message;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.protection.smime.SmimeScheme;
import org.chancery.secrets.Secret;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail made by OpenSSL, in the shapes that people send, judged as a list with its own key and anchors would.
class SmimeOpeningTest {
    private static final byte[] ENTITY = bytes("Content-Type: text/plain\r\n\r\nThe canary sings at dawn.\r\n");
    private static final Instant NOW = Instant.now();
    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";

    @TempDir
    static Path folder;

    private static OpenSsl openssl;
    private static SmimeKeyring keyring;

    @BeforeAll
    static void keys() {
        openssl = OpenSsl.in(folder);
        openssl.authority("ca");
        openssl.authority("strange");
        openssl.certificate("list", "ca", "list@example.org", "rsa:2048", "emailProtection", "30");
        openssl.certificate("listec", "ca", "list@example.org", EC, "emailProtection", "30");
        openssl.certificate("ann", "ca", "ann@example.org", EC, "emailProtection", "30");
        openssl.certificate("bob", "ca", "bob@example.org", "rsa:2048", "emailProtection", "3");
        openssl.certificate("web", "ca", "ann@example.org", EC, "serverAuth", "30");
        openssl.certificate("small", "ca", "ann@example.org", "rsa:1024", "emailProtection", "30");
        openssl.certificate("fake", "strange", "ann@example.org", EC, "emailProtection", "30");
        openssl.run(new byte[0], "pkcs12", "-export", "-inkey", "@list.key", "-in", "@list.pem", "-passout", "pass:wind", "-out", "@list.p12");
        keyring = SmimeFiles.read(openssl.read("list.p12"), List.of(Secret.of("wind"))).orThrow()
                .with(SmimeFiles.read(join(openssl.read("listec.pem"), openssl.read("listec.key")), List.of()).orThrow())
                .trusting(SmimeFiles.read(openssl.read("ca.pem"), List.of()).orThrow());
    }

    private static byte[] cms(byte[] in, String... arguments) {
        List<String> line = new java.util.ArrayList<>(List.of("cms"));
        line.addAll(List.of(arguments));
        return CanonicalText.crlf(openssl.run(in, line.toArray(String[]::new)));
    }

    private static byte[] signed(String name, byte[] entity, String... more) {
        return cms(entity, Gpg.args(more, "-sign", "-signer", "@" + name + ".pem", "-inkey", "@" + name + ".key"));
    }

    private static byte[] encrypted(byte[] entity, String cipher, String... names) {
        return cms(entity, Gpg.args(new String[] {"-encrypt", "-binary", cipher}, java.util.Arrays.stream(names).map(name -> "@" + name + ".pem").toArray(String[]::new)));
    }

    private static Opening opening(String from, byte[] entity, Instant at) {
        Message message = Message.parse(join(bytes("From: " + from + "\r\nSubject: x\r\n"), entity)).orThrow();
        return new Opener(List.of(new SmimeScheme(keyring))).open(message, at, AcceptedSignatures.NONE);
    }

    private static String judged(String from, byte[] entity) {
        return judged(from, entity, NOW.plusSeconds(60));
    }

    private static String judged(String from, byte[] entity, Instant at) {
        CryptoReport report = opening(from, entity, at).report();
        return report.encryption().word() + " " + report.signature().word();
    }

    @Test
    void clear_and_opaque_signatures_of_a_trusted_certificate_are_good() {
        assertThat(judged("ann@example.org", signed("ann", ENTITY))).isEqualTo("none good");
        assertThat(judged("ann@example.org", signed("ann", ENTITY, "-nodetach"))).isEqualTo("none good");
        assertThat(judged("bob@example.org", signed("bob", ENTITY))).isEqualTo("none good");
    }

    @Test
    void enveloped_to_the_list_opens_with_rsa_and_elliptic_curves_and_is_malleable_without_a_signature_inside() {
        for (String key : List.of("list", "listec")) {
            Opening opening = opening("ann@example.org", encrypted(ENTITY, "-aes-256-cbc", key), NOW);
            assertThat(opening.report().encryption()).isEqualTo(Encryption.LIST);
            assertThat(opening.report().isMalleable()).isTrue();
            assertThat(new String(opening.content().orElseThrow().reveal(), StandardCharsets.US_ASCII)).contains("canary");
        }
        Opening signedInside = opening("ann@example.org", encrypted(signed("ann", ENTITY), "-aes-256-cbc", "list"), NOW.plusSeconds(60));
        assertThat(signedInside.report().signature()).isEqualTo(SignatureState.GOOD);
        assertThat(signedInside.report().isMalleable()).isFalse();
    }

    @Test
    void what_our_signatures_announce_we_open() {
        for (String cipher : List.of("-aes-256-gcm", "-aes-128-gcm", "-aes-256-cbc", "-aes-128-cbc")) {
            for (String key : List.of("list", "listec")) {
                assertThat(judged("ann@example.org", encrypted(signed("ann", ENTITY), cipher, key))).as(cipher).isEqualTo("list good");
            }
        }
    }

    @Test
    void authenticated_enveloping_opens_and_one_changed_octet_closes_it() {
        byte[] mail = encrypted(ENTITY, "-aes-256-gcm", "list");
        assertThat(judged("ann@example.org", mail)).isEqualTo("list none");
        assertThat(opening("ann@example.org", mail, NOW).report().isMalleable()).isFalse();
        String text = new String(mail, StandardCharsets.US_ASCII);
        int start = text.indexOf("\r\n\r\n") + 4;
        byte[] der = java.util.Base64.getMimeDecoder().decode(text.substring(start));
        for (int at : new int[] {der.length - 1, der.length - 20, der.length - 40}) {
            byte[] damaged = der.clone();
            damaged[at] ^= 1;
            Opening opening = opening("ann@example.org", join(bytes(text.substring(0, start)), java.util.Base64.getMimeEncoder().encode(damaged)), NOW);
            assertThat(opening.report().encryption()).isEqualTo(Encryption.BROKEN);
            assertThat(opening.content()).isEmpty();
            assertThat(opening.refusal()).contains(Opening.REFUSAL);
        }
    }

    @Test
    void triple_wrapping_counts_the_inner_signature_only() {
        byte[] wrapped = signed("bob", encrypted(signed("ann", ENTITY), "-aes-256-cbc", "list"));
        assertThat(judged("ann@example.org", wrapped)).isEqualTo("list good");
        assertThat(judged("bob@example.org", wrapped)).isEqualTo("list mismatch");
    }

    @Test
    void other_recipients_old_ciphers_and_garbage_stay_closed() {
        assertThat(judged("ann@example.org", encrypted(ENTITY, "-aes-256-cbc", "ann"))).isEqualTo("other none");
        assertThat(judged("ann@example.org", encrypted(ENTITY, "-des3", "list"))).isEqualTo("weak none");
        assertThat(judged("ann@example.org", bytes("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\ngarbage\r\n"))).isEqualTo("broken none");
    }

    @Test
    void who_is_not_trusted_not_meant_or_not_allowed_is_not_good() {
        assertThat(judged("ann@example.org", signed("fake", ENTITY))).isEqualTo("none unknown");
        assertThat(judged("ann@example.org", signed("bob", ENTITY))).isEqualTo("none mismatch");
        assertThat(judged("ann@example.org", signed("web", ENTITY))).isEqualTo("none bad");
        assertThat(judged("ann@example.org", signed("small", ENTITY))).isEqualTo("none weak");
        assertThat(judged("ann@example.org", signed("ann", ENTITY, "-md", "sha1"))).isEqualTo("none weak");
    }

    @Test
    void a_certificate_past_its_end_is_expired() {
        byte[] mail = signed("bob", ENTITY);
        assertThat(judged("bob@example.org", mail, NOW.plus(Duration.ofDays(2)))).isEqualTo("none good");
        assertThat(judged("bob@example.org", mail, NOW.plus(Duration.ofDays(5)))).isEqualTo("none expired");
    }

    @Test
    void a_changed_text_and_a_signature_that_brings_its_own_content_are_bad() {
        String mail = new String(signed("ann", ENTITY), StandardCharsets.US_ASCII);
        assertThat(judged("ann@example.org", bytes(mail.replace("dawn", "noon")))).isEqualTo("none bad");
        String opaque = new String(signed("ann", ENTITY, "-nodetach"), StandardCharsets.US_ASCII);
        String blob = opaque.substring(opaque.indexOf("\r\n\r\n") + 4);
        byte[] forged = bytes("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: text/plain\r\n\r\nforged\r\n--b\r\nContent-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\n" + blob + "\r\n--b--\r\n");
        assertThat(judged("ann@example.org", forged)).isEqualTo("none bad");
    }

    @Test
    void parts_below_other_parts_are_partial() {
        byte[] head = bytes("Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\nforged\r\n--m\r\n");
        assertThat(judged("ann@example.org", join(head, signed("ann", ENTITY), bytes("\r\n--m--\r\n")))).isEqualTo("none partial");
        assertThat(judged("ann@example.org", join(head, encrypted(ENTITY, "-aes-256-cbc", "list"), bytes("\r\n--m--\r\n")))).isEqualTo("list-partial none");
    }

    @Test
    void a_bag_of_certificates_is_neither_signed_nor_encrypted() {
        openssl.run(new byte[0], "crl2pkcs7", "-nocrl", "-certfile", "@ann.pem", "-outform", "DER", "-out", "@bag.p7c");
        byte[] mail = join(bytes("Content-Type: application/pkcs7-mime; smime-type=certs-only\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
                java.util.Base64.getMimeEncoder().encode(openssl.read("bag.p7c")));
        assertThat(judged("ann@example.org", mail)).isEqualTo("none none");
    }
}
