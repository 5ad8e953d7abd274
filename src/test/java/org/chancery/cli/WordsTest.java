package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void the_command_is_found_behind_global_options_and_their_values() {
        assertThat(Words.command(List.of("list", "show"))).contains("list");
        assertThat(Words.command(List.of("--data", "serve", "--json", "list", "show"))).contains("list");
        assertThat(Words.command(List.of("--set=listen.smtp=1", "--quiet", "queue"))).contains("queue");
    }

    @Test
    void a_line_without_a_command_has_none() {
        assertThat(Words.command(List.of())).isEmpty();
        assertThat(Words.command(List.of("--help"))).isEmpty();
        assertThat(Words.command(List.of("--data"))).isEmpty();
        assertThat(Words.command(List.of("--set", "a=b"))).isEmpty();
    }

    @Test
    void the_word_in_a_group_is_found_behind_options_too() {
        assertThat(Words.inGroup(List.of("list", "--data", "set", "show", "talk@lists.example.org"))).contains("show");
        assertThat(Words.inGroup(List.of("--json", "list"))).isEmpty();
    }
}
