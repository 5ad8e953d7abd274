package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `chancery diagnose dmarc --batch` as a suite drives it.
class DmarcDiagnosisTest {
    private static final String DNS = "\"dns\":{\"_dmarc.example.org.\":{\"TXT\":[\"v=DMARC1; p=reject; t=y\"]}}";

    @TempDir
    Path folder;

    private static List<String> answers(DiagnosisZone zone, String... questions) throws IOException {
        var out = new ByteArrayOutputStream();
        new DiagnoseBatch(DmarcDiagnosis.verb(zone))
                .run(new ByteArrayInputStream(String.join("\n", questions).getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void each_question_is_answered_from_the_dns_in_its_line() throws IOException {
        assertThat(answers(DiagnosisZone.none(),
                "{\"id\":\"a\",\"from\":\"Ann <ann@example.org>\",\"spf\":{\"result\":\"fail\",\"domain\":\"example.org\"},"
                        + "\"dkim\":[{\"result\":\"pass\",\"domain\":\"mail.example.org.\"}]," + DNS + "}",
                "{\"id\":\"b\",\"from\":\"news.example.org\",\"spf\":{\"result\":\"none\",\"domain\":\"\"},\"dkim\":[]," + DNS + "}"))
                .containsExactly(
                        "{\"id\":\"a\",\"result\":\"pass\",\"policy\":\"reject\",\"disposition\":\"quarantine\",\"testing\":true,"
                                + "\"organisationalDomain\":\"example.org\",\"alignment\":{\"spf\":false,\"dkim\":true},\"aligned\":[\"mail.example.org\"]}",
                        "{\"id\":\"b\",\"result\":\"fail\",\"policy\":\"reject\",\"disposition\":\"quarantine\",\"testing\":true,"
                                + "\"organisationalDomain\":\"example.org\",\"alignment\":{\"spf\":false,\"dkim\":false},\"aligned\":[]}");
    }

    @Test
    void what_cannot_be_judged_is_said_and_the_run_goes_on() throws IOException {
        assertThat(answers(DiagnosisZone.none(),
                "{\"id\":1,\"from\":\"a@example.org, b@example.net\"," + DNS + "}",
                "{\"id\":2,\"from\":\"example.org\",\"dkim\":[{\"result\":\"fine\",\"domain\":\"x\"}]," + DNS + "}",
                "{\"id\":3}"))
                .containsExactly(
                        "{\"id\":1,\"error\":\"\\\"from\\\" names no one domain\"}",
                        "{\"id\":2,\"error\":\"\\\"fine\\\" is no result of RFC 8601\"}",
                        "{\"id\":3,\"error\":\"neither \\\"message\\\" nor \\\"file\\\" is given\"}");
    }

    @Test
    void a_file_holds_one_question_and_another_the_dns() throws IOException {
        Path question = Files.writeString(folder.resolve("q.json"), "{\"from\":\"From: Ann <ann@example.org>\"}");
        Path zone = Files.writeString(folder.resolve("zone.json"), "{" + DNS.substring("\"dns\":{".length()));
        assertThat(answers(DiagnosisZone.of(zone), "{\"id\":1,\"file\":\"" + question + "\"}"))
                .allMatch(line -> line.startsWith("{\"id\":1,\"result\":\"fail\",\"policy\":\"reject\""));
    }
}
