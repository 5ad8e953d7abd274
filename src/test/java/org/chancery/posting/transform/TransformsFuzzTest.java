package org.chancery.posting.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever was accepted goes out: no mail stops the queue, and what goes out can be read again.
class TransformsFuzzTest {
    private static final Passage PASSAGE = new Passage(
            new MailingList(new ListId(1), Address.of("talk@lists.example.org"), "discussion", MailingList.State.OPEN,
                    new Settings(Map.of(Setting.SUBJECT_PREFIX, "[tälk]", Setting.HEADER, "Oben 日本", Setting.FOOTER, "Grüße 日本 {list}", Setting.DESCRIPTION, "Tee für 日本", Setting.REPLY_TO, "author")),
                    new MailingList.PolicyText(1, "otherwise accept."), Instant.EPOCH),
            "r-1", Instant.EPOCH, Map.of("helo", "x", "peer", "192.0.2.1"), "mx.lists.example.org", Optional.of("https://lists.example.org"));

    static Stream<Arguments> seeds() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/data"))) {
            List<Path> mails = files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
            return mails.stream().map(file -> Arguments.of((Object) octets(file)));
        }
    }

    private static byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_mail_goes_through_and_can_be_read_again(byte[] octets) {
        if (Message.parse(octets) instanceof Parsed.Value<Message>(Message post)) {
            Message sent = Transforms.apply(post, PASSAGE);
            Message prefixed = new SubjectPrefix().apply(post, PASSAGE);
            assertThat(new SubjectPrefix().apply(prefixed, PASSAGE)).isSameAs(prefixed);
            assertThat(sent.headers().all(Transforms.LOOP_MARK)).isNotEmpty();
        }
    }
}
