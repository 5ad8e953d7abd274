package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// `chancery diagnose arc --batch` and `--sign` as a suite drives them.
class ArcDiagnosisTest {
    private static final Path CORPUS = Path.of("src/test/data/arc");

    private static String answer(Diagnosis verb, String line) throws IOException {
        var out = new ByteArrayOutputStream();
        new DiagnoseBatch(verb).run(new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private static String validated(String name) throws IOException {
        String line = "{\"id\":1,\"file\":\"" + CORPUS.resolve(name + ".eml") + "\"}";
        return answer(ArcDiagnosis.verb(DiagnosisZone.of(CORPUS.resolve(name + ".dns"))), line);
    }

    private static String question(String message, String key) {
        return "{\"id\":1,\"message\":\"" + Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8)) + "\",\"key\":" + key
                + ",\"selector\":\"s1\",\"domain\":\"example.org\",\"srv-id\":\"mx.example.org\",\"t\":\"12345\",\"headers\":\"from:subject\"}";
    }

    private static String key() {
        try {
            byte[] octets = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
            return "\"-----BEGIN PRIVATE KEY-----\\n" + Base64.getEncoder().encodeToString(octets) + "\\n-----END PRIVATE KEY-----\\n\"";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_chain_is_told_set_by_set() throws IOException {
        assertThat(validated("05-changed-between-two-seals")).isEqualTo("{\"id\":1,\"cv\":\"pass\",\"instances\":["
                + "{\"instance\":1,\"domain\":\"example.org\",\"selector\":\"sel\",\"cv\":\"none\",\"seal\":\"pass\",\"message\":\"fail\"},"
                + "{\"instance\":2,\"domain\":\"example.org\",\"selector\":\"sel\",\"cv\":\"pass\",\"seal\":\"pass\",\"message\":\"pass\"}]}");
        assertThat(validated("14-gap")).isEqualTo("{\"id\":1,\"cv\":\"fail\",\"instances\":[],\"reason\":\"the set i=2 is not whole\"}");
        assertThat(validated("01-no-chain")).isEqualTo("{\"id\":1,\"cv\":\"none\",\"instances\":[]}");
    }

    @Test
    void a_file_without_carriage_returns_is_read_as_it_would_travel() throws IOException {
        String message = "Authentication-Results: mx.example.org; spf=pass\nFrom: a@example.org\nSubject: x\n\nhello\n";
        Diagnosis verb = ArcSealing.verb(DiagnosisZone.none(), InstantSource.system());
        String key = key();
        assertThat(answer(verb, question(message, key))).isEqualTo(answer(verb, question(message.replace("\n", "\r\n"), key)))
                .contains("\"ARC-Authentication-Results\":\"i=1; mx.example.org; spf=pass\"", "h=from:subject; i=1; s=s1; t=12345", "cv=none");
    }

    @Test
    void a_question_without_key_is_answered_with_what_is_missing() throws IOException {
        assertThat(answer(ArcSealing.verb(DiagnosisZone.none(), InstantSource.system()), question("From: a@example.org\n\n", "\"nonsense\"")))
                .isEqualTo("{\"id\":1,\"error\":\"\\\"key\\\" is missing or cannot be used\"}");
    }
}
