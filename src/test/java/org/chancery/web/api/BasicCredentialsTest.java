package org.chancery.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every line of src/test/data/basic, and whatever else somebody sends.
class BasicCredentialsTest {
    static List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/data/basic"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".txt")).sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        assertThat(lines).hasSizeGreaterThan(15);
        return lines;
    }

    @ParameterizedTest
    @MethodSource("lines")
    void each_line_says_what_it_should(String line) {
        int arrow = line.indexOf(" => ");
        String found = switch (BasicCredentials.parse(line.substring(0, arrow))) {
            case Parsed.Malformed<BasicCredentials> _ -> "malformed";
            case Parsed.Value<BasicCredentials>(BasicCredentials credentials) -> credentials.login() + " " + credentials.password().revealText();
        };
        assertThat(found).isEqualTo(line.substring(arrow + 4));
    }

    @FuzzTest(maxDuration = "60s")
    void any_field_is_credentials_or_malformed(FuzzedDataProvider data) {
        switch (BasicCredentials.parse(data.consumeRemainingAsString())) {
            case Parsed.Value<BasicCredentials>(BasicCredentials credentials) -> {
                assertThat(credentials.login()).isNotEmpty().doesNotContain(":");
                assertThat(credentials.toString()).doesNotContain(credentials.login() + ":");
            }
            case Parsed.Malformed<BasicCredentials>(int _, String why) -> assertThat(why).isNotEmpty();
        }
    }
}
