package org.chancery.authentication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.mail.Domain;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthenticationResultsTest {
    static Stream<Path> corpus() throws IOException {
        return Files.list(Path.of("src/test/data/results")).filter(file -> file.toString().endsWith(".txt")).sorted();
    }

    @Test
    void the_corpus_is_there() throws IOException {
        assertThat(corpus()).hasSizeGreaterThan(20);
    }

    /// NN-name.expected holds the server and one finding a line, properties sorted; or `malformed`.
    @ParameterizedTest
    @MethodSource("corpus")
    void each_field_is_read_as_the_standard_says(Path file) throws IOException {
        String value = Files.readString(file).stripTrailing();
        List<String> expected = Files.readAllLines(Path.of(file.toString().replace(".txt", ".expected")));
        assertThat(lines(value)).isEqualTo(expected);
    }

    private static List<String> lines(String value) {
        return switch (AuthenticationResults.parse(value)) {
            case Parsed.Malformed<AuthenticationResults> _ -> List.of("malformed");
            case Parsed.Value<AuthenticationResults>(AuthenticationResults results) ->
                Stream.concat(Stream.of(results.authservId()), results.findings().stream().map(AuthenticationResultsTest::line)).toList();
        };
    }

    private static String line(AuthenticationResults.Finding finding) {
        return (finding.method() + "=" + finding.result() + " " + new TreeMap<>(finding.properties()).entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue()).collect(Collectors.joining(" "))).strip();
    }

    @Test
    void what_names_us_claims_to_be_ours_also_where_it_cannot_be_read() {
        List<String> ours = List.of(
                "Lists.Example.org; dmarc=pass", "(x) lists.example.org (y) 1; none", "\"lists.example.org\"; spf=pass", "lists.example.org (open", "x lists.example.org; spf=pass");
        List<String> others = List.of("mx.example.net; spf=pass smtp.mailfrom=lists.example.org", "lists.example.org.evil.example; spf=pass", "mx (open");
        ours.forEach(value -> assertThat(AuthenticationResults.claims(header(value), "lists.example.org")).as(value).isTrue());
        others.forEach(value -> assertThat(AuthenticationResults.claims(header(value), "lists.example.org")).as(value).isFalse());
    }

    private static Header header(String value) {
        return Message.parse(("Authentication-Results: " + value + "\r\n\r\n").getBytes(UTF_8)).orThrow().headers().all().getFirst();
    }

    @Test
    void our_own_field_tells_what_domains_proved_and_reads_back() {
        String value = ResultsField.value("lists.example.org", List.of(
                new Evidence.SmtpAuth(Result.PASS, "ann@example.net", true),
                new Evidence.Spf(Result.SOFTFAIL, Domain.of("example.net"), Evidence.Spf.Identity.MAIL_FROM, "go; away=1"),
                new Evidence.Dkim(Result.PASS, Domain.of("example.net"), "s1", true, ""),
                new Evidence.Dkim(Result.FAIL, Domain.of("example.com"), "evil; dmarc=pass", false, "body hash"),
                new Evidence.Dmarc(Result.PASS, Domain.of("example.net"), Evidence.Dmarc.Disposition.REJECT),
                new Evidence.Arc(Result.NONE, Optional.empty(), 0),
                new Evidence.ReverseName(Result.PASS, InetAddress.ofLiteral("2001:db8::1"), Optional.empty()),
                new Evidence.DnsListed(Result.FAIL, List.of(Domain.of("bl.example")), 1, "")));
        assertThat(value).isEqualTo("lists.example.org; auth=pass; spf=softfail smtp.mailfrom=example.net; dkim=pass header.d=example.net header.s=s1;"
                + " dkim=fail header.d=example.com; dmarc=pass header.from=example.net; arc=none; iprev=pass policy.iprev=\"2001:db8:0:0:0:0:0:1\"");
        assertThat(AuthenticationResults.parse(value).orThrow().findings()).hasSize(7);
        assertThat(ResultsField.value("lists.example.org", List.of())).isEqualTo("lists.example.org; none");
    }
}
