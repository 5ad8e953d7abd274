package org.chancery.authentication.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in a signature or a key record, there is a result.
class DkimFuzzTest {
    static Stream<byte[]> messages() throws IOException {
        return files(".eml");
    }

    static Stream<byte[]> zones() throws IOException {
        return files(".dns");
    }

    private static Stream<byte[]> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(DkimCorpusTest.CORPUS)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().map(DkimFuzzTest::read).toList().stream();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("messages")
    @FuzzTest
    void each_signature_of_any_message_has_a_result(byte[] octets) {
        if (Message.parse(octets) instanceof Parsed.Value<Message>(Message message)) {
            for (Rules rules : Rules.values()) {
                var results = new DkimVerifier(new ZoneResolver(Zone.EMPTY), DkimCorpusTest.NOW, rules).verify(message);
                assertThat(results).hasSizeLessThanOrEqualTo(2 * DkimVerifier.MAX_SIGNATURES).noneMatch(DkimSignatureResult::isProof);
            }
        }
    }

    @MethodSource("zones")
    @FuzzTest
    void any_record_is_a_key_or_malformed(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        assertThat(KeyRecord.parse(text).map(KeyRecord::bits)).isNotNull();
    }

    @MethodSource("zones")
    @FuzzTest
    void any_text_is_a_tag_list_or_malformed_and_each_tag_lies_inside_it(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        if (TagList.parse(text) instanceof Parsed.Value<TagList>(TagList tags)) {
            TagList.Tag first = tags.tag(tags.firstName()).orElseThrow();
            assertThat(text.substring(first.from(), first.to())).contains(first.value());
        }
    }
}
