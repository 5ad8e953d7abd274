package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void no_text_can_open_a_tag_or_end_an_attribute() {
        for (int c = 0; c < 0x3000; c++) {
            String text = Html.text(Character.toString(c)).markup();
            assertThat(text).as("U+%04X", c).doesNotContain("<", ">", "\"", "'", "\0");
        }
    }

    @Test
    void attributes_are_escaped_like_text() {
        assertThat(Html.element("a", List.of(new Html.Attribute("href", "\"><script>"))).markup())
                .isEqualTo("<a href=\"&quot;&gt;&lt;script&gt;\"></a>");
    }

    @Test
    void other_alphabets_stay_and_turned_or_broken_writing_becomes_visible() {
        assertThat(Html.text("Ünï 日本 😀").markup()).isEqualTo("Ünï 日本 😀");
        assertThat(Html.text("a\u202Eb\u2066c\uD800d\u0007e").markup()).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
    }
}
