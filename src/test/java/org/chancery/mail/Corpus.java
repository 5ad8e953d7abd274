package org.chancery.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The numbered files under `src/test/data`.
final class Corpus {
    private static final Path DATA = Path.of("src/test/data");

    private Corpus() {}

    static List<Path> files(String folder, String ending) {
        try (Stream<Path> files = Files.list(DATA.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
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

    /// The file of the same number and name with another ending.
    static String beside(Path file, String ending) {
        String name = file.getFileName().toString();
        return new String(
                bytes(file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending)), StandardCharsets.UTF_8);
    }

    /// Lines `key: value`; in values a backslash and `uXXXX` stand for a character. Lines with `#` are remarks.
    static Map<String, String> fields(Path file) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : new String(bytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                int colon = line.indexOf(':');
                fields.put(line.substring(0, colon), unescaped(line.substring(colon + 1).strip()));
            }
        }
        return fields;
    }

    private static String unescaped(String text) {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\u", i)) {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}
