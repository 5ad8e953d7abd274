package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.chancery.mail.Address;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is read of Autocrypt headers: the corpus, and anything else.
class AutocryptHeaderTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-29T12:00:00Z");
    private static final Address TALK = Address.of("talk@lists.example.org");

    static Stream<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/data/autocrypt"))) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList().stream();
        }
    }

    static Stream<byte[]> mails() throws IOException {
        return corpus().map(AutocryptHeaderTest::bytes);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<AutocryptHeader.Seen> seen(byte[] mail) {
        return AutocryptHeader.of(Message.parse(mail).orThrow(), RECEIVED);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void one_valid_header_of_the_author_is_read_and_nothing_else(Path file) throws IOException {
        String told = seen(bytes(file)).map(seen -> seen.header().address().key() + " " + seen.header().keydata().length + " octets, effective " + seen.effective()
                + (seen.header().prefersEncryption() ? ", mutual" : "")).orElse("none");
        assertThat(told).isEqualTo(Files.readString(file.resolveSibling(file.getFileName().toString().replace(".eml", ".expected"))).strip());
    }

    @Test
    void what_is_written_is_read_again_and_its_lines_are_short() {
        byte[] key = new byte[3000];
        new Random(7).nextBytes(key);
        HeaderField field = new AutocryptHeader(TALK, key, true).field().orElseThrow();
        assertThat(new String(field.bytes(), StandardCharsets.US_ASCII).lines()).allMatch(line -> line.length() <= 78);
        AutocryptHeader read = AutocryptHeader.parse(field.value()).orThrow();
        assertThat(read.keydata()).isEqualTo(key);
        assertThat(read.prefersEncryption()).isTrue();
    }

    @Test
    void a_key_that_nobody_would_read_is_not_written() {
        assertThat(new AutocryptHeader(TALK, new byte[8000], false).field()).isEmpty();
    }

    @MethodSource("mails")
    @FuzzTest(maxDuration = "60s")
    void any_mail_is_answered(byte[] octets) {
        if (Message.parse(octets) instanceof Parsed.Value<Message>(Message message)) {
            AutocryptHeader.of(message, RECEIVED).ifPresent(seen -> {
                assertThat(seen.effective()).isBeforeOrEqualTo(RECEIVED);
                assertThat(seen.header().keydata()).hasSizeBetween(1, AutocryptHeader.MAX_OCTETS);
                seen.header().field().ifPresent(field -> assertThat(AutocryptHeader.parse(field.value()).orThrow().keydata()).isEqualTo(seen.header().keydata()));
            });
        }
    }
}
