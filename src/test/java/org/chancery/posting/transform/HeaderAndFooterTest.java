package org.chancery.posting.transform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the owner wants above each post, alone and together with what stands under it (features.md 1.14).
class HeaderAndFooterTest {
    private static final List<String> WORDS = List.of("plain {list}", "grüße ä", "日本のリスト", "cake 🍰", "");

    private static Message framed(Message post, String header, String footer) {
        MailingList list = new MailingList(new ListId(1), Address.of("talk@lists.example.org"), "discussion", MailingList.State.OPEN,
                new Settings(Map.of(Setting.HEADER, header, Setting.FOOTER, footer)), new MailingList.PolicyText(1, "otherwise accept."), Instant.EPOCH);
        Passage passage = new Passage(list, "r-1", Instant.EPOCH, Map.of(), "mx.lists.example.org", Optional.of("https://lists.example.org"));
        return Message.parse(new HeaderAndFooter().apply(post, passage).toByteArray()).orThrow();
    }

    private static Message post(String charset, String encoding, String text) {
        return FooterTest.post(charset, encoding, FooterTest.encoded(FooterTest.octets(charset, text), encoding));
    }

    private static String body(Message message) {
        return new String(message.toByteArray(), message.bodyStart(), message.size() - message.bodyStart(), ISO_8859_1);
    }

    static Stream<Arguments> product() {
        return FooterTest.TEXTS.keySet().stream().sorted().flatMap(charset -> FooterTest.ENCODINGS.stream().flatMap(encoding -> WORDS.stream()
                .flatMap(header -> WORDS.stream().map(footer -> Arguments.of(charset, encoding, header, footer)))));
    }

    @ParameterizedTest
    @MethodSource("product")
    void the_header_stands_above_the_text_and_the_footer_under_it_in_one_multipart_at_most(String charset, String encoding, String header, String footer)
            throws IOException {
        byte[] text = FooterTest.octets(charset, FooterTest.TEXTS.get(charset) + "\r\n");
        Message sent = framed(FooterTest.post(charset, encoding, FooterTest.encoded(text, encoding)), header, footer);
        List<Part> leaves = FooterTest.leaves(sent.root());
        String above = header.replace("{list}", "talk@lists.example.org");
        String below = footer.replace("{list}", "talk@lists.example.org");

        if (!above.isEmpty()) {
            assertThat(leaves.getFirst().text()).startsWith(above + "\r\n____");
        }
        if (!below.isEmpty()) {
            assertThat(leaves.getLast().text()).endsWith("____\r\n" + below + "\r\n");
        }
        assertThat(leaves.stream().filter(leaf -> holds(leaf, text))).as("the text of the author, octet for octet").hasSize(1);
        assertThat(sent.root().parts()).allSatisfy(part -> assertThat(part.parts()).isEmpty());
        if (leaves.size() == 1 && !(header + footer).isEmpty()) {
            assertThat(sent.root().defects()).isEmpty(); // in a part of its own the text keeps the defects it came with
        }
        assertThat(sent.headers().count("Content-Type")).isLessThanOrEqualTo(1);
        assertThat(sent.headers().count("Content-Transfer-Encoding")).isLessThanOrEqualTo(1);
        assertThat(sent.headers().count("MIME-Version")).isEqualTo(1);
    }

