package org.chancery.authentication.spf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// Any octets as a record, and as an explanation: they are read or refused, and a check with them ends in a result.
class SpfRecordFuzzTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<Arguments> seeds() throws IOException {
        List<Arguments> seeds = new ArrayList<>();
        for (var file : SpfCorpusTest.files()) {
            for (var name : JSON.readTree(Files.readString(file)).get("zone")) {
                name.path("TXT").forEach(txt -> seeds.add(Arguments.of((Object) txt.stringValue().getBytes(ISO_8859_1))));
            }
        }
        return seeds;
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_record_gives_a_result(byte[] octets) {
        String text = new String(octets, ISO_8859_1);
        if (SpfRecord.parse("v=spf1 " + text) instanceof Parsed.Malformed<SpfRecord>(int at, String why)) {
            check(at <= text.length() + 7 && !why.isEmpty());
        }
        Zone zone = Zone.read(JSON.valueToTree(Map.of(
                "example.org", Map.of("TXT", List.of("v=spf1 " + text), "A", List.of("192.0.2.9")),
                "t.example.org", Map.of("TXT", List.of(text)),
                "e.example.org", Map.of("TXT", List.of("v=spf1 -all exp=t.example.org"))))).orThrow();
        var verifier = new SpfVerifier(new ZoneResolver(zone), "lists.example.net", () -> Instant.EPOCH);
        verifier.check(InetAddress.ofLiteral("192.0.2.1"), text, "ann@example.org");
        SpfOutcome refused = verifier.check(InetAddress.ofLiteral("2001:db8::1"), text, text + "@e.example.org");
        check(refused.explanation().chars().allMatch(c -> c >= ' ' && c <= '~'));
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("a promise does not hold");
        }
    }
}
