package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;
import static org.chancery.protection.Gpg.join;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.kit.InsideOnly;
import org.chancery.mail.Header;
import org.chancery.mail.Headers;
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
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.protection.smime.SmimeReader;
import org.chancery.protection.smime.SmimeSealer;
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
        return mail(armour, "The secret canary");
    }

    private static byte[] mail(byte[] armour, String subject) {
        return join(bytes("From: ann@example.org\r\nTo: list@example.org\r\nSubject: " + subject + "\r\nMIME-Version: 1.0\r\n"
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
        return sealing(mail, opening, Map.of(Technology.OPENPGP, OpenPgpSealer.signer(new OpenPgpSigner(Instant::now, RANDOM), list)));
    }

    private static Sealing sealing(byte[] mail, Opening opening, Map<Technology, EntitySigner> signers) {
        Message received = Message.parse(mail).orThrow();
        Authored authored = opening.authored().orElseThrow();
        return Sealing.of(OpenedMessage.of(received, authored), authored instanceof Authored.Verbatim verbatim ? Optional.of(verbatim) : Optional.empty(), signers, false, RANDOM)
                .under(OpenedMessage.outside(received, authored));
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
            assertThat(new String(copy, StandardCharsets.US_ASCII)).as("it came in clear, and there is no room for it inside").contains("Subject: The secret canary\r\n");
            for (Program program : Program.values()) {
                Found found = judges.opened(program, copy, member, "ann");
                assertThat(found.text()).isEqualTo(LF_ENTITY);
                assertThat(found.isSigned()).as(program + " verifies the author").isTrue();
            }
        }
    }

    @Test
    void t10_packets_that_go_on_as_they_are_show_outside_no_subject_that_is_in_them() throws IOException {
        for (String mark : List.of("hp=\"cipher\"", "protected-headers=\"v1\"")) {
            byte[] mail = mail(gpg("Content-Type: text/plain; " + mark + "\nSubject: The canary\nKeywords: canary\n\nhello\n", "--no-textmode"), "Outside");
            assertThat(opening(mail).authored().orElseThrow()).isInstanceOf(Authored.Verbatim.class);
            byte[] copy = copy(sealing(mail, opening(mail)), "bob");
            assertThat(new String(copy, StandardCharsets.US_ASCII)).contains("Subject: [...]\r\n").doesNotContain("canary").doesNotContain("Outside");
            assertThat(judges.opened(Program.GPG, copy, "bob", "ann").text()).contains("Subject: The canary");
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

    /// In each field that OpenedMessage takes from inside stands a canary, and in none outside; for readers of both technologies.
    @Test
    void t10_no_header_of_the_inside_stands_outside() throws IOException {
        assertThat(InsideOnly.fields("", "").keySet()).map(name -> name.toLowerCase(Locale.ROOT)).containsExactlyInAnyOrderElementsOf(ProtectedHeader.CONTENT);
        OpenSsl openssl = OpenSsl.in(folder);
        openssl.authority("ca");
        openssl.certificate("sue", "ca", "sue@example.org", "rsa:2048", "emailProtection", "30");
        SmimeKeyring sue = SmimeFiles.read(join(openssl.read("sue.pem"), openssl.read("sue.key")), List.of()).orThrow();
        byte[] mail = mail(gpg("Content-Type: text/plain; hp=\"cipher\"\r\n" + InsideOnly.lines("canary", "list@example.org") + "\r\nhello\r\n", "--textmode"), "...");
        for (boolean isSigned : List.of(true, false)) {
            Map<Technology, EntitySigner> signers = isSigned
                    ? Map.of(Technology.OPENPGP, OpenPgpSealer.signer(new OpenPgpSigner(Instant::now, RANDOM), list), Technology.SMIME, SmimeSealer.signer(sue.keys().getFirst(), Instant.now()))
                    : Map.of();
            Sealing sealing = sealing(mail, opening(mail), signers);
            for (String member : MEMBERS) {
                byte[] copy = copy(sealing, member);
                byte[] first = judges.opened(Program.GPG, copy, member, "list").data();
                for (Program program : Program.values()) {
                    assertThat(judges.opened(program, copy, member, "list").data()).isEqualTo(first);
                }
                hidden(copy, first, isSigned);
            }
            byte[] copy = sealing.copyFor(SmimeReader.of(sue.certificates().getFirst(), Instant.now()).orElseThrow()).toByteArray();
            Files.write(folder.resolve("copy.eml"), copy);
            hidden(copy, openssl.run(new byte[0], "cms", "-decrypt", "-in", "@copy.eml", "-recip", "@sue.pem", "-inkey", "@sue.key"), isSigned);
        }
    }

    /// Nothing of it outside, all of it inside, and there what stands outside, line for line (RFC 9788 section 2.2).
    private static void hidden(byte[] copy, byte[] inside, boolean isSigned) {
        assertThat(new String(copy, StandardCharsets.US_ASCII)).doesNotContain("canary").doesNotContain("Keywords").contains("Subject: [...]\r\n");
        List<Header> outer = Message.parse(copy).orThrow().headers().all();
        assertThat(outer).extracting(Header::text).noneMatch(text -> text.contains("canary"));
        Part root = Message.parse(inside).orThrow().root();
        Headers headers = (isSigned ? root.parts().getFirst() : root).headers();
        InsideOnly.fields("canary", "list@example.org").forEach((name, value) -> assertThat(headers.first(name).orElseThrow().value()).as(name).isEqualTo(value));
        assertThat(headers.all("HP-Outer")).extracting(Header::value).containsExactlyElementsOf(
                outer.stream().filter(field -> !HeaderProtection.isStructural(field)).map(field -> field.name() + ": " + field.value()).toList());
    }

    /// Whoever could write into the header on the way shall not lead the answers of programs that see the outer header only.
    @Test
    void what_the_author_does_not_know_of_does_not_stand_outside_again() throws IOException {
        String inside = "Content-Type: text/plain; hp=\"cipher\"\r\nSubject: canary\r\nTo: All <list@example.org>\r\nCc: bob@example.org\r\nReferences: <1@x> <2@x>\r\nIn-Reply-To: <2@x>\r\nHP-Outer: Subject: ...\r\n"
                + "HP-Outer: In-Reply-To: <3@x>\r\n\r\nhello\r\n";
        for (var outside : Map.of("Cc: bob@example.org", true, "Cc: mallory@example.net, bob@example.org", false, "Reply-To: mallory@example.net", false, "References: <1@x>\r\n <2@x>", true,
                "References: <9@x>", false, "In-Reply-To: <3@x>", true).entrySet()) {
            byte[] mail = join(bytes(outside.getKey() + "\r\n"), mail(gpg(inside, "--textmode"), "..."));
            byte[] copy = copy(sealing(mail, opening(mail)), "bob");
            assertThat(new String(copy, StandardCharsets.US_ASCII).contains(outside.getKey() + "\r\n")).as(outside.getKey()).isEqualTo(outside.getValue());
            assertThat(Message.parse(copy).orThrow().headers().first("To").orElseThrow().value()).isEqualTo("list@example.org");
        }
    }

    @Test
    void readers_of_smime_find_in_the_text_what_an_old_program_shows_of_no_header() {
        String inside = "Content-Type: text/plain; hp=\"cipher\"; charset=utf-8\r\nSubject: canary\r\nTo: list@example.org\r\nCc: Carl <carl@example.org>\r\nReply-To: bob@example.org\r\n\r\nhello\r\n";
        byte[] mail = mail(judges.gpg(bytes(inside), "--armor", "--recipient", "list@example.org", "--encrypt"), "...");
        Message received = Message.parse(mail).orThrow();
        Authored authored = opening(mail).authored().orElseThrow();
        Message shown = LegacyDisplay.added(OpenedMessage.of(received, authored), OpenedMessage.outside(received, authored));
        assertThat(shown.root().text()).isEqualTo("Subject: canary\r\nCc: Carl <carl@example.org>\r\nReply-To: bob@example.org\r\n\r\nhello\r\n");
        assertThat(LegacyMarks.takenOff(shown).root().text()).isEqualTo("hello\r\n");
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
