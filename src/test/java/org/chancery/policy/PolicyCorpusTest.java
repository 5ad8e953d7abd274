package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The grammar, as numbered files: each `.policy` is read, and must give the canonical text or the fault of its `.expected`.
class PolicyCorpusTest {

    static Stream<Path> policies() throws IOException {
        try (var files = Files.list(TestPolicies.DATA)) {
            return files
                    .filter(f -> f.getFileName().toString().matches("\\d\\d-.*\\.policy"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void each_text_is_read_or_refused_as_its_expected_file_says(Path file) {
        var parsed = PolicyParser.parse(TestPolicies.read(file));
        var given = parsed instanceof ParsedPolicy.Read<Policy>(Policy policy) ? policy.text() : parsed + "\n";
        var expected = Path.of(file.toString().replace(".policy", ".expected"));
        assertThat(given).isEqualTo(TestPolicies.read(expected));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void canonical_text_reads_back_as_an_equal_policy(Path file) {
        if (PolicyParser.parse(TestPolicies.read(file)) instanceof ParsedPolicy.Read<Policy>(Policy policy)) {
            assertThat(PolicyParser.parse(policy.text())).isEqualTo(new ParsedPolicy.Read<>(policy));
        }
    }

    @Test
    void az15_a_policy_without_otherwise_is_refused_with_the_line_where_it_ends() {
        assertThat(PolicyParser.parse("accept when from owner.\nhold when from member.")).isInstanceOfSatisfying(ParsedPolicy.Wrong.class, wrong -> {
            assertThat(wrong.line()).isEqualTo(2);
            assertThat(wrong.why()).contains("otherwise");
        });
    }

    @Test
    void a_text_over_64_kib_is_refused_before_it_is_read() {
        var comment = "#" + "x".repeat(PolicyParser.MAX_CHARACTERS - 20) + "\n";
        assertThat(PolicyParser.parse(comment + "otherwise refuse.")).isInstanceOf(ParsedPolicy.Read.class);
        assertThat(PolicyParser.parse(comment + comment + "otherwise refuse."))
                .isEqualTo(new ParsedPolicy.Wrong<>(1, 1, "a policy has at most 65536 characters"));
    }
}
