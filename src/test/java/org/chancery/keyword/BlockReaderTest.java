package org.chancery.keyword;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.keyring.Fingerprint;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.provider.MethodSource;

class BlockReaderTest {
    private static final Path FOLDER = Path.of("src/test/data/keywords");

    static List<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<byte[]> texts() {
        return files().stream().map(BlockReaderTest::bytes);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(Parsed<Block> parsed) {
        return switch (parsed) {
            case Parsed.Malformed<Block>(int _, String why) -> "refused: " + why + "\n";
            case Parsed.Value<Block>(Block block) -> block.list() + "\n" + block.keywords().stream().map(word -> word + "\n").collect(Collectors.joining())
                    + "text: " + block.text().replace("\n", "|") + "\n";
        };
    }

    @TestFactory
    Stream<DynamicTest> every_text_is_read_as_its_file_says() {
        return files().stream().map(file -> dynamicTest(file.getFileName().toString(), () ->
                assertThat(shown(BlockReader.read(new String(bytes(file), UTF_8))))
                        .isEqualTo(Files.readString(Path.of(file.toString().replace(".txt", ".expected"))))));
    }

    @Test
    void the_corpus_is_large_enough_to_mean_something() {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(30);
    }

    @MethodSource("texts")
    @FuzzTest
    void whatever_the_octets_few_commands_come_out_with_checked_addresses_and_refusals_quote_nobody(byte[] bytes) {
        switch (BlockReader.read(new String(bytes, UTF_8))) {
            case Parsed.Value<Block>(Block block) -> {
                assertThat(block.keywords()).isNotEmpty().hasSizeLessThanOrEqualTo(BlockReader.MOST);
                assertThat(block.resends().stream().mapToInt(resend -> resend.to().size()).sum()).isLessThanOrEqualTo(BlockReader.MOST_RECIPIENTS);
                assertThat(block.keywords().stream().flatMap(BlockReaderTest::fingerprints)).allMatch(key -> key.hex().matches("[0-9A-F]{40}|[0-9A-F]{64}"));
                block.resends().forEach(resend -> assertThat(resend.to()).noneMatch(to -> to.toString().chars().anyMatch(Character::isISOControl)));
            }
            case Parsed.Malformed<Block>(int _, String why) -> assertThat(why).hasSizeLessThan(250).matches("[\\x20-\\x7e]+");
        }
    }

    private static Stream<Fingerprint> fingerprints(Keyword keyword) {
        return switch (keyword) {
            case Keyword.KeySet set -> Stream.of(set.key());
            case Keyword.KeyRevokeNamed revoke -> Stream.of(revoke.key());
            case Keyword.KeyFetch fetch -> fetch.wanted().stream();
            case Keyword.Subscribe subscribe -> subscribe.key().stream();
            default -> Stream.empty();
        };
    }

    private static Content content(String type, String body) {
        return Content.of(Message.parse(("From: a@example.net\r\nMIME-Version: 1.0\r\nContent-Type: " + type + "\r\n\r\n" + body).getBytes(UTF_8)).orThrow());
    }

    @Test
    void a_text_in_html_is_no_place_for_commands_and_does_not_go_on() {
        Content both = content("multipart/alternative; boundary=b",
                "--b\r\nContent-Type: text/plain\r\n\r\nlist: x\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>list: x</p>\r\n--b--\r\n");
        assertThat(both.text()).contains("list: x");
        assertThat(both.files()).isEmpty();
        assertThat(content("text/html", "<p>list: talk@lists.example.org</p>").text()).isEmpty();
    }

    @Test
    void lines_that_a_program_broke_for_the_way_are_one() {
        assertThat(content("text/plain; format=flowed", "resend a@example.net \r\nb@example.net\r\n\r\n-- \r\nAnn\r\n").text())
                .contains("resend a@example.net b@example.net\n\n-- \nAnn\n");
    }
}
