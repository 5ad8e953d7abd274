package org.chancery.sender;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// I6: a secret in a post never leaves, wherever it stands and however it is written.
class SweepTest {
    private static final String KEY = PostingKey.create(PostingKey.Holder.SENDER, new Random(7)).reveal();
    private static final String SECRET = KEY.substring(18, 44);
    private static final String WORD = "s3kret&Pass";

    private static Inspection inspect(byte[] octets) {
        return Inspection.of(Message.parse(octets).orThrow());
    }

    private static String removed(byte[] octets) {
        Inspection inspection = inspect(octets);
        assertThat(inspection).as(new String(octets, ISO_8859_1)).isInstanceOf(Inspection.Removed.class);
        return new String(((Inspection.Removed) inspection).message().toByteArray(), UTF_8);
    }

    private static void isRefused(byte[] octets) {
        assertThat(inspect(octets)).as(new String(octets, ISO_8859_1)).isInstanceOf(Inspection.Stuck.class);
    }

    @Test
    void no_spelling_encoding_and_place_lets_a_key_through() {
        List<String> leaks = new ArrayList<>();
        int cases = 0;
        for (String spelling : Leaks.SPELLINGS) {
            for (Leaks.Encoding encoding : Leaks.Encoding.values()) {
                for (Leaks.Place place : Leaks.Place.values()) {
                    byte[] mail = Leaks.mail(spelling, encoding, place, KEY, "news@lists.example.org");
                    cases++;
                    switch (inspect(mail)) {
                        case Inspection.Clean _ -> leaks.add("not seen: " + spelling + " " + encoding + " " + place);
                        case Inspection.Stuck _ -> {} // nothing leaves
                        case Inspection.Removed(Message swept, Inspection.Secrets secrets) -> {
                            if (Leaks.shows(swept.toByteArray(), SECRET)) {
                                leaks.add(spelling + " " + encoding + " " + place);
                            }
                            assertThat(secrets.keys()).as(spelling + encoding + place).containsExactly(KEY);
                            assertThat(new String(swept.toByteArray(), ISO_8859_1)).contains("Message-ID: <");
                        }
                    }
                }
            }
        }
        assertThat(leaks).isEmpty();
        assertThat(cases).isEqualTo(336);
    }

    /// Large texts are read in pieces of 256 Ki characters that overlap.
    @ParameterizedTest
    @ValueSource(ints = {0, 190_000, 196_600, 262_100, 262_144, 393_200, 458_700, 599_900})
    void a_key_anywhere_in_a_large_text_is_taken_out_whole(int at) {
        String text = ("x".repeat(63) + "\n").repeat(9_400);
        String tagged = KEY.substring(0, 30) + "<!-- " + "hidden ".repeat(1_000) + "-->" + KEY.substring(30);
        for (String written : List.of(KEY, KEY.substring(0, 30) + "\n> " + KEY.substring(30), tagged)) {
            byte[] mail = ("From: a@example.org\r\nContent-Type: text/html\r\n\r\n" + (text.substring(0, at) + " " + written + " " + text.substring(at)).replace("\n", "\r\n")).getBytes(ISO_8859_1);
            assertThat(removed(mail)).doesNotContain(KEY.substring(30)).doesNotContain(KEY.substring(0, 30));
        }
    }

    @Test
    void what_was_found_prints_as_stars() {
        Message message = Message.parse(("From: a@example.org\r\nApproved: " + WORD + "\r\n\r\nAuthorised: " + KEY + "\r\n").getBytes(ISO_8859_1)).orThrow();
        assertThat(Candidates.of(message).words()).contains(WORD, KEY);
        assertThat(Candidates.of(message).toString() + Inspection.of(message) + Named.lines("Authorised: " + KEY)).contains("***").doesNotContain(WORD).doesNotContain(SECRET);
    }

    @Test
    void the_search_of_this_test_would_find_each_of_them() {
        for (Leaks.Encoding encoding : List.of(Leaks.Encoding.PLAIN, Leaks.Encoding.QUOTED_PRINTABLE, Leaks.Encoding.BASE64, Leaks.Encoding.UTF_16)) {
            for (Leaks.Place place : Leaks.Place.values()) {
                assertThat(Leaks.shows(Leaks.mail("Approved", encoding, place, KEY, "x@example.org"), SECRET)).as(encoding + " " + place).isTrue();
            }
        }
    }

    @Test
    void a_message_without_a_secret_is_the_same_object_with_the_same_octets() {
        byte[] mail = Leaks.mail("Content-Type: multipart/mixed; boundary=b\r\n",
                "--b\r\nContent-Type: text/html\r\n\r\n<p>Approved by all: see chapter 1. &amp;c. chs1.tooshort</p>\r\n--b\r\nContent-Type: application/octet-stream\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n" + Leaks.base64(new byte[10_000]) + "--b--\r\n");
        Message message = Message.parse(mail).orThrow();
        assertThat(Inspection.of(message)).isEqualTo(new Inspection.Clean(message));
    }

