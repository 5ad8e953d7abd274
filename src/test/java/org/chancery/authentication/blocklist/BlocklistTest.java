package org.chancery.authentication.blocklist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every line of src/test/data/blocklist.
class BlocklistTest {
    private static final List<String> ANSWERS = List.of("127.0.0.2", "127.0.0.10", "127.0.1.2", "127.255.255.254", "127.0.0.1", "192.0.2.1");

    static List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/data/blocklist"))) {
            for (Path file : files.filter(name -> name.toString().endsWith(".txt")).sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @ParameterizedTest
    @MethodSource("lines")
    void each_line_is_read_or_refused(String line) {
        int arrow = line.indexOf(" => ");
        String found = switch (Blocklist.parse(line.substring(0, arrow))) {
            case Parsed.Malformed<Blocklist>(int _, String why) -> {
                assertThat(why).isNotEmpty();
                yield "malformed";
            }
            case Parsed.Value<Blocklist>(Blocklist list) -> list.zone() + " " + list.weight() + " " + hits(list);
        };
        assertThat(found).isEqualTo(line.substring(arrow + 4));
    }

    private static String hits(Blocklist list) {
        var hits = new StringBuilder();
        for (int i = 0; i < ANSWERS.size(); i++) {
            if (list.isHit(InetAddress.ofLiteral(ANSWERS.get(i)))) {
                hits.append(i + 1);
            }
        }
        return hits.toString();
    }

    @Test
    void the_corpus_is_there() throws IOException {
        assertThat(lines()).hasSizeGreaterThan(25);
    }
}
