package org.chancery.authentication.blocklist;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BlocklistFuzzTest {
    static List<Arguments> seeds() throws IOException {
        return BlocklistTest.lines().stream()
                .map(line -> Arguments.of((Object) line.substring(0, line.indexOf(" => ")).getBytes(UTF_8))).toList();
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_text_is_read_or_refused_and_an_error_code_is_never_a_hit(byte[] octets) {
        if (Blocklist.parse(new String(octets, UTF_8)) instanceof Parsed.Value<Blocklist>(Blocklist list)
                && (list.isHit(InetAddress.ofLiteral("127.255.255.254")) || list.isHit(InetAddress.ofLiteral("::1")))) {
            throw new AssertionError("promise broken");
        }
    }
}
