package org.chancery.sender;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever bytes come: the sweep ends, what it lets through holds no key that can be read, and what held none is the same object.
class SweepFuzzTest {
    private static final String KEY = PostingKey.create(PostingKey.Holder.SENDER, new Random(7)).reveal();

    /// The corpora of MIME and of mails with secrets; `KEY` stands for a key in them.
    static Stream<byte[]> messages() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (String corpus : List.of("src/test/data/mime", "src/test/data/sweep")) {
            try (Stream<Path> files = Files.walk(Path.of(corpus))) {
                for (Path file : files.filter(file -> file.toString().endsWith(".eml")).sorted().toList()) {
                    all.add(Files.readAllBytes(file));
                }
            }
        }
        return all.stream();
    }

    @MethodSource("messages")
    @FuzzTest
    void nothing_leaves_with_a_key_in_it(byte[] octets) {
        swept(octets);
        byte[] with = new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1).replace("KEY", KEY).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        swept(with);
    }

    private static void swept(byte[] octets) {
        if (!(Message.parse(octets) instanceof Parsed.Value<Message>(Message message))) {
            return;
        }
        switch (Inspection.of(message)) {
            case Inspection.Clean(Message same) -> assertThat(same).isSameAs(message);
            case Inspection.Stuck _ -> {} // refused
            case Inspection.Removed(Message rest, Inspection.Secrets _) -> {
                assertThat(Leaks.shows(rest.toByteArray(), KEY.substring(18, 44))).isFalse();
                assertThat(Inspection.of(rest)).isInstanceOf(Inspection.Clean.class);
            }
        }
    }
}
