package org.chancery.authentication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in such a field: it is read or refused, and never taken for the word of a server that it does not name.
class AuthenticationResultsFuzzTest {
    static Stream<Arguments> seeds() throws IOException {
        List<Arguments> seeds = new ArrayList<>();
        for (Path file : AuthenticationResultsTest.corpus().toList()) {
            seeds.add(Arguments.of((Object) Files.readAllBytes(file)));
        }
        return seeds.stream();
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_value_is_read_or_refused(byte[] octets) {
        String value = new String(octets, UTF_8);
        AuthenticationResults.parse(value).toOptional().ifPresent(results -> assertThat(results.findings()).hasSizeLessThanOrEqualTo(100));
        Message.parse(("Authentication-Results: " + value.replaceAll("[\r\n]", " ") + "\r\n\r\n").getBytes(UTF_8)).toOptional()
                .ifPresent(message -> assertThat(AuthenticationResults.of(message, List.of("trusted.invalid")).isEmpty() || value.contains("trusted.invalid")).isTrue());
    }
}
