package org.chancery.authentication.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each `NN-name.eml` with the zone `NN-name.dns` gives the lines of `NN-name.expected`: result, domain, selector, algorithm, and for
/// what does not pass the reason. Where the name ends in `-historic` the rules of old archives apply.
class DkimCorpusTest {
    static final Path CORPUS = Path.of("src/test/data/dkim");
    static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-23T00:00:00Z"));

    static List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
            assertThat(found).hasSizeGreaterThan(25);
            return found;
        }
    }

    @MethodSource("messages")
    @ParameterizedTest
    void each_signature_gets_the_expected_result(Path file) throws IOException {
        String name = file.toString().replace(".eml", "");
        Zone zone = Zone.read(Files.readString(Path.of(name + ".dns"))).orThrow();
        Message message = Message.parse(Files.readAllBytes(file)).orThrow();
        Rules rules = name.endsWith("-historic") ? Rules.HISTORIC : Rules.TODAY;
        List<String> results = new DkimVerifier(new ZoneResolver(zone), NOW, rules)
                .verify(message).stream().map(DkimCorpusTest::line).toList();
        assertThat(results).isEqualTo(Files.readAllLines(Path.of(name + ".expected")));
    }

    private static String line(DkimSignatureResult result) {
        return String.join(" ", result.result().word(), result.domain().map(Domain::ascii).orElse("-"), result.selector(), result.algorithm(), result.reason())
                .strip();
    }
}
