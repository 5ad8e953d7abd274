package org.chancery.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.token.ConfirmTokens;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is typed as a ban or arrives as a token: it is read or refused, and what is read can be asked and written again.
class BanFuzzTest {
    static Stream<Arguments> seeds() {
        return Stream.of("spam@example.net", "@example.net", "/^bot[0-9]+@/", "/(a+)+$/", "/(/", "@", "a".repeat(34), "rv3rta5c4q3lq", "\u0000@x", "/\\C/", "//")
                .map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("seeds")
    @FuzzTest
    void reading_any_target_ends(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        ConfirmTokens.readId(text).ifPresent(id -> assertThat(ConfirmTokens.id(id)).hasSize(13));
        if (Ban.parse(text) instanceof Parsed.Value<Ban.Target>(Ban.Target target)) {
            target.matches(Address.of("somebody@example.org"));
            assertThat(Ban.parse(target.text()).orThrow().text()).isEqualTo(target.text());
        }
    }
}