    // ---- the seventeen mails of AU1 to AU17, with a word that is no key

    @ParameterizedTest
    @ValueSource(strings = {
        "Approved: s3kret&Pass\r\n\r\nHello s3kret&Pass.\r\n", // list without moderator password; repeated in a quote
        "\r\n \r\nApproved: s3kret&Pass\r\n\r\nHello.\r\n",
        "Dear all,\r\nApproved: s3kret&Pass\r\n\r\nHello.\r\n", // second line
        "Aproved: s3kret&Pass\r\n\r\nHello.\r\n", // misspelt
        "Approved : s3kret&Pass\r\n\r\nHello.\r\n", // blank before the colon
        "approved:\u00A0s3kret&Pass\r\n\r\nHello.\r\n",
    })
    void a_word_behind_the_name_in_a_text_goes_with_its_line(String body) {
        String swept = removed(Leaks.mail("Content-Type: text/plain; charset=utf-8\r\n", body));
        assertThat(swept).doesNotContain("s3kret").doesNotContainIgnoringCase("proved").contains("Hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<b>Approved:</b> s3kret&amp;Pass",
        "Approved: s3kr<i>et&amp;</i>Pass",
        "Approved: s3kret&amp;Pass",
        "Approved:&#160;s3kret&amp;Pass",
        "APPROVED: s3kret&#38;Pass",
        "approved:&nbsp;S3KRET&amp;pass",
        "<a href=\"https://example.org/?p=s3kret&amp;Pass\">Approved: s3kret&amp;Pass</a>",
    })
    void a_word_of_the_plain_text_is_found_in_the_html_beside_it(String html) {
        String swept = removed(Leaks.mail("Content-Type: multipart/alternative; boundary=b\r\n",
                "--b\r\n\r\nApproved: s3kret&Pass\r\n\r\nHello.\r\n--b\r\nContent-Type: text/html\r\n\r\n<html><p>" + html + "</p><p>Hello.</p></html>\r\n--b--\r\n"));
        assertThat(swept.replaceAll("<[^>]*>", "")).doesNotContainIgnoringCase("s3kr").contains("Hello");
    }

    @ParameterizedTest
    @CsvSource({"<b>Approved:</b> s3kret&amp;Pass", "Approved:&#160;s3kr<b></b>et&amp;Pass"})
    void a_mail_of_html_alone_is_swept_as_well(String html) {
        assertThat(removed(Leaks.mail("Content-Type: text/html\r\n", "<html><body><p>" + html + "</p><p>Hello.</p></body></html>\r\n")))
                .doesNotContain("s3kr").contains("Hello");
    }

    @Test
    void a_wrong_word_in_the_header_and_a_right_one_in_the_text_both_go() {
        assertThat(removed(Leaks.mail("X-Approved: wrong-word\r\nSubject: wrong-word\r\n", "Approved: s3kret&Pass\r\n\r\nwrong-word\r\n")))
                .doesNotContain("wrong-word").doesNotContain("s3kret");
    }

    @Test
    void a_word_that_came_in_the_subject_too_goes_there_in_every_writing() {
        assertThat(removed(Leaks.mail("Approved: s3kret&Pass\r\nX-Note: =?utf-8?q?s3kret=26Pass?= and\r\n s3kret&Pass\r\nContent-Description: =?utf-8?B?czNrcmV0JlBhc3M=?=\r\n", "Hello.\r\n")))
                .doesNotContain("s3kret").doesNotContain("czNrcmV0").contains("X-Note:");
    }

    @Test
    void a_secret_in_an_attachment_is_refused_whatever_the_attachment() throws IOException {
        String front = "--b\r\n\r\nApproved: " + WORD + "\r\n\r\nHello.\r\n--b\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\nContent-Type: ";
        for (byte[] content : List.of(
                ("{\\rtf1 Approved: " + WORD + "}").getBytes(UTF_8), ("x" + WORD).getBytes(UTF_16LE), Leaks.zip("word/document.xml", ("<w:t>s3kr</w:t><w:t>et&amp;Pass</w:t>").getBytes(UTF_8)),
                Leaks.zip("a.txt", WORD.getBytes(UTF_8)))) {
            isRefused(Leaks.mail("Content-Type: multipart/mixed; boundary=b\r\n", front + "application/octet-stream\r\n\r\n" + Leaks.base64(content) + "--b--\r\n"));
        }
        isRefused(Leaks.mail("Content-Type: multipart/mixed; boundary=b\r\n", front + "text/plain\r\n\r\n" + Leaks.base64(("see " + KEY).getBytes(UTF_8)) + "--b--\r\n"));
    }

