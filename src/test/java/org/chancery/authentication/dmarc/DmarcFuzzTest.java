package org.chancery.authentication.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.chancery.authentication.Result;
import org.chancery.dns.Answer;
import org.chancery.dns.Question;
import org.chancery.dns.Resolver;
import org.chancery.mail.Domain;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever a domain publishes: it is read as a record or not, and no record costs more than the standard's questions.
class DmarcFuzzTest {
    static Stream<Arguments> seeds() throws IOException {
        List<Arguments> seeds = new ArrayList<>();
        for (Path file : DmarcCorpusTest.corpus().toList()) {
            for (JsonNode name : JsonMapper.shared().readTree(Files.readString(file)).get("dns")) {
                for (JsonNode text : name.path("TXT")) {
                    seeds.add(Arguments.of((Object) text.stringValue().getBytes(StandardCharsets.ISO_8859_1)));
                }
            }
        }
        return seeds.stream();
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_text_is_a_record_or_none_and_the_walk_stays_short(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        var everywhere = new Everywhere(text);
        var outcome = new DmarcVerifier(everywhere).check(
                Domain.of("a.b.c.d.e.f.g.h.i.example.org"), List.of(),
                List.of(new Identifier(Result.PASS, Domain.of("x.i.example.org")), new Identifier(Result.PASS, Domain.of("x.org"))));
        assertThat(everywhere.questions.get()).isLessThanOrEqualTo(1 + 3 * 8);
        assertThat(outcome.result()).isIn(Result.PASS, Result.FAIL, Result.NONE);
    }

    /// The same text at every name.
    private record Everywhere(String text, AtomicInteger questions) implements Resolver {
        Everywhere(String text) {
            this(text, new AtomicInteger());
        }

        @Override
        public <T> Answer<T> ask(Question<T> question) {
            questions.incrementAndGet();
            return question.valueType() == String.class
                    ? new Answer.Found<>(List.of(question.valueType().cast(text)), Duration.ZERO, false)
                    : new Answer.NoData<>(Duration.ZERO);
        }
    }
}
