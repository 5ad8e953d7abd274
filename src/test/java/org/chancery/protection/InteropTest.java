package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;
import static org.chancery.protection.Gpg.join;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.Judges.Found;
import org.chancery.protection.Judges.Program;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator.Profile;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.openpgp.OpenPgpSealer;
import org.chancery.protection.openpgp.OpenPgpSigner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a list sends, opened and verified by GnuPG, Sequoia and OpenPGP.js; what they send, opened by us. Each copy by each program.
class InteropTest {
    private static final String CRLF_ENTITY = "Content-Type: text/plain; charset=utf-8\r\n\r\nThe canary sings at dawn.\r\n- and é \r\n";
    private static final String LF_ENTITY = CRLF_ENTITY.replace("\r\n", "\n");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> MEMBERS = List.of("bob", "rsa", "edd");

    @TempDir
    static Path folder;

    private static Judges judges;
    private static OpenPgpKeyring keyring;
    private static OpenPgpKey list;

    @BeforeAll
    static void keys() {
        judges = new Judges(folder);
        List.of("list", "ann", "bob").forEach(judges::generate);
        judges.add("rsa", armoured(generated(Profile.RSA3072, "rsa")));
        judges.add("edd", armoured(generated(Profile.ED25519, "edd")));
        OpenPgpKey modern = generated(Profile.RFC9580, "new");
        judges.addNew("new", armoured(modern), Armor.write("PGP PUBLIC KEY BLOCK", modern.certificate().encoded()));
        keyring = OpenPgpKeyring.read(join(judges.read("ann.cert"), judges.read("bob.cert"), judges.read("rsa.cert"), judges.read("edd.cert"), judges.read("new.cert")), List.of()).orThrow()
                .with(OpenPgpKeyring.read(judges.read("list.key"), List.of()).orThrow());
        list = keyring.keys().getFirst();
    }

    private static OpenPgpKey generated(Profile profile, String name) {
        return new OpenPgpKeyGenerator(() -> Instant.now().minusSeconds(60), RANDOM).generate(profile, List.of(name + " <" + name + "@example.org>"), Optional.empty(), Optional.empty());
    }

    private static byte[] armoured(OpenPgpKey key) {
        return Armor.write("PGP PRIVATE KEY BLOCK", key.encoded().reveal());
    }

    @AfterAll
    static void end() {
        judges.close();
    }

    private static byte[] mail(byte[] armour) {
        return join(bytes("From: ann@example.org\r\nTo: list@example.org\r\nSubject: The secret canary\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n"), armour, bytes("\r\n--b--\r\n"));
    }

    private static byte[] gpg(String entity, String... more) {
        return judges.gpg(bytes(entity), Gpg.args(more, "--armor", "--recipient", "list@example.org", "--local-user", "ann@example.org", "--sign", "--encrypt"));
    }

    private static Opening opening(byte[] mail) {
        return new Opener(List.of(new OpenPgpScheme(keyring))).open(Message.parse(mail).orThrow(), Instant.now().plusSeconds(60), AcceptedSignatures.NONE);
    }

    private static Sealing sealing(byte[] mail, Opening opening) {
        Authored authored = opening.authored().orElseThrow();
        EntitySigner signer = OpenPgpSealer.signer(new OpenPgpSigner(Instant::now, RANDOM), list);
        return Sealing.of(OpenedMessage.of(Message.parse(mail).orThrow(), authored), authored instanceof Authored.Verbatim verbatim ? Optional.of(verbatim) : Optional.empty(),
                Map.of(Technology.OPENPGP, signer), false, RANDOM);
    }

    private static byte[] copy(Sealing sealing, String member) throws IOException {
        OpenPgpReader reader = keyring.certificates().stream().filter(one -> one.addresses(Instant.now()).contains(member + "@example.org")).findFirst()
                .flatMap(one -> OpenPgpReader.of(one, Instant.now())).orElseThrow();
        var out = new ByteArrayOutputStream();
        sealing.copyFor(reader).writeTo(out);
        return out.toByteArray();
    }

    /// All three programs open the copies of all members that they know, and verify both signatures in the nested form.
    private static void nested(byte[] mail, String entity) throws IOException {
        Opening opening = opening(mail);
        assertThat(opening.report().signature()).isEqualTo(SignatureState.GOOD);
        assertThat(opening.authored().orElseThrow()).isInstanceOf(Authored.Entity.class);
        Sealing sealing = sealing(mail, opening);
        byte[] first = judges.opened(Program.GPG, copy(sealing, "bob"), "bob", "list").data();
        for (String member : MEMBERS) {
            byte[] copy = copy(sealing, member);
            for (Program program : Program.values()) {
                assertThat(judges.opened(program, copy, member, "list").data()).as(program + " opens the copy of " + member).isEqualTo(first);
            }
        }
        assertThat(judges.opened(Program.OPENPGP_JS, copy(sealing, "new"), "new", "list").data()).isEqualTo(first);
        for (Program program : Program.values()) {
            nested(program, first, entity);
        }
    }

    private static void nested(Program program, byte[] inside, String entity) throws IOException {
        Part outer = Message.parse(inside).orThrow().root();
        Part mixed = outer.parts().getFirst();
        Part author = mixed.parts().getFirst();
        assertThat(mixed.headers().first("Subject").orElseThrow().value()).isEqualTo("The secret canary");
        assertThat(judges.verifies(program, outer.parts().getLast().decoded().readAllBytes(), mixed.toByteArray(), "list")).as(program + " verifies the list").isTrue();
        byte[] covered = author.parts().getFirst().toByteArray();
        byte[] signature = author.parts().getLast().decoded().readAllBytes();
        assertThat(new String(covered, StandardCharsets.UTF_8)).isEqualTo(entity);
        assertThat(judges.verifies(program, signature, covered, "ann")).as(program + " verifies the author").isTrue();
        covered[covered.length - 5] ^= 1;
        assertThat(judges.verifies(program, signature, covered, "ann")).as(program + " sees a changed text").isFalse();
    }

