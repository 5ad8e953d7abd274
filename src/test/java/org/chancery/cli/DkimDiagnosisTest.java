package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.chancery.authentication.dkim.Rules;
import org.junit.jupiter.api.Test;

/// `chancery diagnose dkim --batch` as a suite drives it.
class DkimDiagnosisTest {
    private static final Path CORPUS = Path.of("src/test/data/dkim");

    private static String answer(String file, String more, Rules rules) throws IOException {
        String line = "{\"id\":\"x\",\"file\":\"" + CORPUS.resolve(file + ".eml") + "\"" + more + "}\n";
        var out = new ByteArrayOutputStream();
        Diagnosis verb = DkimDiagnosis.verb(DiagnosisZone.of(CORPUS.resolve(file + ".dns")), rules, InstantSource.system());
        new DiagnoseBatch(verb).run(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void a_good_signature_passes_and_the_body_hash_is_ours() throws IOException {
        assertThat(answer("01-rfc6376-a2", "", Rules.TODAY)).isEqualTo(
                "{\"id\":\"x\",\"signatures\":[{\"result\":\"pass\",\"domain\":\"example.com\",\"selector\":\"brisbane\",\"algorithm\":\"rsa-sha256\","
                        + "\"identity\":\"joe@football.example.com\",\"bodyHash\":\"2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=\"}],"
                        + "\"bodyHash\":\"2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=\"}");
    }

    @Test
    void a_zone_in_the_line_goes_before_the_file() throws IOException {
        String none = ",\"dns\":{\"brisbane._domainkey.example.com\":{\"TXT\":[\"p=\"]}}";
        assertThat(answer("01-rfc6376-a2", none, Rules.TODAY)).contains("\"result\":\"permerror\"", "\"reason\":\"key revoked\"");
    }

    @Test
    void sha1_is_judged_for_archives_only() throws IOException {
        assertThat(answer("29-rsa-sha1", "", Rules.TODAY)).contains("\"permerror\"");
        assertThat(answer("29-rsa-sha1", "", Rules.HISTORIC)).contains("\"result\":\"pass\"");
    }

    @Test
    void a_message_without_signature_has_none_and_a_body_hash() throws IOException {
        String line = "{\"id\":1,\"message\":\"RnJvbTogYUBleGFtcGxlLm9yZwoK\"}\n";
        var out = new ByteArrayOutputStream();
        new DiagnoseBatch(DkimDiagnosis.verb(DiagnosisZone.none(), Rules.TODAY, InstantSource.system()))
                .run(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), out);
        // RFC 6376 section 3.4.3: the hash of an empty body in the simple form
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"id\":1,\"signatures\":[],\"bodyHash\":\"frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=\"}\n");
    }
}
