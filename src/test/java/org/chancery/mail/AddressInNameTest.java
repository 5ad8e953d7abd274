package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// The names themselves are in AuthorshipTest, where they are written into headers.
class AddressInNameTest {
    private static final Address MALLORY = Address.of("mallory@example.org");

    @Test
    void controls_are_not_in_the_way_whatever_wrote_them() {
        for (String name : List.of("ann@example.org", "ann\t@\r\nexample.org", "ann\0@example.org", "ann\u00A0\uFF20\u2003example.org", "ann@\u0301example.org", "ann@example\u3002org", "Ann mallory@example.org ann@example.org")) {
            assertThat(new Mailbox(name, MALLORY).honest().displayName()).as(name).isEmpty();
        }
        assertThat(new Mailbox("mallory\uFF20example.org", MALLORY).honest().displayName()).as("his own").isEqualTo("mallory\uFF20example.org");
    }

    @Test
    void a_name_without_end_is_looked_through_in_no_time() {
        for (String piece : List.of(" ", "@", "a", " @ ", "a@b.c ", "=?", "a.", "\u3164")) {
            Mailbox box = new Mailbox("a" + piece.repeat(100_000) + "b", MALLORY);
            Assertions.assertTimeout(Duration.ofSeconds(5), box::honest, piece);
        }
    }
}
