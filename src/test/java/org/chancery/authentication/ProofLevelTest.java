package org.chancery.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.authentication.ProofLevel.ACCOUNT;
import static org.chancery.authentication.ProofLevel.ALL;
import static org.chancery.authentication.ProofLevel.DOMAIN;
import static org.chancery.authentication.ProofLevel.KEY;
import static org.chancery.authentication.ProofLevel.MAILBOX;
import static org.chancery.authentication.ProofLevel.NONE;
import static org.chancery.authentication.ProofLevel.SENDER_KEY;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProofLevelTest {

    private static Set<ProofLevel> covered(ProofLevel level) {
        return ALL.stream().filter(level::atLeast).collect(Collectors.toSet());
    }

    @Test
    void each_level_covers_exactly_what_the_partial_order_says() {
        assertThat(covered(NONE)).containsExactlyInAnyOrder(NONE);
        assertThat(covered(DOMAIN)).containsExactlyInAnyOrder(NONE, DOMAIN);
        assertThat(covered(MAILBOX)).containsExactlyInAnyOrder(NONE, DOMAIN, MAILBOX);
        assertThat(covered(SENDER_KEY)).containsExactlyInAnyOrder(NONE, DOMAIN, SENDER_KEY);
        assertThat(covered(ACCOUNT)).containsExactlyInAnyOrder(NONE, DOMAIN, MAILBOX, SENDER_KEY, ACCOUNT);
        assertThat(covered(KEY)).containsExactlyInAnyOrder(NONE, DOMAIN, MAILBOX, KEY);
    }

    @Test
    void no_two_levels_are_above_each_other() {
        for (ProofLevel a : ALL) {
            for (ProofLevel b : ALL) {
                assertThat(a.isAbove(b) && b.isAbove(a)).as(a + " " + b).isFalse();
            }
        }
    }

    @Test
    void words_are_read_back_in_any_letter_case() {
        for (ProofLevel level : ALL) {
            assertThat(ProofLevel.of(level.word().toUpperCase(Locale.ROOT))).contains(level);
        }
        assertThat(ProofLevel.of("sender key")).isEmpty();
        assertThat(Result.of("TempError")).contains(Result.TEMPERROR);
    }
}
