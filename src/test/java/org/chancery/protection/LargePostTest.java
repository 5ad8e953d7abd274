package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Message;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator.Profile;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.openpgp.OpenPgpSealer;
import org.chancery.protection.openpgp.OpenPgpSigner;
import org.junit.jupiter.api.Test;

/// A post of 20 MB: what is allocated for it does not grow with the number of its readers, and is a small multiple of its size.
class LargePostTest {
    private static final int SIZE = 20_000_000;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.now();
    private static final OpenPgpKeyGenerator GENERATOR = new OpenPgpKeyGenerator(() -> NOW.minusSeconds(60), RANDOM);

    private static OpenPgpKey key(Profile profile, String name) {
        return GENERATOR.generate(profile, List.of(name + " <" + name + "@example.org>"), Optional.empty(), Optional.empty());
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void costs_a_small_multiple_of_itself_once_and_next_to_nothing_for_each_reader() throws IOException {
        OpenPgpKey list = key(Profile.ED25519, "list");
        Message post = Message.parse(bytes("From: list@example.org\r\nSubject: s\r\nContent-Type: text/plain\r\n\r\n" + "sings at dawn, and in the evening too\r\n".repeat(SIZE / 39))).orThrow();
        List<OpenPgpReader> readers = List.of(key(Profile.ED25519, "a"), key(Profile.RSA3072, "b")).stream().map(one -> OpenPgpReader.of(one.certificate(), NOW).orElseThrow()).toList();
        Sealing sealing = Sealing.of(post, Optional.empty(), Map.of(Technology.OPENPGP, OpenPgpSealer.signer(new OpenPgpSigner(Instant::now, RANDOM), list)), false, RANDOM);
        long begin = allocated();
        readers.forEach(sealing::copyFor);
        assertThat((allocated() - begin) / (double) SIZE).as("copies of the post while it is sealed").isLessThan(14);
        begin = allocated();
        for (int i = 0; i < 1000; i++) {
            assertThat(sealing.copyFor(readers.get(i % 2)).size()).isGreaterThan(SIZE);
        }
        assertThat((allocated() - begin) / 1000).as("octets for each copy").isLessThan(100_000);
        assertThat(sealing.copyFor(readers.getFirst()).slices()).filteredOn(slice -> sealing.copyFor(readers.getFirst()).slices().stream().anyMatch(other -> other == slice))
                .hasSizeGreaterThan(20);
    }

    @Test
    void is_opened_with_a_small_multiple_of_itself() throws IOException {
        OpenPgpKey list = key(Profile.ED25519, "list");
        Message post = Message.parse(bytes("From: ann@example.org\r\nSubject: s\r\nContent-Type: text/plain\r\n\r\n" + "sings at dawn, and in the evening too\r\n".repeat(SIZE / 39))).orThrow();
        var copy = new ByteArrayOutputStream();
        Sealing.of(post, Optional.empty(), Map.of(), false, RANDOM).copyFor(OpenPgpReader.of(list.certificate(), NOW).orElseThrow()).writeTo(copy);
        Message received = Message.parse(copy.toByteArray()).orThrow();
        Opener opener = new Opener(List.of(new OpenPgpScheme(new OpenPgpKeyring(List.of(list.certificate()), List.of(list)))));
        long begin = allocated();
        Opening opening = opener.open(received, NOW.plusSeconds(60), AcceptedSignatures.NONE);
        assertThat(opening.report().encryption()).isEqualTo(Encryption.LIST);
        assertThat((allocated() - begin) / (double) SIZE).as("copies of the post while it is opened").isLessThan(17);
        begin = allocated();
        OpenedMessage.of(received, opening.authored().orElseThrow());
        assertThat((allocated() - begin) / (double) SIZE).as("copies of the post while it is put together").isLessThan(8);
    }
}
