package org.chancery.delivery.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A message may be anything; what is read of it keeps the promises of the types.
class BounceReaderFuzzTest {

    static Stream<Arguments> seeds() throws IOException {
        return BounceCorpusTest.messages().map(BounceReaderFuzzTest::octets).map(Arguments::of);
    }

    private static Object octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_message_gives_a_reading_that_keeps_its_promises(byte[] octets) {
        if (!(Message.parse(octets) instanceof Parsed.Value<Message>(Message message))) {
            return;
        }
        Set<String> addresses = new HashSet<>();
        for (FailedRecipient failed : BounceReader.read(message).recipients()) {
            assertThat(addresses.add(failed.address().toLowerCase(Locale.ROOT))).isTrue();
            assertThat(failed.address()).contains("@");
            assertThat(failed.status()).matches("[45]\\.[0-9]{1,3}\\.[0-9]{1,3}");
            assertThat(failed.reason()).hasSizeLessThanOrEqualTo(FailedRecipient.MAX_REASON).doesNotContain("\n");
            assertThat(failed.permanent() || failed.kind() == FailedRecipient.Kind.TEMPORARY).isTrue();
        }
        FeedbackReport.read(message);
    }
}
