package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;
import static org.chancery.protection.Gpg.join;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.kit.Programs;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.smime.Certificates;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.protection.smime.SmimeReader;
import org.chancery.protection.smime.SmimeScheme;
import org.chancery.protection.smime.SmimeSealer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S/MIME copies opened and verified by GnuPG's gpgsm and by OpenSSL: the signature of the list, and inside it that of the author as he sent it.
class SmimeInteropTest {
    private static final byte[] ENTITY = bytes("Content-Type: text/plain\r\n\r\nThe canary sings at dawn.\r\n");
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    static Path folder;

    private static OpenSsl openssl;
    private static SmimeKeyring list;
    private static Path home;

    @BeforeAll
    static void keys() throws IOException {
        Programs.needProgram("gpgsm");
        openssl = OpenSsl.in(folder);
        openssl.authority("ca");
        for (String name : List.of("list", "ann", "bob")) {
            openssl.certificate(name, "ca", name + "@example.org", "rsa:2048", "emailProtection", "30");
        }
        openssl.capable("gcm", "ca", "gcm@example.org");
        list = SmimeFiles.read(join(openssl.read("list.pem"), openssl.read("list.key")), List.of()).orThrow()
                .trusting(SmimeFiles.read(openssl.read("ca.pem"), List.of()).orThrow());
        home = Files.createTempDirectory("gpgsm", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String authority = new String(openssl.run(new byte[0], "x509", "-in", "@ca.pem", "-noout", "-fingerprint", "-sha1"), StandardCharsets.US_ASCII).replaceAll(".*=|\\s", "");
        Files.writeString(home.resolve("trustlist.txt"), authority + " S relax\n");
        Files.writeString(home.resolve("gpg-agent.conf"), "allow-loopback-pinentry\n");
        gpgsm(new byte[0], "--passphrase-fd", "0", "--import", folder.resolve("ca.pem").toString());
        giveBobHisKey();
    }

    /// gpgsm 2.2 reads nothing newer than 3DES, and derives a wrong key from one salt in forty: then the next salt.
    private static void giveBobHisKey() {
        int salts = 0;
        do {
            assertThat(salts++).as("salts that gpgsm was offered").isLessThan(20);
            openssl.run(new byte[0], "pkcs12", "-export", "-inkey", "@bob.key", "-in", "@bob.pem", "-certfile", "@ca.pem", "-passout", "pass:wind",
                    "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1", "-out", "@bob.p12");
            gpgsm(false, bytes("wind\n"), "--passphrase-fd", "0", "--import", folder.resolve("bob.p12").toString());
        } while (!new String(gpgsm(new byte[0], "--list-secret-keys"), StandardCharsets.UTF_8).contains("bob@example.org"));
    }

    @AfterAll
    static void end() {
        Programs.run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"), new byte[0], false);
    }

    private static byte[] gpgsm(byte[] in, String... arguments) {
        return gpgsm(true, in, arguments);
    }

    private static byte[] gpgsm(boolean mustSucceed, byte[] in, String... arguments) {
        List<String> line = new ArrayList<>(List.of("gpgsm", "--homedir", home.toString(), "--batch", "--yes", "--no-tty", "--pinentry-mode", "loopback", "--disable-crl-checks", "--disable-dirmngr"));
        line.addAll(List.of(arguments));
        return Programs.run(line, in, mustSucceed);
    }

    private static byte[] post() {
        byte[] signed = CanonicalText.crlf(openssl.run(ENTITY, "cms", "-sign", "-signer", "@ann.pem", "-inkey", "@ann.key"));
        byte[] encrypted = CanonicalText.crlf(openssl.run(signed, "cms", "-encrypt", "-binary", "-aes-256-cbc", "@list.pem"));
        return join(bytes("From: ann@example.org\r\nSubject: The secret canary\r\n"), encrypted);
    }

    private static byte[] copyFor(String name) throws IOException {
        byte[] mail = post();
        Message received = Message.parse(mail).orThrow();
        Opening opening = new Opener(List.of(new SmimeScheme(list))).open(received, Instant.now().plusSeconds(60), AcceptedSignatures.NONE);
        assertThat(opening.report().signature()).isEqualTo(SignatureState.GOOD);
        Message post = OpenedMessage.of(received, opening.authored().orElseThrow());
        Sealing sealing = Sealing.of(post, Optional.empty(), Map.of(Technology.SMIME, SmimeSealer.signer(list.keys().getFirst(), Instant.now())), false, RANDOM).framed(Framing.of(opening.report()));
        var out = new ByteArrayOutputStream();
        SmimeKeyring member = SmimeFiles.read(openssl.read(name + ".pem"), List.of()).orThrow();
        sealing.copyFor(SmimeReader.of(member.certificates().getFirst(), Instant.now()).orElseThrow()).writeTo(out);
        assertThat(out.toString(StandardCharsets.US_ASCII)).doesNotContain("canary").doesNotContain("Author-Signature");
        return out.toByteArray();
    }

    @Test
    void t3_gpgsm_opens_a_copy_and_verifies_the_list_and_the_author() throws IOException {
        String copy = new String(copyFor("bob"), StandardCharsets.US_ASCII);
        Path blob = Files.write(folder.resolve("blob"), Base64.getMimeDecoder().decode(copy.substring(copy.indexOf("\r\n\r\n") + 4)));
        Part outer = Message.parse(gpgsm(bytes("wind\n"), "--passphrase-fd", "0", "--decrypt", blob.toString())).orThrow().root();
        Part mixed = outer.parts().getFirst();
        Part author = mixed.parts().getFirst();
        assertThat(mixed.headers().first("Author-Signature").orElseThrow().value()).startsWith("good; key=").endsWith("; encryption=list");
        assertThat(verified(outer.parts().getLast(), mixed.toByteArray())).contains("GOODSIG").contains("TRUST_FULLY");
        assertThat(author.parts().getFirst().toByteArray()).isEqualTo(ENTITY);
        assertThat(verified(author.parts().getLast(), ENTITY)).contains("GOODSIG");
        assertThat(verified(author.parts().getLast(), bytes("Content-Type: text/plain\r\n\r\nThe canary sings at noon.\r\n"))).contains("BADSIG");
    }

    private static String verified(Part signature, byte[] covered) throws IOException {
        Path data = Files.write(folder.resolve("covered"), covered);
        Path file = Files.write(folder.resolve("signature"), signature.decoded().readAllBytes());
        return new String(gpgsm(false, new byte[0], "--status-fd", "1", "--verify", file.toString(), data.toString()), StandardCharsets.US_ASCII);
    }

    @Test
    void an_unsigned_text_begins_with_its_subject_for_old_programs_and_loses_it_again_when_we_open_it() throws IOException {
        SmimeKeyring bob = SmimeFiles.read(join(openssl.read("bob.pem"), openssl.read("bob.key")), List.of()).orThrow();
        for (boolean isSigned : List.of(true, false)) {
            Message post = Message.parse(bytes("From: ann@example.org\r\nSubject: 1 < 2 caf\u00e9\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n"
                    + "--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nh\u00e9llo\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<body><p>h\u00e9llo</body>\r\n--a--\r\n")).orThrow();
            var out = new ByteArrayOutputStream();
            Sealing.of(post, Optional.empty(), isSigned ? Map.of(Technology.SMIME, SmimeSealer.signer(list.keys().getFirst(), Instant.now())) : Map.of(), false, RANDOM)
                    .copyFor(SmimeReader.of(bob.certificates().getFirst(), Instant.now()).orElseThrow()).writeTo(out);
            Files.write(folder.resolve("copy.eml"), out.toByteArray());
            String inside = new String(openssl.run(new byte[0], "cms", "-decrypt", "-in", "@copy.eml", "-recip", "@bob.pem", "-inkey", "@bob.key"), StandardCharsets.UTF_8);
            assertThat(inside.replace("=\r\n", "")).contains("hp-legacy-display=\"1\"").contains("Subject: 1 < 2 caf=C3=A9\r\n\r\nh=C3=A9llo").contains("1 &lt; 2 caf=C3=A9</pre></div>");
            if (!isSigned) {
                Message copy = Message.parse(out.toByteArray()).orThrow();
                Message opened = OpenedMessage.of(copy, new Opener(List.of(new SmimeScheme(bob))).open(copy, Instant.now(), AcceptedSignatures.NONE).authored().orElseThrow());
                assertThat(opened.headers().first("Subject").orElseThrow().text()).isEqualTo("1 < 2 caf\u00e9");
                assertThat(opened.root().parts().getFirst().text()).isEqualTo("h\u00e9llo");
                assertThat(opened.root().parts().getLast().text()).isEqualTo("<body><p>h\u00e9llo</body>");
            }
        }
    }

    @Test
    void a_certificate_that_announces_gcm_gets_authenticated_enveloping_and_openssl_opens_it() throws IOException {
        byte[] copy = copyFor("gcm");
        assertThat(new String(copy, StandardCharsets.US_ASCII)).contains("smime-type=authEnveloped-data");
        assertThat(new String(copyFor("bob"), StandardCharsets.US_ASCII)).contains("smime-type=enveloped-data");
        Files.write(folder.resolve("copy.eml"), copy);
        byte[] inside = openssl.run(new byte[0], "cms", "-decrypt", "-in", "@copy.eml", "-recip", "@gcm.pem", "-inkey", "@gcm.key");
        assertThat(new String(openssl.run(inside, "cms", "-verify", "-CAfile", "@ca.pem"), StandardCharsets.US_ASCII)).contains("sings at dawn");
    }

    @Test
    void a_certificate_also_speaks_for_the_addresses_its_member_proved() {
        Message mail = Message.parse(join(bytes("From: a.n@example.net\r\n"), post())).orThrow();
        Message received = mail.edit().removeIf(field -> field.value().equals("ann@example.org")).build();
        String ann = Certificates.fingerprint(SmimeFiles.read(openssl.read("ann.pem"), List.of()).orThrow().certificates().getFirst());
        assertThat(judged(list, received)).isEqualTo(SignatureState.MISMATCH);
        assertThat(judged(list.bound(Map.of(ann, List.of("a.n@example.net"))), received)).isEqualTo(SignatureState.GOOD);
        assertThat(judged(list.bound(Map.of(ann, List.of("other@example.net"))), received)).isEqualTo(SignatureState.MISMATCH);
    }

    private static SignatureState judged(SmimeKeyring keyring, Message received) {
        return new Opener(List.of(new SmimeScheme(keyring))).open(received, Instant.now().plusSeconds(60), AcceptedSignatures.NONE).report().signature();
    }
}
