package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.protection.openpgp.OpenPgpUpload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is taken of files that people hand in as their keys: the corpus, and anything else.
class UploadedTest {
    private static final Path CORPUS = Path.of("src/test/data/key-uploads");
    private static final Instant NOW = Instant.parse("2026-11-29T23:59:00Z");

    static Stream<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.filter(file -> file.toString().endsWith(".key")).sorted().toList().stream();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String told(byte[] file) {
        return switch (Uploaded.read(file, NOW)) {
            case Parsed.Value<Uploaded>(Uploaded key) -> "taken " + key.slot().word() + " " + key.fingerprint() + " " + key.certificate().length + " octets"
                    + (key.reader(NOW).isPresent() ? "" : ", nothing can be encrypted to it");
            case Parsed.Malformed<Uploaded>(int _, String why) -> "refused: " + why;
        };
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void each_file_is_taken_or_refused_as_it_should_be(Path file) throws IOException {
        Path expected = file.resolveSibling(file.getFileName().toString().replace(".key", ".expected"));
        assertThat(told(bytes(file))).isEqualTo(Files.readString(expected).strip());
    }

    @FuzzTest(maxDuration = "60s")
    void any_octets_are_a_key_or_refused_with_a_reason(byte[] octets) {
        switch (Uploaded.read(octets, NOW)) {
            case Parsed.Value<Uploaded>(Uploaded key) -> assertThat(Uploaded.read(key.shown(), NOW).orThrow().fingerprint()).isEqualTo(key.fingerprint());
            case Parsed.Malformed<Uploaded>(int _, String why) -> assertThat(why).isNotEmpty();
        }
        assertThat(OpenPgpUpload.revokes(octets).orElse("")).matches("[0-9A-F]*");
        assertThat(Message.parse(octets).toOptional().map(KeyParts::of).orElse(List.of())).hasSizeLessThanOrEqualTo(3);
    }

    // ---- out of mails

    private static List<byte[]> parts(String mail) {
        return KeyParts.of(Message.parse(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)).orThrow());
    }

    @Test
    void keys_are_found_under_their_type_under_their_name_and_in_the_text() {
        String armour = new String(bytes(CORPUS.resolve("00-certificate.key")), StandardCharsets.US_ASCII);
        String binary = Base64.getMimeEncoder().encodeToString(bytes(CORPUS.resolve("01-binary.key"))).replace("\r", "");
        List<byte[]> found = parts("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nMy key:\n" + armour + "\nBye\n"
                + "--b\nContent-Type: application/pgp-keys\n\n" + armour
                + "--b\nContent-Type: application/octet-stream; name=\"anna.GPG\"\nContent-Transfer-Encoding: base64\n\n" + binary
                + "\n--b\nContent-Type: application/pgp-keys\n\n" + armour + "--b--\n");
        assertThat(found).as("three at most").hasSize(3).allSatisfy(file -> assertThat(told(file)).startsWith("taken openpgp"));
    }

    @Test
    void signatures_other_files_and_messages_inside_are_no_keys() {
        String armour = new String(bytes(CORPUS.resolve("00-certificate.key")), StandardCharsets.US_ASCII);
        assertThat(parts("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pgp-signature; name=\"signature.asc\"\n\nx\n"
                + "--b\nContent-Type: image/png; name=\"a.png\"\n\nx\n--b\nContent-Type: message/rfc822\n\nContent-Type: text/plain\n\n" + armour + "--b--\n")).isEmpty();
        assertThat(parts("Subject: x\n\nHello\n")).isEmpty();
    }
}
