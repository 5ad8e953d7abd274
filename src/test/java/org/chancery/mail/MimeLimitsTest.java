package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The bombs of the threat model, made here because they are too big to keep.
class MimeLimitsTest {
    private static Parsed<Message> parse(String text) {
        return Message.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void assertRefused(String text, String why) {
        assertThat(parse(text))
                .isInstanceOfSatisfying(Parsed.Malformed.class, fault -> assertThat(fault.why()).contains(why));
    }

    private static String times(int count, java.util.function.IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining());
    }

    private static String nest(int depth) {
        return times(depth, i -> "Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n") + "\r\nx";
    }

    @Test
    void thirty_two_levels_are_read_and_one_more_is_refused() {
        assertThat(parse(nest(31))).isInstanceOf(Parsed.Value.class);
        assertRefused(nest(32), "more than 32 deep");
    }

    @Test
    void a_hundred_thousand_nested_multiparts_are_refused() {
        assertRefused(nest(100_000), "more than 32 deep");
    }

    @Test
    void fifty_thousand_nested_messages_are_refused() {
        assertRefused("Content-Type: message/rfc822\r\n\r\n".repeat(50_000), "more than 32 deep");
    }

    @Test
    void a_thousand_parts_are_read_and_one_more_is_refused() {
        String head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
        assertThat(parse(head + "--b\r\n\r\n".repeat(999)).orThrow().root().parts()).hasSize(999);
        assertRefused(head + "--b\r\n\r\n".repeat(1_000), "more than 1000 MIME parts");
    }

    @Test
    void a_million_empty_parts_are_refused() {
        assertRefused(
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\n".repeat(1_000_000),
                "more than 1000 MIME parts");
    }

    @Test
    void a_thousand_header_fields_are_read_and_one_more_is_refused() {
        assertThat(parse("X-A: b\r\n".repeat(1_000)).orThrow().headers().size()).isEqualTo(1_000);
        assertRefused("X-A: b\r\n".repeat(1_001), "more than 1000 header fields");
        assertRefused("X-A: b\r\n".repeat(1_000_000), "more than 1000 header fields");
    }

    @Test
    void the_header_of_an_inner_part_has_the_same_limits() {
        assertRefused(
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + "X-A: b\r\n".repeat(1_001),
                "more than 1000 header fields");
        assertRefused("Content-Type: message/rfc822\r\n\r\nX: " + "x".repeat(300_000), "more than 256 KB");
    }

    @Test
    void a_header_of_256_kb_is_read_and_one_octet_more_is_refused() {
        String name = "Subject: ";
        assertThat(parse(name + "x".repeat(256 * 1024 - name.length()))).isInstanceOf(Parsed.Value.class);
        assertRefused(name + "x".repeat(256 * 1024 - name.length() + 1), "more than 256 KB");
    }

    @Test
    void one_header_of_fifty_megabytes_is_refused() {
        byte[] bytes = new byte[50_000_000];
        Arrays.fill(bytes, (byte) 'x');
        bytes[1] = ':';
        assertThat(Message.parse(bytes)).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void references_with_half_a_million_ids_are_refused_and_a_full_header_of_them_is_read() {
        assertRefused("References:" + " <a@b>\r\n".repeat(500_000) + "\r\n", "more than 256 KB");
        assertThat(parse("References:" + " <a@b>\r\n".repeat(32_000)).orThrow().headers().size()).isEqualTo(1);
    }

    @Test
    void a_message_id_of_a_megabyte_is_refused() {
        assertRefused("Message-ID: <" + "x".repeat(1_000_000) + ">\r\n\r\n", "more than 256 KB");
    }

    @Test
    void a_boundary_of_seventy_thousand_octets_works_like_any_other() {
        String boundary = "b".repeat(70_000);
        Message message = parse("Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary
                        + "\r\n\r\none\r\n--" + boundary + "b\r\n--" + boundary + "--\r\n")
                .orThrow();
        assertThat(message.root().parts()).hasSize(1);
    }

    @Test
    void a_hundred_thousand_parameter_continuations_cost_no_more_than_their_octets() {
        String type = "text/plain" + times(100_000, i -> "; name*" + i + "*=%");
        assertThat(ContentType.parse(type).orThrow().parameter("name")).isPresent();
        assertRefused("Content-Type: " + type, "more than 256 KB");
    }

    @Test
    void a_nest_of_a_thousand_messages_in_base64_stays_one_leaf() {
        String inner = "Subject: x\r\n\r\nbody";
        for (int i = 0; i < 10; i++) {
            inner = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + java.util.Base64.getMimeEncoder().encodeToString(inner.getBytes(StandardCharsets.US_ASCII));
        }
        Part root = parse(inner).orThrow().root();
        assertThat(root.parts()).isEmpty();
        assertThat(root.defects()).containsExactly(Defect.ENCODED_COMPOSITE);
    }

    @Test
    void twenty_five_megabytes_of_equal_signs_are_decoded_in_one_pass() {
        Part root = parse("Content-Transfer-Encoding: quoted-printable\r\n\r\n" + "=".repeat(25_000_000)).orThrow().root();
        assertThat(root.decodedSize()).isEqualTo(24_999_999);
    }

    @Test
    void lines_that_almost_are_boundaries_of_every_level_are_read_in_linear_time() {
        String boundary = "b".repeat(200);
        String head = times(31, i -> "Content-Type: multipart/mixed; boundary=" + boundary + (char) ('A' + i)
                + "\r\n\r\n--" + boundary + (char) ('A' + i) + "\r\n");
        String text = head + "\r\n" + ("--" + boundary + "!\r\n").repeat(10_000);
        assertThat(parse(text)).isInstanceOf(Parsed.Value.class);
    }

    @Test
    void hostile_encoded_words_are_decoded_in_linear_time() {
        for (String piece : new String[] {"=?", "=?utf-8?q?", "=?x?q?a", "=?utf-8?b?", "=?utf-8*", "?=", "=?utf-8?q?a?=", "=?iso-2022-cn?q?\u001b?="}) {
            String text = piece.repeat(200_000 / piece.length());
            assertThat(EncodedWord.decode(text).length()).isLessThanOrEqualTo(text.length());
            assertThat(EncodedWord.decode(text + "?=")).isNotNull();
        }
    }

    @Test
    void a_comment_nested_a_hundred_thousand_deep_and_a_group_of_many_are_answered_at_once() {
        assertThat(MailboxList.parse("(".repeat(100_000))).isInstanceOf(Parsed.Malformed.class);
        assertThat(MailboxList.parse("g: " + "a@b,".repeat(60_000) + ";").orThrow()).hasSize(60_000);
        assertThat(MailboxList.parse("a ".repeat(100_000))).isInstanceOf(Parsed.Malformed.class);
        assertThat(MailboxList.parse("<".repeat(100_000))).isInstanceOf(Parsed.Malformed.class);
        assertThat(MailboxList.parse("a:".repeat(100_000))).isInstanceOf(Parsed.Malformed.class);
    }
}
