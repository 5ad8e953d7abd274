package org.chancery.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Message;

/// The numbered messages under `src/test/data`, and messages from text.
final class Samples {
    private static final Path DATA = Path.of("src/test/data");

    private Samples() {}

    static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(DATA.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Everything malformed, multi-charset and odd that the tree has.
    static Stream<byte[]> all() {
        return Stream.of("mime", "hostile", "header", "content").flatMap(folder -> files(folder).stream()).map(Samples::bytes);
    }

    static Message message(String text) {
        return Message.parse(text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)).orThrow();
    }

    static String written(Message message) {
        return new String(message.toByteArray(), StandardCharsets.UTF_8);
    }
}
