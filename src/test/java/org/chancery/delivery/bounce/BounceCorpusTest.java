package org.chancery.delivery.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each message of `src/test/data/bounces` against the reading beside it. What a `.json` leaves out of a recipient is not compared.
class BounceCorpusTest {
    private static final Path DATA = Path.of("src/test/data/bounces");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<Path> messages() throws IOException {
        try (Stream<Path> files = Files.list(DATA)) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void the_reading_is_the_expected_one(Path file) throws IOException {
        String name = file.getFileName().toString();
        JsonNode expected = JSON.readTree(Files.readAllBytes(file.resolveSibling(name.replace(".eml", ".json"))));
        BounceReading reading = BounceReader.read(Message.parse(Files.readAllBytes(file)).orThrow());
        assertThat(reading.isBounce()).isEqualTo(expected.get("isBounce").booleanValue());
        List<String> said = new ArrayList<>();
        for (int i = 0; i < reading.recipients().size(); i++) {
            JsonNode wanted = i < expected.get("recipients").size() ? expected.get("recipients").get(i) : JSON.createObjectNode();
            said.add(described(reading.recipients().get(i), wanted));
        }
        List<String> wanted = new ArrayList<>();
        expected.get("recipients").forEach(node -> wanted.add(described(node)));
        assertThat(said).isEqualTo(wanted);
    }

    private static String described(JsonNode node) {
        var text = new StringBuilder(node.get("address").stringValue());
        for (String name : List.of("permanent", "status", "kind", "reason")) {
            if (node.has(name)) {
                text.append(' ').append(name).append('=').append(node.get(name).asString());
            }
        }
        return text.toString();
    }

    private static String described(FailedRecipient failed, JsonNode wanted) {
        var text = new StringBuilder(failed.address());
        if (wanted.has("permanent")) {
            text.append(" permanent=").append(failed.permanent());
        }
        if (wanted.has("status")) {
            text.append(" status=").append(failed.status());
        }
        if (wanted.has("kind")) {
            text.append(" kind=").append(failed.kind().name().toLowerCase(Locale.ROOT));
        }
        if (wanted.has("reason")) {
            text.append(" reason=").append(failed.reason());
        }
        return text.toString();
    }
}
