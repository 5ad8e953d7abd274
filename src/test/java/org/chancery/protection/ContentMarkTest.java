package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.chancery.mail.Message;
import org.chancery.protection.openpgp.AnnouncingKeys;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeScheme;
import org.chancery.secrets.Secret;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An encryption is known when it comes again, wrapped for whomever, and no two are taken for one.
class ContentMarkTest {
    private static final Instant NOW = Instant.now().minusSeconds(60);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] ENTITY = bytes("Content-Type: text/plain\r\n\r\nThe canary sings at dawn.\r\n");
    /// What it sees is the key itself, so that nothing can hide behind a MAC.
    private static final AcceptedSignatures SEEING = new AcceptedSignatures() {
        @Override
        public boolean contains(SignatureValue value) {
            return false;
        }

        @Override
        public Optional<ContentMark> mark(Secret contentKey) {
            return Optional.of(new ContentMark(contentKey.reveal()));
        }
    };

    @TempDir
    static Path folder;

    private static OpenSsl openssl;

    @BeforeAll
    static void keys() {
        openssl = OpenSsl.in(folder);
        openssl.authority("ca");
        openssl.certificate("rsa", "ca", "list@example.org", "rsa:2048", "emailProtection", "30");
        openssl.certificate("ec", "ca", "list@example.org", "ec -pkeyopt ec_paramgen_curve:P-256", "emailProtection", "30");
    }

    private static List<ContentMark> marks(Scheme scheme, byte[] mail) {
        CryptoReport report = new Opener(List.of(scheme)).open(Message.parse(mail).orThrow(), NOW.plusSeconds(60), SEEING).report();
        assertThat(report.encryption()).isEqualTo(Encryption.LIST);
        return report.marks();
    }

    /// `features`: 1 for SEIPD version 1, 8 for version 2, whose mark holds the salt beside the key.
    @ParameterizedTest
    @CsvSource({"4, 1, 32", "4, 8, 48", "6, 8, 48"})
    void copies_of_one_openpgp_message_for_two_readers_have_one_mark_and_the_next_message_has_another(int version, int features, int length) {
        OpenPgpKey one = AnnouncingKeys.made(version, "M <m@example.org>", OptionalInt.of(features), List.of(), NOW);
        OpenPgpKey other = AnnouncingKeys.made(version, "M <m@example.org>", OptionalInt.of(features), List.of(), NOW);
        Sealing first = sealing();
        List<ContentMark> marks = marks(scheme(one), copy(first, one));
        assertThat(marks).hasSize(1).isEqualTo(marks(scheme(other), copy(first, other)));
        assertThat(marks.getFirst().octets()).hasSize(length);
        assertThat(marks(scheme(one), copy(sealing(), one))).isNotEqualTo(marks);
    }

    private static Sealing sealing() {
        return Sealing.of(Message.parse(join(bytes("From: list@example.org\r\nSubject: x\r\n"), ENTITY)).orThrow(), Optional.empty(), Map.of(), false, RANDOM);
    }

    private static OpenPgpScheme scheme(OpenPgpKey key) {
        return new OpenPgpScheme(new OpenPgpKeyring(List.of(), List.of(key)));
    }

    private static byte[] copy(Sealing sealing, OpenPgpKey key) {
        return sealing.copyFor(OpenPgpReader.of(key.certificate(), NOW.plusSeconds(30)).orElseThrow()).toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-aes-256-gcm", "-aes-256-cbc", "-aes-128-cbc"})
    void one_smime_message_has_one_mark_by_whichever_key_it_is_opened(String cipher) {
        byte[] both = encrypted(ENTITY, cipher, "rsa", "ec");
        List<ContentMark> marks = marks(smime("rsa"), both);
        assertThat(marks).hasSize(1).isEqualTo(marks(smime("ec"), both));
        assertThat(marks(smime("rsa"), encrypted(ENTITY, cipher, "rsa", "ec"))).isNotEqualTo(marks);
    }

    @Test
    void each_layer_leaves_its_mark() {
        byte[] inner = encrypted(ENTITY, "-aes-256-gcm", "ec");
        List<ContentMark> alone = marks(smime("ec"), inner);
        assertThat(marks(smime("ec"), encrypted(inner, "-aes-256-gcm", "ec"))).hasSize(2).containsAll(alone);
    }

    private static SmimeScheme smime(String name) {
        return new SmimeScheme(SmimeFiles.read(join(openssl.read(name + ".pem"), openssl.read(name + ".key")), List.of()).orThrow());
    }

    private static byte[] encrypted(byte[] entity, String cipher, String... names) {
        byte[] mail = openssl.run(entity, Gpg.args(new String[] {"cms", "-encrypt", "-binary", cipher}, List.of(names).stream().map(name -> "@" + name + ".pem").toArray(String[]::new)));
        return CanonicalText.crlf(mail);
    }

    private static byte[] join(byte[] one, byte[] other) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }
}
