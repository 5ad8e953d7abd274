package org.chancery.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import org.chancery.mail.Address;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final Instant DAY = Instant.parse("2026-11-22T12:00:00Z");
    private static final long LARGEST = (1L << 40) - 1;
    private final BounceTokens bounces = new BounceTokens(new byte[32]);
    private final OneClickTokens oneClick = new OneClickTokens(new byte[32]);

    @Test
    void a_bounce_token_has_28_characters_and_gives_its_membership_back() {
        for (long number : new long[] {1, 2, 255, 1L << 32, LARGEST}) {
            String token = bounces.create(number, DAY);
            assertThat(token).hasSize(28).matches("[a-z2-7]+");
            assertThat(bounces.read(token, DAY)).contains(number);
        }
    }

    @Test
    void a_bounce_token_is_the_same_when_the_copy_is_sent_again_that_day() {
        assertThat(bounces.create(7, DAY)).isEqualTo(bounces.create(7, DAY.plusSeconds(3600)));
    }

    @Test
    void a_bounce_token_survives_upper_case_and_ends_after_thirty_days() {
        String token = bounces.create(7, DAY);
        assertThat(bounces.read(token.toUpperCase(Locale.ROOT), DAY)).contains(7L);
        assertThat(bounces.read(token, DAY.plus(Duration.ofDays(30)))).contains(7L);
        assertThat(bounces.read(token, DAY.plus(Duration.ofDays(31)))).isEmpty();
        assertThat(bounces.read(token, DAY.minus(Duration.ofDays(2)))).isEmpty();
    }

    @Test
    void no_changed_character_leaves_a_token_valid() {
        String bounce = bounces.create(123_456, DAY);
        String click = oneClick.create(123_456);
        for (int i = 0; i < bounce.length(); i++) {
            assertThat(bounces.read(changed(bounce, i), DAY)).isEmpty();
        }
        for (int i = 0; i < click.length(); i++) {
            assertThat(oneClick.read(changed(click, i))).isEmpty();
        }
    }

    private static String changed(String token, int at) {
        char other = token.charAt(at) == 'a' ? 'b' : 'a';
        return token.substring(0, at) + other + token.substring(at + 1);
    }

    @Test
    void a_token_of_another_site_or_purpose_is_nothing() {
        byte[] otherKey = new byte[32];
        otherKey[31] = 1;
        assertThat(new BounceTokens(otherKey).read(bounces.create(5, DAY), DAY)).isEmpty();
        assertThat(new OneClickTokens(otherKey).read(oneClick.create(5))).isEmpty();
        assertThat(oneClick.read(bounces.create(5, DAY))).isEmpty();
        assertThat(bounces.read(oneClick.create(5), DAY)).isEmpty();
    }

    @Test
    void random_text_is_never_a_token() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int j = 0; j < length; j++) {
                text.append((char) (random.nextInt(128)));
            }
            assertThat(bounces.read(text.toString(), DAY)).isEmpty();
            assertThat(oneClick.read(text.toString())).isEmpty();
        }
    }

    @Test
    void a_return_path_never_passes_64_octets() {
        String token = bounces.create(1, DAY);
        Address brief = BounceTokens.returnPath(Address.of("talk@example.org"), token);
        Address full = BounceTokens.returnPath(Address.of("a".repeat(27) + "@example.org"), token);
        Address cut = BounceTokens.returnPath(Address.of("a".repeat(28) + "@example.org"), token);
        assertThat(brief.localPart()).isEqualTo("talk-bounces+" + token);
        assertThat(full.localPart()).hasSize(64);
        assertThat(cut.localPart()).isEqualTo("bounces+" + token);
    }
}
