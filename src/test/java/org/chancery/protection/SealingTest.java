package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Message;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.OpenPgpCertificate;
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
import org.chancery.protection.smime.SmimeScheme;
import org.chancery.protection.smime.SmimeSealer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a list sends: each copy is opened by its reader only, with our own reader and with programs that are not ours.
class SealingTest {
    private static final Instant NOW = Instant.now().minusSeconds(5);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final OpenPgpKeyGenerator GENERATOR = new OpenPgpKeyGenerator(() -> NOW, RANDOM);
    private static final OpenPgpKey LIST = key(Profile.ED25519, "list");

    private static OpenPgpKey key(Profile profile, String name) {
        return GENERATOR.generate(profile, List.of(name + " <" + name + "@example.org>"), Optional.of(Duration.ofDays(730)), Optional.empty());
    }

    private static Message post(int octets) {
        return Message.parse(bytes("From: Ann via List <list@example.org>\r\nTo: list@example.org\r\nSubject: The canary\r\nKeywords: canary\r\nMessage-ID: <1@example.org>\r\n"
                + "List-Id: <list.example.org>\r\nContent-Type: text/plain\r\n\r\n" + "sings at dawn\r\n".repeat(octets / 15) + "end\r\n")).orThrow();
    }

    private static Sealing openpgp(Message post, boolean isSigned, boolean isHidden) {
        return Sealing.of(post, Optional.empty(), isSigned ? Map.of(Technology.OPENPGP, OpenPgpSealer.signer(new OpenPgpSigner(() -> NOW, RANDOM), LIST)) : Map.of(), isHidden, RANDOM);
    }

    private static OpenPgpReader reader(OpenPgpCertificate certificate) {
        return OpenPgpReader.of(certificate, NOW).orElseThrow();
    }

