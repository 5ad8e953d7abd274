package org.chancery.authentication.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A body hashed slice by slice has the hash of the body in one piece.
class SlicedBodiesTest {
    private static final String HEADER = "From: a@example.org\r\n\r\n";
    private static final List<String> LINES = List.of("\r\n", "text\r\n", "two  words \r\n", " \r\n", "\t\r\n", "a\rb\r\n", "a\nb\r\n");

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String whole(List<byte[]> slices) {
        var all = new ByteArrayOutputStream();
        slices.forEach(all::writeBytes);
        return BodyHash.of(Canonicalization.RELAXED, Algorithm.RSA_SHA256.digest(), all.toByteArray(), HEADER.length(), Long.MAX_VALUE).text();
    }

    private static byte[] slice(Random random, int lines) {
        var text = new StringBuilder();
        for (int line = 0; line < lines; line++) {
            text.append(LINES.get(random.nextInt(LINES.size())));
        }
        return octets(text.toString());
    }

    private static byte[] base64(Random random) {
        return octets("QmFzZTY0".repeat(8).concat("\r\n").repeat(random.nextInt(1, 60)));
    }

    @Test
    void slices_of_any_kind_in_any_order_hash_like_the_whole() {
        Random random = new Random(7);
        List<byte[]> shared = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            shared.add(i % 2 == 0 ? base64(random) : slice(random, 400));
        }
        SlicedBodies bodies = new SlicedBodies();
        for (int round = 0; round < 2_000; round++) {
            List<byte[]> copy = new ArrayList<>(List.of(octets(HEADER + LINES.get(random.nextInt(LINES.size())))));
            for (int i = random.nextInt(6); i > 0; i--) {
                copy.add(random.nextBoolean() ? shared.get(random.nextInt(shared.size())) : slice(random, random.nextInt(4)));
            }
            assertThat(bodies.hash(copy, HEADER.length()).text()).isEqualTo(whole(copy));
        }
    }

    @Test
    void a_last_slice_without_an_end_of_line_hashes_like_the_whole() {
        List<byte[]> copy = List.of(octets(HEADER), octets("QmFzZTY0\r\n".repeat(200) + "QmFz"));
        assertThat(new SlicedBodies().hash(copy, HEADER.length()).text()).isEqualTo(whole(copy));
    }
}
