package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `chancery diagnose spf --batch` as a suite drives it.
class SpfDiagnosisTest {
    @TempDir
    Path folder;

    private static List<String> answers(DiagnosisZone zone, String lines) throws IOException {
        var out = new ByteArrayOutputStream();
        new DiagnoseBatch(SpfDiagnosis.verb(zone, () -> Instant.EPOCH))
                .run(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void a_question_with_its_own_dns_is_answered_with_result_and_trace() throws IOException {
        String line = "{\"id\":\"q\",\"ip\":\"192.0.2.1\",\"helo\":\"mx\",\"mailFrom\":\"a@example.org\","
                + "\"dns\":{\"example.org.\":{\"TXT\":[\"v=spf1 a:nowhere.example.org -all exp=why.example.org\"]},\"why.example.org\":{\"TXT\":[\"no %{i}, says %{r}\"]}}}\n";
        assertThat(answers(DiagnosisZone.none(), line)).containsExactly(
                "{\"id\":\"q\",\"result\":\"fail\",\"explanation\":\"no 192.0.2.1, says unknown\",\"lookups\":1,\"voidLookups\":1,\"trace\":["
                        + "\"example.org: v=spf1 a:nowhere.example.org -all exp=why.example.org\",\"example.org: a:nowhere.example.org does not match\","
                        + "\"example.org: -all matches: fail\"]}");
    }

    @Test
    void a_zone_file_stands_for_the_dns_of_all_questions() throws IOException {
        Path zone = Files.writeString(folder.resolve("z.json"), "{\"example.org\":{\"TXT\":[\"v=spf1 ip6:2001:db8::/32 -all\"]}}");
        assertThat(answers(DiagnosisZone.of(zone), "{\"id\":1,\"ip\":\"2001:db8::1\",\"helo\":\"x\",\"mailFrom\":\"a@example.org\"}\n"
                + "{\"id\":2,\"ip\":\"192.0.2.1\",\"helo\":\"x\",\"mailFrom\":\"a@example.org\"}\n{\"id\":3,\"ip\":\"192.0.2.1\",\"helo\":\"example.org\",\"mailFrom\":\"\"}\n"))
                .satisfiesExactly(
                        pass -> assertThat(pass).contains("\"result\":\"pass\""),
                        fail -> assertThat(fail).contains("\"result\":\"fail\"").doesNotContain("explanation"),
                        helo -> assertThat(helo).contains("\"result\":\"fail\""));
    }

    @Test
    void what_cannot_be_judged_is_answered_in_its_place() throws IOException {
        assertThat(answers(DiagnosisZone.none(), "{\"id\":1}\n{\"id\":2,\"ip\":\"mx.example.org\"}\n{\"id\":3,\"ip\":7}\n{\"id\":4,\"ip\":\"::1\",\"dns\":[]}\n"))
                .hasSize(4).allMatch(answer -> answer.contains("\"error\":\""));
    }

    @Test
    void a_file_may_hold_the_question() throws IOException {
        Path file = Files.writeString(folder.resolve("q.json"), "{\"ip\":\"192.0.2.1\",\"helo\":\"h\",\"mailFrom\":\"a@x\",\"dns\":{}}");
        assertThat(answers(DiagnosisZone.none(), "{\"id\":1,\"file\":\"" + file + "\"}\n").getFirst()).startsWith("{\"id\":1,\"result\":\"none\"");
    }
}
