package org.chancery.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.junit.jupiter.api.Test;

class BanTest {
    private static boolean matches(String target, String address) {
        return Ban.parse(target).orThrow().matches(Address.of(address));
    }

    @Test
    void an_address_is_banned_in_any_case_and_no_other() {
        assertThat(matches("Spam@Example.net", "spam@EXAMPLE.net")).isTrue();
        assertThat(matches("spam@example.net", "spam2@example.net")).isFalse();
    }

    @Test
    void a_domain_is_banned_with_what_is_below_it_and_nothing_that_only_ends_alike() {
        assertThat(matches("@example.net", "a@example.net")).isTrue();
        assertThat(matches("@example.net", "a@mail.example.net")).isTrue();
        assertThat(matches("@example.net", "a@badexample.net")).isFalse();
    }

    @Test
    void a_pattern_is_found_anywhere_and_takes_linear_time() {
        assertThat(matches("/^bot[0-9]+@/", "BOT17@example.net")).isTrue();
        assertThat(matches("/^bot[0-9]+@/", "robot17@example.net")).isFalse();
        assertThat(matches("/(a+)+$/", "a".repeat(60) + "@" + ("a".repeat(60) + ".").repeat(2) + "example.net")).isFalse();
    }

    @Test
    void what_is_none_of_the_three_is_refused() {
        for (String text : List.of("", "x", "@", "//", "/(/", "/" + "a".repeat(201) + "/", "a b@example.net")) {
            assertThat(Ban.parse(text)).as(text).isInstanceOf(Parsed.Malformed.class);
        }
    }

    @Test
    void a_target_reads_back_as_it_is_written() {
        for (String text : List.of("spam@example.net", "@example.net", "/^bot[0-9]+@/")) {
            assertThat(Ban.parse(text).orThrow().text()).isEqualTo(text);
        }
    }
}
