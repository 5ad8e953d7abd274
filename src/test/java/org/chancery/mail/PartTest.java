package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Bodies decoded, charsets and attachments.
class PartTest {
    private static Part part(String text) {
        return Message.parse(text.getBytes(StandardCharsets.ISO_8859_1)).orThrow().root();
    }

    @Test
    void base64_decodes_to_the_octets_that_were_encoded() throws IOException {
        Random random = new Random(11);
        for (int length = 0; length < 400; length++) {
            byte[] octets = new byte[length];
            random.nextBytes(octets);
            Part part = part("Content-Transfer-Encoding: Base64\r\n\r\n" + Base64.getMimeEncoder().encodeToString(octets));
            assertThat(part.decoded().readAllBytes()).isEqualTo(octets);
            assertThat(part.decodedSize()).isEqualTo(length);
        }
    }

    @Test
    void quoted_printable_decodes_what_it_encodes() throws IOException {
        Random random = new Random(12);
        for (int i = 0; i < 400; i++) {
            byte[] octets = new byte[i];
            random.nextBytes(octets);
            byte[] encoded = QuotedPrintable.encode(octets);
            byte[] whole = Arrays.copyOf("Content-Transfer-Encoding: quoted-printable\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 47 + encoded.length);
            System.arraycopy(encoded, 0, whole, 47, encoded.length);
            assertThat(Message.parse(whole).orThrow().root().decoded().readAllBytes()).isEqualTo(octets);
        }
    }

    @Test
    void damaged_quoted_printable_gives_what_can_be_read() {
        String head = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
        assertThat(part(head + "a=zz=4 b  \r\nc=  \r\nd= \t").text()).isEqualTo("a=zz=4 b\r\ncd");
        assertThat(part(head + "=c3=a9=").text()).isEqualTo("é");
    }

    @Test
    void an_unknown_charset_loses_nothing_and_is_reported() {
        Part part = part("Content-Type: text/plain; charset=x-unknown\r\n\r\n\u00e9");
        assertThat(part.charset()).isEmpty();
        assertThat(part.text()).isEqualTo("é");
        assertThat(part.defects()).containsExactly("unknown charset");
    }

    @Test
    void utf_7_is_never_decoded() {
        assertThat(part("Content-Type: text/html; charset=utf-7\r\n\r\n+ADw-script+AD4-").text()).isEqualTo("+ADw-script+AD4-");
    }

    @Test
    void every_charset_that_is_known_decodes_hostile_octets_without_failing() {
        byte[] hostile = new byte[4096];
        new Random(13).nextBytes(hostile);
        Arrays.fill(hostile, 0, 1024, (byte) 0x1B);
        for (String name : java.nio.charset.Charset.availableCharsets().keySet()) {
            CharsetNames.find(name).ifPresent(charset -> assertThat(new String(hostile, charset)).isNotNull());
        }
    }

    @Test
    void an_attachment_is_what_says_so_or_is_neither_text_nor_composite() {
        assertThat(part("Content-Type: text/plain\r\n\r\n").isAttachment()).isFalse();
        assertThat(part("Content-Type: text/plain\r\nContent-Disposition: ATTACHMENT\r\n\r\n").isAttachment()).isTrue();
        assertThat(part("Content-Type: image/png\r\n\r\n").isAttachment()).isTrue();
        assertThat(part("Content-Type: image/png\r\nContent-Disposition: inline; filename=x\r\n\r\n").isAttachment()).isFalse();
        assertThat(part("Content-Type: multipart/mixed; boundary=b\r\n\r\n").isAttachment()).isFalse();
    }

    @Test
    void a_file_name_for_people_cannot_turn_the_reading_direction() {
        assertThat(part("Content-Disposition: attachment; filename=\"=?utf-8?q?a=E2=80=AEgpj.exe?=\"\r\n\r\n").filename())
                .contains("a\uFFFDgpj.exe");
    }
}
