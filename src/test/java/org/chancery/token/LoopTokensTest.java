package org.chancery.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopTokensTest {
    private final LoopTokens tokens = new LoopTokens(new byte[32]);

    @Test
    void a_token_is_known_again_for_its_list_only_and_by_its_site_only() {
        String token = tokens.create(7);

        assertThat(token).hasSize(LoopTokens.LENGTH);
        assertThat(tokens.isOf(token, 7)).isTrue();
        assertThat(tokens.isOf(token, 8)).isFalse();
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(new LoopTokens(other).isOf(token, 7)).isFalse();
    }

    @Test
    void another_text_is_no_token() {
        String token = tokens.create(7);
        for (int i = 0; i < token.length(); i++) {
            String changed = token.substring(0, i) + (token.charAt(i) == 'a' ? 'b' : 'a') + token.substring(i + 1);
            assertThat(tokens.isOf(changed, 7)).as(changed).isFalse();
        }
        assertThat(tokens.isOf("", 7)).isFalse();
        assertThat(tokens.isOf(token + "a", 7)).isFalse();
        assertThat(tokens.isOf("!".repeat(LoopTokens.LENGTH), 7)).isFalse();
    }
}