    private static byte[] octets(SealedCopy copy) {
        var out = new ByteArrayOutputStream();
        try {
            copy.writeTo(out);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        assertThat(copy.size()).isEqualTo(out.size());
        return out.toByteArray();
    }

    private static Opening opened(byte[] copy, OpenPgpKey... keys) {
        OpenPgpKeyring keyring = new OpenPgpKeyring(List.of(LIST.certificate()), List.of(keys));
        return new Opener(List.of(new OpenPgpScheme(keyring))).open(Message.parse(copy).orThrow(), NOW.plusSeconds(60), AcceptedSignatures.NONE);
    }

    @Test
    void each_copy_opens_with_its_own_key_only_and_bears_the_signature_of_the_list() {
        Sealing sealer = openpgp(post(4000), true, false);
        for (Profile profile : Profile.values()) {
            OpenPgpKey member = key(profile, "member");
            byte[] copy = octets(sealer.copyFor(reader(member.certificate())));
            Opening opening = opened(copy, member);
            assertThat(opening.report().encryption()).as(profile.name()).isEqualTo(Encryption.LIST);
            assertThat(opening.report().signature()).isEqualTo(SignatureState.GOOD);
            assertThat(opened(copy, LIST).report().encryption()).isEqualTo(Encryption.OTHER);
        }
    }

    @Test
    void outside_stands_no_subject_and_inside_it_is_protected() {
        OpenPgpKey member = key(Profile.ED25519, "member");
        for (boolean isSigned : List.of(true, false)) {
            byte[] copy = octets(openpgp(post(100), isSigned, false).copyFor(reader(member.certificate())));
            assertThat(new String(copy, StandardCharsets.US_ASCII)).doesNotContain("canary").contains("Subject: [...]\r\n").contains("List-Id: <list.example.org>\r\n");
            String inside = new String(opened(copy, member).content().orElseThrow().reveal(), StandardCharsets.UTF_8);
            assertThat(inside).contains("Subject: The canary\r\n").contains("HP-Outer: Subject: [...]\r\n").contains("hp=\"cipher\"").contains("Keywords: canary\r\n")
                    .doesNotContain("HP-Outer: Keywords").contains("HP-Outer: List-Id: <list.example.org>\r\n");
        }
    }

    @Test
    void the_author_signature_stays_verifiable_inside() throws IOException {
        byte[] signed = Files.readAllBytes(Path.of("src/test/data/openpgp/09-detached.eml"));
        OpenPgpKey member = key(Profile.ED25519, "member");
        byte[] copy = octets(openpgp(Message.parse(signed).orThrow(), true, false).copyFor(reader(member.certificate())));
        String inside = new String(opened(copy, member).content().orElseThrow().reveal(), StandardCharsets.UTF_8);
        String original = new String(CanonicalText.crlf(signed), StandardCharsets.UTF_8);
        assertThat(inside).contains(original.substring(original.indexOf("--s\r\n")));
    }

    @Test
    void all_copies_of_a_class_share_their_body_and_none_names_another_key() {
        Sealing sealer = openpgp(post(50_000), true, false);
        byte[] ends = null;
        List<OpenPgpKey> members = List.of(key(Profile.ED25519, "a"), key(Profile.RSA3072, "b"));
        for (OpenPgpKey member : members) {
            String copy = new String(octets(sealer.copyFor(reader(member.certificate()))), StandardCharsets.US_ASCII);
            byte[] packets = Armor.octets(bytes(copy)).orElseThrow().getFirst();
            byte[] end = Arrays.copyOfRange(packets, packets.length - 50_000, packets.length);
            assertThat(ends == null || Arrays.equals(ends, end)).isTrue();
            ends = end;
            for (OpenPgpKey other : members) {
                String named = new String(packets, StandardCharsets.ISO_8859_1);
                String id = new String(java.util.HexFormat.of().parseHex(other.certificate().encryptionKeys(NOW).getFirst().substring(24)), StandardCharsets.ISO_8859_1);
                assertThat(named.contains(id)).isEqualTo(other == member);
            }
        }
    }

    @Test
    void a_certificate_that_nothing_may_be_encrypted_to_gets_no_copy() {
        OpenPgpKey unable = GENERATOR.generate(Profile.ED25519, List.of("x <x@example.org>"), Optional.empty(), Optional.empty(), false);
        OpenPgpKey expired = GENERATOR.generate(Profile.ED25519, List.of("x <x@example.org>"), Optional.of(Duration.ofSeconds(1)), Optional.empty());
        assertThat(OpenPgpReader.of(unable.certificate(), NOW)).isEmpty();
        assertThat(OpenPgpReader.of(expired.certificate(), NOW.plusSeconds(3))).isEmpty();
    }

    @Test
    void a_reader_is_good_until_the_first_of_its_ends() {
        OpenPgpKey member = GENERATOR.generate(Profile.ED25519, List.of("x <x@example.org>"), Optional.of(Duration.ofDays(10)), Optional.empty());
        OpenPgpReader reader = OpenPgpReader.of(member.certificate(), NOW).orElseThrow();
        assertThat(reader.isGoodAt(NOW.plus(Duration.ofDays(9)))).isTrue();
        assertThat(reader.isGoodAt(NOW.plus(Duration.ofDays(10)))).isFalse();
    }

    @Test
    void gnupg_opens_every_copy_whatever_its_length_and_finds_the_signature() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Bob <bob@example.org>", "0");
            gpg.run(LIST.certificate().encoded(), "--import");
            OpenPgpCertificate bob = OpenPgpKeyring.read(gpg.certificates(), List.of()).orThrow().certificates().stream()
                    .filter(certificate -> certificate.addresses(Instant.now()).contains("bob@example.org")).findFirst().orElseThrow();
            for (int more = 0; more < 4; more++) {
                for (boolean isHidden : List.of(true, false)) {
                    Sealing sealer = openpgp(Message.parse(bytes("Subject: s\r\n\r\n" + "x".repeat(100 + more) + "\r\n")).orThrow(), false, isHidden);
                    byte[] copy = octets(sealer.copyFor(OpenPgpReader.of(bob, Instant.now()).orElseThrow()));
                    assertThat(new String(gpg.run(copy, "--decrypt"), StandardCharsets.UTF_8)).contains("x".repeat(100 + more) + "\r\n").contains("Subject: s");
                }
            }
        }
    }

    @Test
    void openssl_and_our_reader_open_smime_copies_of_rsa_and_elliptic_keys(@TempDir Path folder) throws IOException {
        OpenSsl openssl = OpenSsl.in(folder);
        openssl.authority("ca");
        openssl.certificate("list", "ca", "list@example.org", "rsa:2048", "emailProtection", "30");
        openssl.certificate("ann", "ca", "ann@example.org", "rsa:2048", "emailProtection", "30");
        openssl.certificate("bob", "ca", "bob@example.org", "ec -pkeyopt ec_paramgen_curve:P-256", "emailProtection", "30");
        SmimeKeyring list = SmimeFiles.read(Gpg.join(openssl.read("list.pem"), openssl.read("list.key")), List.of()).orThrow();
        Instant now = Instant.now();
        for (boolean isAuthenticated : List.of(false, true)) {
            Sealing sealer = Sealing.of(post(5000), Optional.empty(), Map.of(Technology.SMIME, SmimeSealer.signer(list.keys().getFirst(), now)), false, RANDOM);
            for (String name : List.of("ann", "bob")) {
                SmimeKeyring member = SmimeFiles.read(Gpg.join(openssl.read(name + ".pem"), openssl.read(name + ".key")), List.of()).orThrow();
                byte[] copy = octets(sealer.copyFor(SmimeReader.of(member.certificates().getFirst(), now).map(reader -> isAuthenticated ? reader.reading(ContentCipher.AES256_GCM) : reader).orElseThrow()));
                assertThat(new String(copy, StandardCharsets.US_ASCII)).doesNotContain("canary").contains("Subject: [...]");
                Files.write(folder.resolve("copy.eml"), copy);
                byte[] inside = openssl.run(new byte[0], "cms", "-decrypt", "-in", "@copy.eml", "-recip", "@" + name + ".pem", "-inkey", "@" + name + ".key");
                assertThat(new String(openssl.run(inside, "cms", "-verify", "-CAfile", "@ca.pem"), StandardCharsets.UTF_8)).contains("Subject: The canary").contains("sings at dawn");
                Opening opening = new Opener(List.of(new SmimeScheme(member.trusting(SmimeFiles.read(openssl.read("ca.pem"), List.of()).orThrow()))))
                        .open(Message.parse(copy).orThrow(), now.plusSeconds(60), AcceptedSignatures.NONE);
                assertThat(opening.report().encryption()).isEqualTo(Encryption.LIST);
                assertThat(opening.report().signature()).isEqualTo(SignatureState.GOOD);
            }
        }
    }

    @Test
    void base64_of_a_stitched_copy_is_that_of_the_whole() {
        byte[] body = new byte[1000];
        RANDOM.nextBytes(body);
        for (int length = 1; length < 120; length++) {
            byte[] own = new byte[length];
            RANDOM.nextBytes(own);
            byte[] copy = octets(new SharedTail(bytes("(\r\n"), Octets.Range.of(body), bytes(")\r\n")).copy(own));
            assertThat(Base64.getMimeDecoder().decode(Arrays.copyOfRange(copy, 3, copy.length - 3))).isEqualTo(Gpg.join(own, body));
        }
    }
}
