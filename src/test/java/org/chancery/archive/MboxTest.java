package org.chancery.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.chancery.mail.Address;
import org.junit.jupiter.api.Test;

class MboxTest {
    private static String written(String... messages) throws IOException {
        var out = new ByteArrayOutputStream();
        Mbox mbox = new Mbox(out);
        for (String message : messages) {
            mbox.add(Address.of("talk-bounces@lists.example.org"), Instant.parse("2026-11-02T09:08:07Z"), message.getBytes(ISO_8859_1));
        }
        return out.toString(ISO_8859_1);
    }

    private static final String FROM = "From talk-bounces@lists.example.org Mon Nov  2 09:08:07 2026\n";

    @Test
    void each_message_stands_behind_a_From_line_and_before_an_empty_one_with_LF() throws IOException {
        assertThat(written("A: b\r\n\r\none\r\n", "C: d\r\n\r\ntwo\r\n")).isEqualTo(FROM + "A: b\n\none\n\n" + FROM + "C: d\n\ntwo\n\n");
    }

    @Test
    void lines_that_look_like_a_From_line_are_quoted_so_that_it_can_be_undone() throws IOException {
        assertThat(written("A: b\r\n\r\nFrom me\r\n>From you\r\n>>From all\r\n> From no\r\nFrom\r\nfrom x\r\nFrom ")).isEqualTo(
                FROM + "A: b\n\n>From me\n>>From you\n>>>From all\n> From no\nFrom\nfrom x\n>From \n\n");
    }

    @Test
    void other_octets_stay_as_they_are() throws IOException {
        assertThat(written("A: b\r\n\r\n\u00e4\u0000\rx\nlast")).isEqualTo(FROM + "A: b\n\n\u00e4\u0000\rx\nlast\n\n");
        assertThat(written("")).isEqualTo(FROM + "\n");
    }
}
