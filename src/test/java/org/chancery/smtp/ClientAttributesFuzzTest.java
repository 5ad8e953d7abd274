package org.chancery.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientAttributesFuzzTest {
    static List<Arguments> seeds() throws IOException {
        return ClientAttributesTest.lines().stream()
                .map(line -> Arguments.of((Object) line.substring(0, line.indexOf(" => ")).getBytes(UTF_8))).toList();
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_argument_is_read_or_refused_and_nothing_read_can_break_a_line(byte[] octets) {
        if (ClientAttributesTest.parse(new String(octets, UTF_8)) instanceof Parsed.Value<ClientAttributes>(ClientAttributes read)) {
            SmtpSession.Forwarded told = read.forwarded();
            boolean plain = (told.helo() + told.login().orElse("")).chars().allMatch(c -> c > ' ' && c <= '~');
            if (!plain || (told.address().isEmpty() && told.login().isPresent())) {
                throw new AssertionError("promise broken");
            }
        }
    }
}
