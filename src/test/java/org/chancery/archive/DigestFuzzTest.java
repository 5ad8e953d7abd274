package org.chancery.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes of a post: it can be threaded, and the plain digest it stands in is one with one message.
class DigestFuzzTest {
    static Stream<byte[]> messages() throws IOException {
        return Stream.of("mime", "hostile", "header", "content").flatMap(DigestFuzzTest::files);
    }

    private static Stream<byte[]> files(String folder) {
        try (Stream<Path> files = Files.list(Path.of("src/test/data", folder))) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList().stream().map(DigestFuzzTest::bytes);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @MethodSource("messages")
    @FuzzTest
    void any_post_is_one_message_of_its_digest(byte[] bytes) {
        if (Message.parse(bytes) instanceof Parsed.Value<Message>(Message message)) {
            DigestPost post = new DigestPost("1", Instant.EPOCH, message);
            assertThat(DigestBuilder.inThreads(List.of(post))).containsExactly(post);
            String text = PlainDigest.text(new DigestWords("x Digest", "x Digest\n\n", "", ""), List.of(post));
            assertThat(Rfc1153Reader.read(text).messages()).hasSize(post.isEncrypted() ? 0 : 1);
            assertThat(MimeDigest.bare(message).headers().count("Received")).isZero();
        }
    }
}