    @Test
    void a_key_that_an_attachment_holds_in_base64_of_any_alignment_is_refused() {
        for (String before : new String[] {"", "x", "xy", "xyz"}) {
            String inner = Leaks.base64((before + KEY).getBytes(UTF_8));
            isRefused(Leaks.mail("Content-Type: application/json\r\n", "{\"mail\": \"" + inner.strip() + "\"}\r\n"));
        }
    }

    @Test
    void au28_a_secret_inside_a_signed_part_is_refused_and_one_in_the_outer_header_leaves_the_signed_octets_alone() {
        String signed = "--b\r\nContent-Type: text/plain\r\n\r\n%sHello.\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\nxyz\r\n-----END PGP SIGNATURE-----\r\n--b--\r\n";
        String type = "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\r\n";
        isRefused(Leaks.mail(type, String.format(signed, "Authorised: " + KEY + "\r\n\r\n")));
        isRefused(Leaks.mail("", "-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nAuthorised: " + KEY + "\r\nHello.\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\nx\r\n-----END PGP SIGNATURE-----\r\n"));
        byte[] outside = Leaks.mail("Authorised: " + KEY + "\r\n" + type, String.format(signed, ""));
        assertThat(removed(outside)).isEqualTo(new String(outside, UTF_8).replace("Authorised: " + KEY + "\r\n", ""));
    }

    @Test
    void what_is_not_the_secret_stays_octet_for_octet() {
        String body = "--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nAuthorised: " + KEY
                + "\r\n\r\nCaf=E9=20\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\nepilogue\r\n";
        byte[] mail = Leaks.mail("X-Odd:   kept   as it is\r\nContent-Type: multipart/mixed; boundary=b\r\n", body);
        assertThat(removed(mail)).isEqualTo(new String(mail, UTF_8).replace("Authorised: " + KEY + "\r\n", ""));
    }

    @Test
    void a_key_that_is_a_boundary_is_refused() {
        isRefused(Leaks.mail("Content-Type: multipart/mixed; boundary=\"" + KEY + "\"\r\n", "--" + KEY + "\r\n\r\nHello.\r\n--" + KEY + "--\r\n"));
    }

    @Test
    void a_key_folded_in_a_field_between_parts_and_in_a_file_name_goes() {
        String body = "preamble " + KEY + "\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: inline; filename*=utf-8''" + KEY.replace(".", "%2E") + "\r\n\r\nHello.\r\n--b--\r\nepilogue "
                + KEY.substring(0, 20) + "\r\n" + KEY.substring(20) + "\r\n";
        String swept = removed(Leaks.mail("X-Key: " + KEY.substring(0, 30) + "\r\n " + KEY.substring(30) + "\r\nContent-Type: multipart/mixed; boundary=b\r\n", body));
        assertThat(Leaks.shows(swept.getBytes(UTF_8), SECRET)).isFalse();
        assertThat(swept).contains("preamble [removed]").contains("Hello.");
    }

    @Test
    void letters_of_another_width_and_invisible_ones_hide_nothing() {
        StringBuilder wide = new StringBuilder();
        KEY.chars().forEach(c -> wide.append(c > ' ' ? (char) (c + 0xFEE0) : (char) c).append('\u200B'));
        assertThat(removed(Leaks.mail("Content-Type: text/plain; charset=utf-8\r\n", "Dear all,\r\nmy key is " + wide + " as ever.\r\n"))).contains("my key is [removed]").contains("as ever");
    }

    @Test
    void a_usenet_moderators_address_is_no_secret_and_short_words_go_only_behind_their_name() {
        assertThat(removed(Leaks.mail("Approved: mod@example.org\r\nX-Mod: mod@example.org\r\n", "Hello mod@example.org.\r\n")))
                .contains("Hello mod@example.org").contains("X-Mod: mod@example.org").doesNotContain("Approved:");
        assertThat(removed(Leaks.mail("", "Approved: yes\r\nyes, we can.\r\n"))).contains("yes, we can").doesNotContain("Approved");
    }

    @Test
    void the_name_in_ordinary_sentences_is_left_alone() {
        for (String body : List.of("The budget is\r\nApproved: everything but the bar\r\n", "Status\r\nApproved: Monday\r\n", "Improved: handling\r\n", "Hello\r\n> Approved: 2\r\n")) {
            Message message = Message.parse(Leaks.mail("", body)).orThrow();
            assertThat(Inspection.of(message)).as(body).isInstanceOf(Inspection.Clean.class);
        }
    }
}
