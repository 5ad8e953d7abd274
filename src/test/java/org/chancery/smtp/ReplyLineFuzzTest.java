package org.chancery.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.chancery.mail.Parsed;

class ReplyLineFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_line_is_a_reply_line_or_malformed(byte[] octets) {
        String text = new String(octets, ISO_8859_1);
        switch (ReplyLine.parse(text)) {
            case Parsed.Value<ReplyLine>(ReplyLine line) -> {
                assertThat(line.code()).isBetween(200, 599);
                assertThat(text).contains(line.status()).contains(line.text());
            }
            case Parsed.Malformed<ReplyLine>(int at, String why) -> assertThat(why + at).isNotEmpty();
        }
        SmtpReply hello = new SmtpReply(250, "", List.of(text.split("\n", -1)));
        assertThat(Capabilities.parse(hello).size().orElse(1)).isPositive();
        assertThat(ReplyText.format(hello).replace("\r\n", "")).matches("[ -~]*");
    }
}