    @Test
    void t3_a_one_pass_signature_over_crlf_lines_holds_nested_for_every_program() throws IOException {
        nested(mail(gpg(CRLF_ENTITY, "--no-textmode")), CRLF_ENTITY);
        nested(mail(gpg(CRLF_ENTITY, "--no-textmode", "--compress-algo", "zlib")), CRLF_ENTITY);
        nested(mail(judges.sqop(bytes(CRLF_ENTITY), "encrypt", "--sign-with", "@ann.key", "@list.cert")), CRLF_ENTITY);
    }

    @Test
    void t3_a_text_signature_over_lf_lines_holds_nested_for_every_program() throws IOException {
        nested(mail(gpg(LF_ENTITY, "--textmode")), CRLF_ENTITY);
    }

    @Test
    void t3_a_signature_with_intended_recipients_holds_nested_for_every_program() throws IOException {
        nested(mail(judges.intended(bytes(CRLF_ENTITY), "ann", "list")), CRLF_ENTITY);
    }

    @Test
    void t3_a_binary_signature_over_lf_lines_holds_in_its_own_packets_for_every_program() throws IOException {
        byte[] mail = mail(gpg(LF_ENTITY, "--no-textmode"));
        Opening opening = opening(mail);
        assertThat(opening.report().signature()).isEqualTo(SignatureState.GOOD);
        Sealing sealing = sealing(mail, opening);
        for (String member : MEMBERS) {
            byte[] copy = copy(sealing, member);
            assertThat(new String(copy, StandardCharsets.US_ASCII)).contains("Subject: [...]\r\n").doesNotContain("canary");
            for (Program program : Program.values()) {
                Found found = judges.opened(program, copy, member, "ann");
                assertThat(found.text()).isEqualTo(LF_ENTITY);
                assertThat(found.isSigned()).as(program + " verifies the author").isTrue();
            }
        }
    }

    /// The one corner that no form saves: Sequoia holds the signature against the keys it was meant for.
    @Test
    void t3_intended_recipients_over_binary_lf_lines_hold_for_gpg_and_openpgp_js_only() throws IOException {
        byte[] mail = mail(judges.intended(bytes(LF_ENTITY), "ann", "list"));
        assertThat(opening(mail).authored().orElseThrow()).isInstanceOf(Authored.Verbatim.class);
        byte[] copy = copy(sealing(mail, opening(mail)), "bob");
        assertThat(judges.opened(Program.GPG, copy, "bob", "ann").isSigned()).isTrue();
        assertThat(judges.opened(Program.OPENPGP_JS, copy, "bob", "ann").isSigned()).isTrue();
        assertThat(judges.opened(Program.SQOP, copy, "bob", "ann").isSigned()).isFalse();
    }

    @Test
    void t4_t9_all_copies_of_a_class_share_the_body_and_hold_one_key_packet_each() throws IOException {
        byte[] mail = mail(gpg(CRLF_ENTITY, "--textmode"));
        Sealing sealing = sealing(mail, opening(mail));
        List<byte[]> bodies = new ArrayList<>();
        for (String member : MEMBERS) {
            byte[] packets = Armor.octets(copy(sealing, member)).orElseThrow().getFirst();
            String listed = new String(judges.gpg(packets, "--list-only", "--list-packets"), StandardCharsets.UTF_8);
            assertThat(listed.lines().filter(line -> line.startsWith(":pubkey enc packet")).toList()).hasSize(1);
            int body = listed.lines().filter(line -> line.contains(" tag=18 ")).map(line -> line.replaceAll(".*off=(\\d+) .*", "$1")).mapToInt(Integer::parseInt).findFirst().orElseThrow();
            bodies.add(Arrays.copyOfRange(packets, body, packets.length));
            for (String other : MEMBERS) {
                String id = new String(judges.gpg(new byte[0], "--with-colons", "--list-keys", other + "@example.org"), StandardCharsets.UTF_8).lines()
                        .filter(line -> line.startsWith("sub:")).map(line -> line.split(":")).filter(field -> field[11].contains("e")).findFirst().orElseThrow()[4];
                assertThat(listed.contains(id)).as("the copy of " + member + " names " + other).isEqualTo(member.equals(other));
            }
        }
        assertThat(bodies).allMatch(body -> Arrays.equals(body, bodies.getFirst()));
    }

    @Test
    void t10_no_header_of_the_inside_stands_outside() throws IOException {
        byte[] mail = mail(gpg("Subject: The secret canary\r\nKeywords: canary\r\nContent-Type: text/plain; hp=\"cipher\"\r\n\r\nhello\r\n", "--textmode"));
        String copy = new String(copy(sealing(mail, opening(mail)), "bob"), StandardCharsets.US_ASCII);
        assertThat(copy).doesNotContain("canary").doesNotContain("Keywords").contains("Subject: [...]\r\n");
    }

    @Test
    void a_hidden_recipient_opens_his_copy_in_every_program() throws IOException {
        Message post = Message.parse(bytes("From: list@example.org\r\nSubject: s\r\n\r\nhello\r\n")).orThrow();
        Sealing sealing = Sealing.of(post, Optional.empty(), Map.of(), true, RANDOM);
        for (String member : MEMBERS) {
            byte[] copy = copy(sealing, member);
            for (Program program : Program.values()) {
                assertThat(judges.opened(program, copy, member, "list").text()).as(program + " " + member).endsWith("hello\r\n");
            }
        }
    }
}
