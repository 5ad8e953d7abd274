package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeScheme;
import org.chancery.secrets.Secret;

class OpenerFuzzTest {
    private static final Path DATA = Path.of("src/test/data");
    private static final Opener OPENER = new Opener(List.of(openpgp(), smime()));

    private static Scheme openpgp() {
        return new OpenPgpScheme(OpenPgpKeyring.read(read("openpgp/members.asc"), List.of()).orThrow()
                .with(OpenPgpKeyring.read(read("openpgp/list.asc"), List.of()).orThrow()));
    }

    private static Scheme smime() {
        return new SmimeScheme(SmimeFiles.read(read("smime/list.p12"), List.of(Secret.of("wind"))).orThrow()
                .trusting(SmimeFiles.read(read("smime/ca.pem"), List.of()).orThrow()));
    }

    private static byte[] read(String name) {
        try {
            return Files.readAllBytes(DATA.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_message_is_judged_and_nothing_comes_out_of_a_closed_one(byte[] octets) {
        if (Message.parse(octets) instanceof Parsed.Value<Message>(Message message)) {
            Opening opening = OPENER.open(message, Instant.parse("2026-11-02T12:00:00Z"), AcceptedSignatures.NONE);
            switch (opening.report().encryption()) {
                case OTHER, BROKEN, WEAK -> assertThat(opening.refusal()).contains(Opening.REFUSAL);
                case NONE, LIST, LIST_PARTIAL -> assertThat(opening.refusal()).isEmpty();
            }
            assertThat(opening.toString()).doesNotContain("canary");
            opening.authored().ifPresent(authored -> assertThat(OpenedMessage.of(message, authored).size()).isPositive());
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_octets_in_a_protected_shape_are_judged(byte[] octets) {
        for (String type : List.of("application/pkcs7-mime", "multipart/encrypted; boundary=b; protocol=\"application/pgp-encrypted\"",
                "multipart/signed; boundary=b; protocol=\"application/pkcs7-signature\"", "multipart/signed; boundary=b; protocol=\"application/pgp-signature\"")) {
            String inner = type.contains("encrypted") ? "application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream"
                    : "text/plain\r\n\r\nx\r\n--b\r\nContent-Type: " + (type.contains("pgp") ? "application/pgp-signature" : "application/pkcs7-signature");
            byte[] head = Gpg.bytes("From: ann@example.org\r\nContent-Type: " + type + "\r\n\r\n" + (type.startsWith("multipart") ? "--b\r\nContent-Type: " + inner + "\r\n\r\n" : ""));
            any_message_is_judged_and_nothing_comes_out_of_a_closed_one(Gpg.join(head, octets, Gpg.bytes("\r\n--b--\r\n")));
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_octets_are_a_keyring_or_malformed(byte[] octets) {
        switch (OpenPgpKeyring.read(octets, List.of())) {
            case Parsed.Value<OpenPgpKeyring>(OpenPgpKeyring keyring) ->
                keyring.certificates().forEach(certificate -> assertThat(certificate.addresses(Instant.EPOCH).size() + certificate.encryptionKeys(Instant.EPOCH).size()).isNotNegative());
            case Parsed.Malformed<OpenPgpKeyring>(int _, String why) -> assertThat(why).isNotEmpty();
        }
        assertThat(SmimeFiles.read(octets, List.of()).toOptional().map(keyring -> keyring.certificates().size()).orElse(0)).isNotNegative();
    }
}
