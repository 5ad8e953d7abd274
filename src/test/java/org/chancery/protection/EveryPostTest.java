package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator.Profile;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.openpgp.OpenPgpSealer;
import org.chancery.protection.openpgp.OpenPgpSigner;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever post was accepted can be sealed, opened again, opened as a post and signed in clear: one that could not would stay in the queue for ever.
class EveryPostTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.now();
    private static final OpenPgpKeyGenerator GENERATOR = new OpenPgpKeyGenerator(() -> NOW.minusSeconds(60), RANDOM);
    private static final OpenPgpKey LIST = GENERATOR.generate(Profile.ED25519, List.of("list <list@example.org>"), Optional.empty(), Optional.empty());

    private static final SmimeReader SMIME = SmimeReader.of(SmimeFiles.read(read(Path.of("src/main/resources/org/chancery/bench/reader.pem")), List.of()).orThrow().certificates().getFirst(), NOW).orElseThrow();

    static Stream<Path> posts() throws IOException {
        return Files.walk(Path.of("src/test/data")).filter(Files::isRegularFile).filter(file -> !Message.parse(read(file)).toOptional().isEmpty());
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("posts")
    void can_be_sealed_and_opened_again(Path file) throws IOException {
        EntitySigner signer = OpenPgpSealer.signer(new OpenPgpSigner(Instant::now, RANDOM), LIST);
        Message post = ((Parsed.Value<Message>) Message.parse(read(file))).value();
        for (Map<Technology, EntitySigner> signers : List.of(Map.<Technology, EntitySigner>of(), Map.of(Technology.OPENPGP, signer))) {
            var out = new ByteArrayOutputStream();
            Sealing.of(post, Optional.empty(), signers, false, RANDOM).copyFor(OpenPgpReader.of(LIST.certificate(), NOW).orElseThrow()).writeTo(out);
            Message copy = Message.parse(out.toByteArray()).orThrow();
            Opening opening = new Opener(List.of(new OpenPgpScheme(new OpenPgpKeyring(List.of(LIST.certificate()), List.of(LIST))))).open(copy, NOW.plusSeconds(60), AcceptedSignatures.NONE);
            if (opening.report().encryption() == Encryption.BROKEN) {
                continue; // one layer deeper than any post may be: refused, not thrown
            }
            assertThat(opening.report().encryption()).isEqualTo(Encryption.LIST);
            assertThat(opening.report().signature()).isNotEqualTo(SignatureState.BAD);
            assertThat(OpenedMessage.of(copy, opening.authored().orElseThrow()).size()).isPositive();
        }
        var smime = new ByteArrayOutputStream();
        Sealing.of(post, Optional.empty(), Map.of(), false, RANDOM).copyFor(SMIME).writeTo(smime);
        assertThat(Message.parse(smime.toByteArray()).toOptional()).isPresent();
        assertThat(SignedPlain.of(post, signer, RANDOM).size()).isPositive();
    }
}