    private static boolean holds(Part leaf, byte[] text) {
        try {
            return new String(FooterTest.decoded(leaf), ISO_8859_1).contains(new String(text, ISO_8859_1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("org.chancery.posting.transform.FooterTest#strangeMails")
    void every_leaf_of_every_strange_mail_is_still_there_between_them(Path file) throws IOException {
        Optional<Message> post = Message.parse(Files.readAllBytes(file)).toOptional();
        if (post.isEmpty()) {
            return; // refused at reception
        }
        List<Part> before = FooterTest.leaves(post.get().root());
        List<Part> after = FooterTest.leaves(framed(post.get(), "grüße ä", "plain").root());
        int added = after.size() - before.size();
        assertThat(added).isBetween(0, 2);
        int at = 0; // the header may have become a part of its own
        for (Part leaf : before) {
            byte[] text = FooterTest.decoded(leaf);
            while (at < after.size() && !holds(after.get(at), text)) {
                at++;
            }
            at++;
            assertThat(at).as("what was found in order").isLessThanOrEqualTo(after.size());
        }
    }

    @Test
    void plain_text_gets_the_header_at_its_beginning_and_keeps_its_form() {
        Message sent = framed(post("utf-8", "quoted-printable", "Tee für alle\r\n"), "Über {list}: {page}", "");
        assertThat(sent.root().text()).isEqualTo("Über talk@lists.example.org: https://lists.example.org/lists/talk@lists.example.org\r\n"
                + "_______________________________________________\r\n\r\nTee für alle\r\n");
        assertThat(sent.root().type().parameters()).containsEntry("format", "flowed");
    }

    @Test
    void html_stands_between_header_and_footer_byte_for_byte() {
        String fields = "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n";
        Message sent = framed(Message.parse(("From: a@example.net\r\n" + fields + "\r\n<p>grün</p>\r\n").getBytes(UTF_8)).orThrow(), "above", "below");
        assertThat(sent.root().type().is("multipart", "mixed")).isTrue();
        assertThat(sent.root().parts()).extracting(part -> part.type().toString().replaceAll(";.*", "")).containsExactly("text/plain", "text/html", "text/plain");
        assertThat(new String(sent.toByteArray(), UTF_8)).contains("\r\n" + fields + "\r\n<p>grün</p>\r\n\r\n--");
    }

    @Test
    void what_can_join_the_text_joins_it_though_the_other_cannot() {
        Message sent = framed(post("iso-8859-1", "8bit", "grün\r\n"), "日本", "plain");
        assertThat(sent.root().parts()).hasSize(2);
        assertThat(sent.root().parts().getFirst().text()).startsWith("日本\r\n____");
        assertThat(sent.root().parts().getLast().text()).startsWith("grün\r\n\r\n____").endsWith("plain\r\n");
    }

    @Test
    void a_byte_order_mark_stays_the_first_of_its_text() {
        Message sent = framed(post("utf-8", "base64", "\uFEFFtea\r\n"), "above", "");
        assertThat(sent.root().parts()).hasSize(2);
        assertThat(sent.root().parts().getLast().text()).contains("tea");
    }

    @Test
    void japanese_text_that_ends_inside_its_characters_gets_a_header_and_a_footer_of_its_own() {
        Message sent = framed(FooterTest.post("iso-2022-jp", "7bit", "\u001b$B$*Cc".getBytes(US_ASCII)), "日本", "plain");
        assertThat(sent.root().parts()).hasSize(2);
        assertThat(sent.root().parts().getFirst().text()).startsWith("日本\r\n____").endsWith("お茶");
    }

    @Test
    void the_same_post_gives_the_same_octets_again() {
        Message post = Message.parse("From: a@example.net\r\nContent-Type: text/html\r\n\r\n<p>x\r\n".getBytes(US_ASCII)).orThrow();
        assertThat(framed(post, "ä", "ö").toByteArray()).isEqualTo(framed(post, "ä", "ö").toByteArray());
    }

    @Test
    void what_was_signed_or_encrypted_gets_no_header() {
        for (String content : List.of(
                "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\nI say so\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--s--\r\n",
                "Content-Type: multipart/encrypted; boundary=s\r\n\r\n--s\r\n\r\nVersion: 1\r\n--s--\r\n",
                "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n\r\nMIIB\r\n",
                "Content-Type: text/plain\r\n\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nhi\r\n")) {
            Message post = Message.parse(("From: a@example.net\r\n" + content).getBytes(US_ASCII)).orThrow();
            assertThat(body(framed(post, "above", ""))).isEqualTo(body(post));
        }
    }
}
