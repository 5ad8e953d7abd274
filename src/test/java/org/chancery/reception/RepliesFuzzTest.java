package org.chancery.reception;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is answered: it is read without a fault, and its first line is one line.
class RepliesFuzzTest {
    static Stream<Arguments> seeds() throws IOException {
        List<Arguments> seeds = new ArrayList<>();
        for (Path file : RepliesTest.files().toList()) {
            seeds.add(Arguments.of((Object) Files.readAllBytes(file)));
        }
        return seeds.stream();
    }

    @MethodSource("seeds")
    @FuzzTest
    void reading_any_answer_ends(byte[] octets) {
        if (Message.parse(octets) instanceof Parsed.Value<Message>(Message message)) {
            assertThat(Responses.firstLine(message)).doesNotContain("\n", "\r");
            assertThat(RepliesTest.read(octets)).endsWith("\n");
        }
    }
}
