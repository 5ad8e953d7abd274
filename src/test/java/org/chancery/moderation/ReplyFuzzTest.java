package org.chancery.moderation;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.api.Test;

/// Whatever is answered, it is read or it is unclear; and a reason is never longer than the answer.
class ReplyFuzzTest {

    @FuzzTest
    void any_octets_are_read_or_unclear(byte[] data) {
        if (Message.parse(data) instanceof Parsed.Value<Message>(Message message)) {
            ReplyReader.read(message).ifPresent(reply -> check(reply, data.length));
        }
    }

    private static void check(Reply reply, int octets) {
        String text = switch (reply) {
            case Reply.Decision(Verb verb, String reason) when verb != Verb.REJECT && !reason.isEmpty() -> throw new AssertionError("only a rejection has a reason");
            case Reply.Decision(Verb _, String reason) -> reason;
            case Reply.Forward(List<Address> to, String _) when to.isEmpty() || to.size() > 20 -> throw new AssertionError("addresses: " + to.size());
            case Reply.Forward(List<Address> _, String note) -> note;
        };
        if (text.length() > 2 * octets + 100) {
            throw new AssertionError("a text out of nothing: " + text.length());
        }
    }

    @Test
    void each_answer_of_the_corpus_with_octets_changed_is_read_or_unclear() throws IOException {
        Random random = new Random(6);
        List<Path> seeds = ReplyCorpusTest.replies();
        for (Path seed : seeds) {
            for (int i = 0; i < 30; i++) {
                byte[] data = Files.readAllBytes(seed);
                for (int j = random.nextInt(5); j >= 0; j--) {
                    data[random.nextInt(data.length)] = (byte) random.nextInt(256);
                }
                any_octets_are_read_or_unclear(data);
            }
        }
    }
}
