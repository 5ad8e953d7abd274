package org.chancery.authentication.arc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.authentication.Result;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.mail.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each `NN-name.eml` with the zone `NN-name.dns` gives the line of `NN-name.expected`: the result, and for a pass from which instance on
/// all message signatures hold, for the others why.
class ArcCorpusTest {
    static final Path CORPUS = Path.of("src/test/data/arc");

    static List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
            assertThat(found).hasSizeGreaterThan(50);
            return found;
        }
    }

    @MethodSource("messages")
    @ParameterizedTest
    void each_chain_gets_the_expected_result(Path file) throws IOException {
        String name = file.toString().replace(".eml", "");
        Zone zone = Zone.read(Files.readString(Path.of(name + ".dns"))).orThrow();
        ArcChain chain = new ArcValidator(new ZoneResolver(zone)).validate(Message.parse(Files.readAllBytes(file)).orThrow());
        String detail = chain.result() == Result.PASS ? "oldest=" + chain.oldestPass() : chain.reason();
        assertThat((chain.result() + " " + detail).strip()).isEqualTo(Files.readString(Path.of(name + ".expected")).strip());
    }
}
