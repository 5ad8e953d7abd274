package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `chancery diagnose mime --batch` as a suite drives it.
class DiagnoseBatchTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static List<String> answers(String lines) throws IOException {
        var out = new ByteArrayOutputStream();
        new DiagnoseBatch(MimeDiagnosis.verb(true))
                .run(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String question(String id, String message) {
        return "{\"id\":" + id + ",\"message\":\""
                + Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.ISO_8859_1)) + "\"}\n";
    }

    @Test
    void a_message_is_answered_with_its_tree() throws IOException {
        String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b--\r\n";
        assertThat(answers(question("\"x\"", message)))
                .containsExactly("{\"id\":\"x\",\"type\":\"multipart/mixed\",\"charset\":null,\"start\":0,\"bodyStart\":45,"
                        + "\"end\":64,\"decodedSize\":19,\"defects\":[],\"parts\":[{\"type\":\"text/plain\","
                        + "\"charset\":\"us-ascii\",\"start\":50,\"bodyStart\":52,\"end\":55,\"decodedSize\":3,"
                        + "\"defects\":[],\"parts\":[]}],\"roundTrip\":true,\"sha256\":"
                        + "\"" + sha256(message) + "\"}");
    }

    private static String sha256(String text) {
        try {
            return java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (java.security.NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Test
    void bad_lines_are_answered_in_their_place_and_do_not_end_the_run() throws IOException {
        String lines = "not json\n[]\n{\"id\":7}\n\n{\"id\":8,\"message\":\"%%%\"}\n{\"id\":{\"a\":1},\"file\":\"/does/not/exist\"}\n"
                + "{\"file\":\"\\u0000\"}\n" + question("9", "X: y\r\n".repeat(2000)) + question("10", "").strip();
        List<JsonNode> answers = answers(lines).stream().map(line -> (JsonNode) JSON.readTree(line)).toList();
        assertThat(answers).hasSize(8);
        assertThat(answers.subList(0, 7)).allSatisfy(answer -> assertThat(answer.get("error").stringValue()).isNotEmpty());
        assertThat(answers.stream().map(answer -> answer.get("id").toString()))
                .containsExactly("null", "null", "7", "8", "{\"a\":1}", "null", "9", "10");
        assertThat(answers.get(6).get("error").stringValue()).contains("more than 1000 header fields");
        assertThat(answers.getLast().get("type").stringValue()).isEqualTo("text/plain");
    }

    @Test
    void a_fault_of_our_own_is_an_answer_too() throws IOException {
        var out = new ByteArrayOutputStream();
        new DiagnoseBatch(question -> {
                    throw new IllegalStateException("broken");
                })
                .run(new ByteArrayInputStream("{\"id\":1}\n{\"id\":2}\n".getBytes(StandardCharsets.UTF_8)), out);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2).allMatch(line -> line.contains("broken"));
    }

    @Test
    void a_line_over_the_limit_is_answered_and_the_next_one_read() throws IOException {
        String tooLong = "{\"id\":1,\"message\":\"" + "A".repeat(DiagnoseBatch.MAX_LINE) + "\"}\n";
        assertThat(answers(tooLong + question("2", "x"))).hasSize(2)
                .first().isEqualTo("{\"id\":null,\"error\":\"the line has more than 40 MB\"}");
    }

    @Test
    void a_message_of_twenty_five_megabytes_fits_into_a_line() throws IOException {
        List<String> answers = answers(question("1", "Subject: big\r\n\r\n" + "x".repeat(25 * 1024 * 1024)));
        assertThat(JSON.readTree(answers.getFirst()).get("roundTrip").booleanValue()).isTrue();
    }

    @Test
    void a_file_is_read_by_its_name(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("m.eml");
        Files.writeString(file, "Subject: x\r\n\r\nbody");
        String line = JSON.createObjectNode().put("id", 1).put("file", file.toString()).toString();
        assertThat(JSON.readTree(answers(line).getFirst()).get("bodyStart").intValue()).isEqualTo(14);
    }

    static List<Path> messages() throws IOException {
        try (Stream<Path> mime = Files.list(Path.of("src/test/data/mime"));
                Stream<Path> header = Files.list(Path.of("src/test/data/header"))) {
            return Stream.concat(mime, header).filter(file -> file.toString().endsWith(".eml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void every_message_of_the_corpus_can_be_put_together_from_its_tree(Path file) throws IOException {
        Message message = Message.parse(Files.readAllBytes(file)).orThrow();
        assertThat(MimeDiagnosis.diagnose(message, true).get("roundTrip").booleanValue()).isTrue();
    }
}
