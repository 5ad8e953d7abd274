package org.chancery.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.chancery.content.ContentFilter.Verdict;
import org.chancery.content.FilterRules.Collapse;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.junit.jupiter.api.Test;

/// What the filter takes out, what it leaves, and that what it leaves is untouched.
class ContentFilterTest {
    private static final FilterRules NO_RULES = new FilterRules(Set.of(), Set.of(), Set.of(), Collapse.NONE, false);
    private static final String MIXED = """
            From: ann@example.org
            Content-Type: multipart/mixed; boundary=b

            preamble
            --b
            Content-Type: text/plain; charset=iso-8859-1
            X-Odd:   spacing\s

            the words\s
            --b
            Content-Type: image/png; name=cat.png

            png
            --b
            Content-Type: application/octet-stream
            Content-Disposition: attachment; filename="Game.EXE"

            exe
            --b--
            epilogue
            """;
    private static final String ALTERNATIVE = """
            From: ann@example.org
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary=b
            Subject: x

            --b
            Content-Type: text/html

            <p>See <b>this</b></p>
            --b
            Content-Type: text/plain; charset=utf-8

            See this
            --b--
            """;

    private static FilterRules denying(String... types) {
        return new FilterRules(Set.of(types), Set.of(), Set.of(), Collapse.NONE, false);
    }

    private static FilterRules passing(String... types) {
        return new FilterRules(Set.of(), Set.of(types), Set.of(), Collapse.NONE, false);
    }

    private static Message left(String post, FilterRules rules) {
        return switch (ContentFilter.verdict(Samples.message(post), rules)) {
            case Verdict.Left(Message message) -> message;
            case Verdict.NothingLeft(String why) -> throw new AssertionError(why);
        };
    }

    private static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    @Test
    void without_rules_the_post_stays_the_same_object() {
        Message post = Samples.message(MIXED);
        assertThat(ContentFilter.verdict(post, NO_RULES)).isEqualTo(new Verdict.Left(post));
    }

    @Test
    void a_denied_type_goes_with_its_boundary_line_and_all_else_stays_byte_for_byte() {
        String image = "Content-Type: image/png; name=cat.png\n\npng\n--b\n";
        assertThat(Samples.written(left(MIXED, denying("image")))).isEqualTo(crlf(MIXED.replace(image, "")));
        assertThat(Samples.written(left(MIXED, denying("image/png")))).isEqualTo(crlf(MIXED.replace(image, "")));
    }

    @Test
    void the_first_and_the_last_part_can_go() {
        Message post = left(MIXED, denying("text", "application/octet-stream"));
        assertThat(post.root().parts()).hasSize(1);
        assertThat(post.root().parts().getFirst().text()).isEqualTo("png");
        assertThat(Samples.written(post)).contains("preamble").contains("epilogue").doesNotContain("words").doesNotContain("exe");
    }

    @Test
    void only_types_that_may_pass_stay() {
        Message post = left(MIXED, passing("text/plain"));
        assertThat(post.root().parts()).extracting(Part::text).containsExactly("the words ");
    }

    @Test
    void denied_extensions_are_found_whatever_their_case() {
        Message post = left(MIXED, new FilterRules(Set.of(), Set.of(), Set.of(".exe"), Collapse.NONE, false));
        assertThat(post.root().parts()).hasSize(2);
        assertThat(Samples.written(post)).doesNotContain("Game");
    }

    @Test
    void a_post_of_which_nothing_is_left_says_so() {
        assertThat(ContentFilter.verdict(Samples.message("Content-Type: image/png\n\npng\n"), denying("image")))
                .isInstanceOf(Verdict.NothingLeft.class);
        assertThat(ContentFilter.verdict(Samples.message(MIXED), passing("video"))).isInstanceOf(Verdict.NothingLeft.class);
    }

    @Test
    void blank_text_beside_what_was_taken_out_is_nothing() {
        String post = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n \n--b\nContent-Type: image/png\n\npng\n--b--\n";
        assertThat(ContentFilter.verdict(Samples.message(post), denying("image"))).isInstanceOf(Verdict.NothingLeft.class);
    }

    @Test
    void an_empty_post_that_needs_no_filter_passes() {
        assertThat(ContentFilter.verdict(Samples.message("Subject: x\n\n"), denying("image"))).isInstanceOf(Verdict.Left.class);
    }

