package org.chancery.authentication.arc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.authentication.Result;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the ARC fields of a message say, there is a result, and never a pass without a key.
class ArcFuzzTest {
    static Stream<byte[]> messages() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path file : ArcCorpusTest.messages()) {
            seeds.add(Files.readAllBytes(file));
        }
        return seeds.stream();
    }

    @MethodSource("messages")
    @FuzzTest
    void any_message_has_a_chain_or_none(byte[] octets) {
        if (Message.parse(octets) instanceof Parsed.Value<Message>(Message message)) {
            ArcChain chain = new ArcValidator(new ZoneResolver(Zone.EMPTY)).validate(message);
            assertThat(chain.result()).isIn(Result.NONE, Result.FAIL);
            assertThat(ArcSets.highest(message)).isBetween(0, ArcSets.MAX_INSTANCE);
        }
    }
}
