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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `chancery diagnose openpgp|smime --batch` as a suite drives it, over the numbered corpora.
class ProtectionDiagnosisTest {
    private static final Path OPENPGP = Path.of("src/test/data/openpgp");
    private static final Path SMIME = Path.of("src/test/data/smime");

    private static Diagnosis openpgp() {
        return ProtectionDiagnosis.openpgp(List.of(OPENPGP.resolve("members.asc"), OPENPGP.resolve("list.asc")), null, () -> Instant.EPOCH);
    }

    private static Diagnosis smime() {
        return ProtectionDiagnosis.smime(List.of(SMIME.resolve("list.p12")), List.of(SMIME.resolve("ca.pem")), () -> Instant.EPOCH);
    }

    private static List<String> answers(Diagnosis verb, String lines) throws IOException {
        var out = new ByteArrayOutputStream();
        new DiagnoseBatch(verb).run(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static void eachIsJudgedAsExpected(Path folder, Diagnosis verb, String more) throws IOException {
        List<Path> mails;
        try (Stream<Path> files = Files.list(folder)) {
            mails = files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
        }
        assertThat(mails).hasSizeGreaterThan(12);
        for (Path mail : mails) {
            String[] expected = Files.readString(Path.of(mail.toString().replace(".eml", ".expected"))).strip().split(" ");
            String answer = answers(verb, "{\"id\":1,\"file\":\"" + mail + "\",\"at\":\"" + expected[0] + "\"" + more + "}\n").getFirst();
            assertThat(answer).as(mail.toString()).startsWith("{\"id\":1,\"encryption\":\"" + expected[1] + "\",\"signature\":\"" + expected[2] + "\"");
            if (expected.length > 3) { // what the signer's program announces, or -
                assertThat(answer).as(mail.toString()).matches(expected[3].equals("-") ? "((?!\"announced\").)*" : ".*\"announced\":\"" + expected[3] + "\".*");
            }
            assertThat(answer).contains("\"from\":\"").contains("\"report\":{").doesNotContain("canary");
        }
    }

    @Test
    void the_openpgp_corpus_is_judged_as_it_says() throws IOException {
        eachIsJudgedAsExpected(OPENPGP, openpgp(), "");
    }

    @Test
    void the_smime_corpus_is_judged_as_it_says() throws IOException {
        eachIsJudgedAsExpected(SMIME, smime(), ",\"passphrase\":\"wind\"");
    }

    @Test
    void a_good_signature_names_its_signer_and_a_bad_one_nobody() throws IOException {
        String lines = "{\"id\":1,\"file\":\"" + OPENPGP.resolve("09-detached.eml") + "\",\"at\":\"2026-11-02T12:00:00Z\"}\n"
                + "{\"id\":2,\"file\":\"" + OPENPGP.resolve("13-changed-text.eml") + "\",\"at\":\"2026-11-02T12:00:00Z\"}\n";
        List<String> answers = answers(openpgp(), lines);
        assertThat(answers.getFirst()).containsPattern("\"signer\":\"[0-9A-F]{40}\",\"from\":\"ann@example.org\"");
        assertThat(answers.getLast()).doesNotContain("\"signer\"").contains("\"why\":\"does not fit what it is said to cover\"");
    }

    @Test
    void several_authors_are_a_list() throws IOException {
        String mail = java.util.Base64.getEncoder().encodeToString("From: a@example.org, b@example.org\r\n\r\nhello\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(answers(openpgp(), "{\"id\":1,\"message\":\"" + mail + "\"}\n").getFirst()).contains("\"from\":[\"a@example.org\",\"b@example.org\"]");
    }

    @Test
    void what_cannot_be_judged_is_answered_in_its_place() throws IOException {
        assertThat(answers(smime(), "{\"id\":1,\"message\":\"\",\"passphrase\":\"wrong\"}\n{\"id\":2,\"passphrase\":\"wind\"}\n"
                + "{\"id\":3,\"message\":\"\",\"passphrase\":\"wind\",\"at\":\"yesterday\"}\n")).hasSize(3).allMatch(answer -> answer.contains("\"error\":\""));
    }
}
