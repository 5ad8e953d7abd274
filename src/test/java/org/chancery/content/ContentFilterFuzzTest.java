package org.chancery.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.content.FilterRules.Collapse;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.mail.Part;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, the filter answers, and what it denies is gone from everything that is not sealed.
class ContentFilterFuzzTest {
    private static final List<FilterRules> RULES = List.of(
            new FilterRules(Set.of("image", "text/html"), Set.of(), Set.of("exe"), Collapse.FIRST, false),
            new FilterRules(Set.of("text/plain"), Set.of(), Set.of(), Collapse.NONE, true),
            new FilterRules(Set.of(), Set.of("text"), Set.of(), Collapse.PLAIN, true));

    static Stream<byte[]> messages() {
        return Samples.all();
    }

    @MethodSource("messages")
    @FuzzTest
    void every_message_is_answered_and_nothing_denied_is_left(byte[] bytes) {
        if (Message.parse(bytes) instanceof Parsed.Value<Message>(Message message)) {
            for (FilterRules rules : RULES) {
                if (ContentFilter.verdict(message, rules) instanceof ContentFilter.Verdict.Left(Message left)) {
                    assertThat(rules.htmlToText() ? 0 : denied(left.root(), rules)).isZero();
                    assertThat(Message.parse(left.toByteArray())).isNotNull();
                }
            }
        }
    }

    private static long denied(Part part, FilterRules rules) {
        if (SealedContent.isSealed(part)) {
            return 0;
        }
        boolean here = rules.denyTypes().contains(part.type().type()) || rules.denyTypes().contains(part.type().toString());
        return (here ? 1 : 0) + part.parts().stream().mapToLong(child -> denied(child, rules)).sum();
    }
}
