package org.chancery.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PostingKeyTest {
    private final PostingKey key = PostingKey.create(PostingKey.Holder.SENDER, new Random(1));

    @Test
    void a_key_is_read_back_in_any_letter_case() {
        PostingKey read = PostingKey.parse(key.reveal().toUpperCase(java.util.Locale.ROOT)).orElseThrow();
        assertThat(read.kid()).isEqualTo(key.kid());
        assertThat(read.reveal()).isEqualTo(key.reveal());
        assertThat(key.reveal()).hasSize(PostingKey.LENGTH).matches(PostingKey.FORM);
    }

    @Test
    void one_wrong_letter_is_noticed_without_asking_the_store() {
        String text = key.reveal();
        for (int i = 5; i < text.length(); i++) {
            char other = text.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(PostingKey.parse(text.substring(0, i) + other + text.substring(i + 1))).as("at " + i).isEmpty();
        }
    }

    @Test
    void a_verifier_knows_its_key_and_no_other_and_another_site_does_not() {
        Verifiers verifiers = new Verifiers(new byte[32]);
        byte[] verifier = verifiers.of(key);
        assertThat(verifiers.recognises(key, verifier)).isTrue();
        assertThat(verifiers.recognises(PostingKey.create(PostingKey.Holder.SENDER, new Random(2)), verifier)).isFalse();
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(new Verifiers(other).recognises(key, verifier)).isFalse();
    }

    @Test
    void what_prints_a_key_prints_its_name_alone() {
        assertThat(key.toString()).contains(key.kid()).doesNotContain(key.reveal().substring(18, 44));
    }
}
