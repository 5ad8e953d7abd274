package org.chancery.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the mail: there is an answer, and the null sender is never a person.
class AutomaticMailFuzzTest {
    static Stream<Arguments> seeds() throws IOException {
        List<Path> files = AutomaticMailTest.files().toList();
        return files.stream().map(file -> Arguments.of((Object) octets(file)));
    }

    private static byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_mail_is_from_a_machine_or_not(byte[] octets) {
        if (Message.parse(octets) instanceof Parsed.Value<Message>(Message message)) {
            assertThat(AutomaticMail.reason(message, Optional.empty())).contains("null sender");
            assertThat(AutomaticMail.reason(message, Optional.of(Address.of("ann@example.com")))).isNotNull();
        }
    }
}
