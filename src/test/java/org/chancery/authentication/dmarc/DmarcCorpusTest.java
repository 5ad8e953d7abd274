package org.chancery.authentication.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.chancery.authentication.Result;
import org.chancery.dns.DnsJavaResolver;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneServer;
import org.chancery.mail.Domain;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each NN-name.json is a From domain, what SPF and DKIM found, all the DNS there is, and what DMARC must say.
class DmarcCorpusTest {
    /// The zone server is on loopback, so silence is on purpose and need not be waited for long.
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private static ZoneServer dns;

    @BeforeAll
    static void serve() throws IOException {
        dns = ZoneServer.start(Zone.EMPTY, 0);
    }

    @AfterAll
    static void stop() throws IOException {
        dns.close();
    }

    static Stream<Path> corpus() throws IOException {
        return Files.list(Path.of("src/test/data/dmarc")).sorted();
    }

    @Test
    void the_corpus_is_there() throws IOException {
        assertThat(corpus()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void each_domain_is_judged_as_the_standard_says(Path file) throws IOException {
        JsonNode given = JsonMapper.shared().readTree(Files.readString(file));
        JsonNode expected = given.get("expected");
        dns.serve(Zone.read(given.get("dns")).orThrow());
        long before = dns.questions();
        DmarcOutcome outcome = check(given, new DmarcVerifier(new DnsJavaResolver(List.of(dns.address()), PATIENCE)));
        assertThat(outcome.result().word()).isEqualTo(expected.get("result").stringValue());
        assertThat(outcome.policy().name().toLowerCase(Locale.ROOT)).isEqualTo(expected.get("policy").stringValue());
        assertThat(outcome.organisationalDomain().ascii()).isEqualTo(expected.get("organisationalDomain").stringValue());
        assertThat(outcome.alignedSpf().stream().map(Domain::ascii)).isEqualTo(words(expected.get("alignedSpf")));
        assertThat(outcome.alignedDkim().stream().map(Domain::ascii)).isEqualTo(words(expected.get("alignedDkim")));
        assertThat(outcome.isTesting()).isEqualTo(expected.has("testing"));
        if (expected.has("questions")) {
            assertThat(dns.questions() - before).isEqualTo(expected.get("questions").intValue());
        }
    }

    static DmarcOutcome check(JsonNode given, DmarcVerifier verifier) {
        return verifier.check(
                Domain.of(given.get("from").stringValue()),
                given.has("spf") ? List.of(identifier(given.get("spf"))) : List.of(),
                StreamSupport.stream(given.get("dkim").spliterator(), false).map(DmarcCorpusTest::identifier).toList());
    }

    private static Identifier identifier(JsonNode node) {
        return new Identifier(Result.of(node.get("result").stringValue()).orElseThrow(), Domain.of(node.get("domain").stringValue()));
    }

    private static List<String> words(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::stringValue).toList();
    }
}
