package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Whatever is typed, the parser answers with a policy or with a place and a reason.
class PolicyParserFuzzTest {
    private static final int TEXTS = 1_000_000;

    @FuzzTest
    void any_octets_are_read_or_refused_with_a_place(byte[] data) {
        readOrRefused(new String(data, StandardCharsets.UTF_8));
    }

    /// Plain comparisons: an assertion library costs more than the parser, a hundred thousand times over.
    private static boolean readOrRefused(String text) {
        return switch (PolicyParser.parse(text)) {
            case ParsedPolicy.Read<Policy>(Policy policy) -> {
                if (!PolicyParser.parse(policy.text()).equals(new ParsedPolicy.Read<>(policy))) {
                    throw new AssertionError("does not print back equal: " + text);
                }
                yield true;
            }
            case ParsedPolicy.Wrong<Policy>(int line, int column, String why) -> {
                if (line < 1 || column < 1 || why.isBlank()) {
                    throw new AssertionError("refused without place or reason: " + text);
                }
                yield false;
            }
        };
    }

    @Test
    void az18_a_million_random_texts_never_throw_take_less_than_a_millisecond_each_and_print_back_equal_where_they_are_read() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(4_5);
        int read = 0;
        long begin = System.nanoTime();
        for (int i = 0; i < TEXTS; i++) {
            if (readOrRefused(switch (i % 3) {
                case 0 -> letters(random);
                case 1 -> words(random);
                default -> nearly(random);
            })) {
                read++;
            }
        }
        // The mean: one text may meet a collection of garbage or another process.
        assertThat(Duration.ofNanos((System.nanoTime() - begin) / TEXTS)).isLessThan(Duration.ofMillis(1));
        assertThat(read).as("texts that are policies").isGreaterThan(TEXTS / 100);
    }

    private static String letters(RandomGenerator random) {
        var text = new StringBuilder();
        for (int n = random.nextInt(60); n > 0; n--) {
            text.appendCodePoint(random.nextInt(8) == 0 ? random.nextInt(0x10FFFF) : 32 + random.nextInt(95));
        }
        return text.toString();
    }

    private static final List<String> WORDS = List.of(
            "accept", "hold", "refuse", "drop", "ask sender to", "confirm", "agree to", "then", "when", "and", "or", "not",
            "(", ")", ".", ",", "\"text\"", "\"{page}\"", "\"image/*\"", "7", "from", "member", "group", "anyone", "proof at least",
            "domain", "sender-key", "dmarc", "fail", "size over", "KB", "type outside", "otherwise", "need", "approvals", "notify",
            "first post", "encrypted", "to list", "blocklisted", "by at least", "list", "frozen", "# note\n", "\n");

    private static String words(RandomGenerator random) {
        var text = new StringBuilder();
        for (int n = random.nextInt(25); n > 0; n--) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        return text.toString();
    }

    /// A shipped policy with up to three characters changed.
    private static String nearly(RandomGenerator random) {
        var text = new StringBuilder(SHIPPED.get(random.nextInt(SHIPPED.size())));
        for (int n = random.nextInt(4); n > 0; n--) {
            text.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
        }
        return text.toString();
    }

    private static final List<String> SHIPPED =
            Policies.STYLES.stream().map(Policies::shippedText).toList();
}
