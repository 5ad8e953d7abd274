package org.chancery.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Keeps the guide true: each text with its placeholders stands in it as it is in the code.
class TextsGuideTest {
    private static final Path GUIDE = Path.of("docs/admin/texts.md");

    private static String row(TextId id) {
        String placeholders = id.placeholders().stream()
                .map(name -> id.required().contains(name) ? "**`{" + name + "}`**" : "`{" + name + "}`")
                .collect(Collectors.joining(" "));
        return "| `" + id.word() + "` | " + id.help() + " | " + placeholders + " |";
    }

    @Test
    void each_text_and_no_other_stands_in_the_guide_with_its_placeholders() throws IOException {
        List<String> rows = Files.readAllLines(GUIDE).stream().filter(line -> line.startsWith("| `") && !line.startsWith("| `{")).toList();
        assertThat(rows).isEqualTo(Arrays.stream(TextId.values()).map(TextsGuideTest::row).toList());
    }

    @Test
    void each_placeholder_is_explained() throws IOException {
        List<String> explained = Files.readAllLines(GUIDE).stream().filter(line -> line.startsWith("| `{"))
                .map(line -> line.substring(4, line.indexOf('}'))).toList();
        assertThat(explained).containsExactlyInAnyOrderElementsOf(
                java.util.stream.Stream.concat(TextId.EVERYWHERE.stream(), Arrays.stream(TextId.values()).flatMap(id -> id.placeholders().stream())).distinct().toList());
    }
}
