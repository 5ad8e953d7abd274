package org.chancery.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    private static final Secret WORD = Secret.of("seven-herons+12lanterns");

    @Test
    void a_password_is_known_again_from_what_is_stored_and_another_is_not() {
        PasswordHash hash = PasswordHash.parse(PasswordHash.of(WORD, new Random(1)).stored()).orElseThrow();
        assertThat(hash.matches(WORD)).isTrue();
        assertThat(hash.matches(Secret.of("seven-herons+12lantern"))).isFalse();
        assertThat(hash.isCurrent()).isTrue();
    }

    /// The value was made by the reference implementation: `printf pencil-of-lead-27 | argon2 somesaltsomesalt -id -t 2 -k 19456 -p 1 -l 32 -e`.
    @Test
    void the_stored_form_is_that_of_other_software() {
        String made = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$I8VVXMR4FWK2fDvJa+JFF0pDwNLmjUqIOTS62KL252Y";
        assertThat(PasswordHash.parse(made.getBytes(StandardCharsets.US_ASCII)).orElseThrow().matches(Secret.of("pencil-of-lead-27"))).isTrue();
    }

    @Test
    void nothing_else_is_read_as_one() {
        for (String other : List.of("", "x", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXNhbHRzb21lc2FsdA", "$argon2id$v=19$m=9999999999,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHQ")) {
            assertThat(PasswordHash.parse(other.getBytes(StandardCharsets.US_ASCII))).as(other).isEmpty();
        }
    }

    @Test
    void a_password_must_be_long_one_word_and_not_known_from_breaches() {
        for (String bad : List.of("short", "two words of it", "password1234", "qwertyuiop123", "ann@example.net1", "aaaaaaaaaaaaaaaa", "x".repeat(129))) {
            assertThat(ChosenPassword.fault(bad, List.of("ann@example.net"))).as(bad).isPresent();
        }
        assertThat(ChosenPassword.fault("seven-herons+12lanterns", List.of("ann@example.net"))).isEmpty();
    }
}