    @Test
    void a_multipart_whose_parts_all_go_goes_too() {
        String inner = "Content-Type: multipart/related; boundary=c\n\n--c\nContent-Type: image/gif\n\ngif\n--c--\n";
        Message post = left("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b\n" + inner + "--b--\n", denying("image"));
        assertThat(Samples.written(post)).isEqualTo(crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b--\n"));
    }

    @Test
    void alternatives_collapse_to_the_first_and_the_header_takes_its_type() {
        Message post = left(ALTERNATIVE, new FilterRules(Set.of(), Set.of(), Set.of(), Collapse.FIRST, false));
        assertThat(Samples.written(post)).isEqualTo(crlf(
                "From: ann@example.org\nMIME-Version: 1.0\nSubject: x\nContent-Type: text/html\n\n<p>See <b>this</b></p>"));
    }

    @Test
    void alternatives_collapse_to_the_plain_one_where_that_is_asked() {
        Message post = left(ALTERNATIVE, new FilterRules(Set.of(), Set.of(), Set.of(), Collapse.PLAIN, false));
        assertThat(post.root().type().toString()).isEqualTo("text/plain");
        assertThat(post.root().text()).isEqualTo("See this");
    }

    @Test
    void types_are_denied_before_alternatives_collapse() {
        Message post = left(ALTERNATIVE, new FilterRules(Set.of("text/html"), Set.of(), Set.of(), Collapse.FIRST, true));
        assertThat(post.root().text()).isEqualTo("See this");
    }

    @Test
    void alternatives_inside_alternatives_collapse_too() {
        String inner = "Content-Type: multipart/alternative; boundary=c\n\n--c\n\ninner\n--c\nContent-Type: text/html\n\n<p>\n--c--\n";
        Message post = left("Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n" + inner
                + "--b\nContent-Type: image/png\n\npng\n--b--\n--a\n\nfooter\n--a--\n",
                new FilterRules(Set.of(), Set.of(), Set.of(), Collapse.FIRST, false));
        assertThat(post.root().parts()).extracting(Part::text).containsExactly("inner", "footer");
    }

    @Test
    void html_alone_becomes_text_and_html_beside_plain_text_stays() {
        FilterRules rules = new FilterRules(Set.of(), Set.of(), Set.of(), Collapse.NONE, true);
        Message post = left("Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>caf=C3=A9 <a href=3D\"https://example.org/x\">x</a>\n", rules);
        assertThat(post.root().type().toString()).isEqualTo("text/plain");
        assertThat(post.root().text()).isEqualTo("café x <https://example.org/x>\r\n");
        assertThat(Samples.written(left(ALTERNATIVE, rules))).isEqualTo(crlf(ALTERNATIVE));
    }

    @Test
    void html_that_turns_into_a_boundary_line_does_not_cut_the_message() {
        String post = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>one</p><p>-<i></i>-b--</p>\n--b\n\ntwo\n--b--\n";
        Message plain = left(post, new FilterRules(Set.of(), Set.of(), Set.of(), Collapse.NONE, true));
        assertThat(plain.root().parts()).hasSize(2);
        assertThat(plain.root().parts().getFirst().text()).contains("\r\n --b--");
    }

    @Test
    void html_of_nothing_is_nothing() {
        assertThat(ContentFilter.verdict(Samples.message("Content-Type: text/html\n\n<script>x</script>\n"),
                new FilterRules(Set.of(), Set.of(), Set.of(), Collapse.NONE, true))).isInstanceOf(Verdict.NothingLeft.class);
    }

    private static String signed(String inner) {
        return "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=s\n\n--s\n" + inner
                + "--s\nContent-Type: application/pgp-signature\n\nsignature\n--s--\n";
    }

    @Test
    void signed_content_passes_whole_although_its_signature_is_in_no_rule() {
        String post = signed("Content-Type: text/plain\n\nwords\n");
        assertThat(Samples.written(left(post, passing("text/plain")))).isEqualTo(crlf(post));
    }

    @Test
    void signed_content_with_something_denied_inside_goes_whole() {
        String inner = "Content-Type: multipart/mixed; boundary=c\n\n--c\n\nwords\n--c\nContent-Type: image/png\n\npng\n--c--\n";
        assertThat(ContentFilter.verdict(Samples.message(signed(inner)), denying("image"))).isInstanceOf(Verdict.NothingLeft.class);
    }

    @Test
    void signed_html_is_not_turned_into_text_and_signed_alternatives_do_not_collapse() {
        String html = signed("Content-Type: text/html\n\n<p>x\n");
        String alternatives = signed(ALTERNATIVE.substring(ALTERNATIVE.indexOf("Content-Type")));
        FilterRules rules = new FilterRules(Set.of(), Set.of(), Set.of(), Collapse.PLAIN, true);
        assertThat(Samples.written(left(html, rules))).isEqualTo(crlf(html));
        assertThat(Samples.written(left(alternatives, rules))).isEqualTo(crlf(alternatives));
    }

    @Test
    void ciphertext_passes_only_where_its_type_may() {
        String smime = "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nAAAA\n";
        assertThat(Samples.written(left(smime, NO_RULES))).isEqualTo(crlf(smime));
        assertThat(ContentFilter.verdict(Samples.message(smime), passing("text"))).isInstanceOf(Verdict.NothingLeft.class);
    }
}
