package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `chancery diagnose bounce --batch` as a suite drives it.
class BounceDiagnosisTest {

    private static List<String> answers(String... messages) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < messages.length; i++) {
            lines.append("{\"id\":").append(i).append(",\"message\":\"")
                    .append(Base64.getEncoder().encodeToString(messages[i].getBytes(StandardCharsets.UTF_8))).append("\"}\n");
        }
        var out = new ByteArrayOutputStream();
        new DiagnoseBatch(BounceDiagnosis.verb()).run(new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void each_message_is_answered_with_its_failed_recipients() throws IOException {
        String bounce = "From: MAILER-DAEMON@example.org\r\nSubject: failure notice\r\n\r\nHi. This is the qmail-send program.\r\n\r\n"
                + "<ann@example.org>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n";
        assertThat(answers(bounce, "Subject: hello\r\n\r\nhello\r\n")).containsExactly(
                "{\"id\":0,\"isBounce\":true,\"recipients\":[{\"address\":\"ann@example.org\",\"permanent\":true,\"status\":\"5.1.1\","
                        + "\"reason\":\"<ann@example.org>: Sorry, no mailbox here by that name. (#5.1.1)\",\"kind\":\"permanent\"}]}",
                "{\"id\":1,\"isBounce\":false,\"recipients\":[]}");
    }
}
