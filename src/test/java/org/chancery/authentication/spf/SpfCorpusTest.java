package org.chancery.authentication.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every case of src/test/data/spf.
class SpfCorpusTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("src/test/data/spf"))) {
            return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    static List<Arguments> cases() throws IOException {
        List<Arguments> cases = new ArrayList<>();
        for (Path file : files()) {
            JsonNode corpus = JSON.readTree(Files.readString(file));
            var resolver = new ZoneResolver(Zone.read(corpus.get("zone")).orThrow());
            for (JsonNode one : corpus.get("cases")) {
                cases.add(Arguments.of(file.getFileName().toString(), one, resolver));
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void each_case_gives_what_the_standard_says(String file, JsonNode one, ZoneResolver resolver) {
        var verifier = new SpfVerifier(resolver, "lists.example.net", () -> Instant.ofEpochSecond(1_790_000_000));
        InetAddress peer = InetAddress.ofLiteral(one.path("ip").asString("192.0.2.1"));
        SpfOutcome outcome = verifier.check(peer, one.path("helo").asString("mx.example.net"), one.get("mailFrom").stringValue());
        assertThat(outcome.result().word()).as("%s", outcome.trace()).isEqualTo(one.get("result").stringValue());
        if (one.has("explanation")) {
            assertThat(outcome.explanation()).isEqualTo(one.get("explanation").stringValue());
        }
        if (one.has("lookups")) {
            assertThat(outcome.lookups()).isEqualTo(one.get("lookups").intValue());
        }
        if (one.has("voidLookups")) {
            assertThat(outcome.voidLookups()).isEqualTo(one.get("voidLookups").intValue());
        }
        assertThat(outcome.trace()).isNotEmpty();
    }

    @Test
    void the_corpus_is_there() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(200);
    }
}
