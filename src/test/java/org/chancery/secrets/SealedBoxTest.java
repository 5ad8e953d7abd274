package org.chancery.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SealedBoxTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final SealedBox box = new SealedBox(Secret.of(new byte[32]), RANDOM);

    @Test
    void what_was_sealed_opens_under_its_name_and_no_other() {
        byte[] sealed = box.seal("one", Secret.of("the key"));
        assertThat(box.open("one", sealed)).contains(Secret.of("the key"));
        assertThat(box.open("two", sealed)).isEmpty();
    }

    @Test
    void another_site_or_a_changed_octet_opens_nothing() {
        byte[] sealed = box.seal("one", Secret.of("the key"));
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(new SealedBox(Secret.of(other), RANDOM).open("one", sealed)).isEmpty();
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(box.open("one", changed)).isEmpty();
        }
        assertThat(box.open("one", new byte[5])).isEmpty();
    }

    @Test
    void the_same_secret_never_looks_the_same() {
        assertThat(box.seal("one", Secret.of("the key"))).isNotEqualTo(box.seal("one", Secret.of("the key")));
    }
}
