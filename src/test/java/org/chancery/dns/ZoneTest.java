package org.chancery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZoneTest {

    static Stream<Path> corpus() throws Exception {
        return Files.list(Path.of("src/test/data/zone"))
                .filter(file -> file.toString().endsWith(".json"))
                .sorted();
    }

    /// The first line of NN-name.expected is `good` and the names follow, or each line begins or stands in one fault.
    @ParameterizedTest
    @MethodSource("corpus")
    void each_zone_is_read_or_refused_with_every_fault(Path file) throws Exception {
        List<String> expected = Files.readAllLines(Path.of(file.toString().replace(".json", ".expected")));
        switch (Zone.read(Files.readString(file))) {
            case Zone.Reading.Good(Zone zone) -> {
                assertThat(expected.getFirst()).isEqualTo("good");
                assertThat(zone.names()).isEqualTo(expected.subList(1, expected.size()));
            }
            case Zone.Reading.Faulty(List<String> faults) -> {
                assertThat(faults).hasSameSizeAs(expected);
                for (int i = 0; i < faults.size(); i++) {
                    assertThat(faults.get(i)).contains(expected.get(i));
                }
            }
        }
    }

    @Test
    void the_corpus_is_there() throws Exception {
        assertThat(corpus()).hasSizeGreaterThan(10);
    }

    @Test
    void a_name_in_both_zones_is_taken_from_the_other() throws Exception {
        Zone one = Zone.read("{\"a\":{\"TXT\":[\"1\"]},\"b\":{\"TXT\":[\"1\"]}}").orThrow();
        Zone other = Zone.read("{\"b\":{\"TXT\":[\"2\"]}}").orThrow();
        try (var server = ZoneServer.start(one, 0)) {
            server.serve(one.with(other));
            var resolver = new DnsJavaResolver(List.of(server.address()), Duration.ofSeconds(10));
            assertThat(resolver.txt("a").valuesOrNone()).containsExactly("1");
            assertThat(resolver.txt("b").valuesOrNone()).containsExactly("2");
        }
    }
}
