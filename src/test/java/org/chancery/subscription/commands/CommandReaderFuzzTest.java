package org.chancery.subscription.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, there are at most ten commands and three errors, and no line of the mail comes back but values that were checked.
class CommandReaderFuzzTest {
    static Stream<byte[]> messages() {
        return CommandSamples.files().stream().map(CommandSamples::bytes);
    }

    @MethodSource("messages")
    @FuzzTest
    void every_message_has_few_commands(byte[] bytes) {
        if (Message.parse(bytes) instanceof Parsed.Value<Message>) {
            var words = CommandSamples.read(bytes);
            assertThat(words.stream().filter(word -> !word.equals("cut"))).hasSizeLessThanOrEqualTo(CommandReader.MAX_COMMANDS);
            assertThat(words.stream().filter(word -> word.equals("unknown") || word.startsWith("faulty"))).hasSizeLessThanOrEqualTo(CommandReader.MAX_ERRORS);
            assertThat(String.join("", words).chars().noneMatch(Character::isISOControl)).isTrue();
        }
    }
}
