package org.chancery.posting.transform;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
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

/// Whatever the charset and the encoding: the text of the author is all there, and so is the footer.
class FooterTest {
    /// Charset, and a text that it holds.
    static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("", "plain tea"), Map.entry("us-ascii", "plain tea"), Map.entry("utf-8", "Tee für 日本 🍰"), Map.entry("iso-8859-1", "Tee für Köln"),
            Map.entry("iso-8859-15", "Tee für 5 €"), Map.entry("windows-1252", "Tee “für” 5 €"), Map.entry("windows-1251", "чай"),
            Map.entry("koi8-r", "чай"), Map.entry("iso-2022-jp", "お茶を飲む"), Map.entry("shift_jis", "お茶を飲む"), Map.entry("euc-jp", "お茶を飲む"),
            Map.entry("gb18030", "喝茶 🍰"), Map.entry("big5", "喝茶"), Map.entry("utf-16", "Tee"), Map.entry("x-klingon", "Qapla'"));
    static final List<String> ENCODINGS = List.of("7bit", "8bit", "quoted-printable", "base64");
    private static final List<String> FOOTERS = List.of("plain {list}", "grüße ä", "日本のリスト", "cake 🍰");

    static Stream<Arguments> product() {
        return TEXTS.keySet().stream().sorted().flatMap(charset -> ENCODINGS.stream().flatMap(encoding -> FOOTERS.stream().map(footer -> Arguments.of(charset, encoding, footer))));
    }

    static byte[] encoded(byte[] octets, String encoding) {
        return switch (encoding) {
            case "base64" -> (Base64.getMimeEncoder().encodeToString(octets) + "\r\n").getBytes(US_ASCII);
            case "quoted-printable" -> {
                var text = new StringBuilder();
                for (byte octet : octets) {
                    text.append(octet == '\r' || octet == '\n' ? String.valueOf((char) octet) : String.format("=%02X", octet & 0xFF));
                }
                yield text.toString().getBytes(US_ASCII);
            }
            default -> octets;
        };
    }

    static byte[] octets(String charset, String text) {
        return text.getBytes(charset.isEmpty() || charset.equals("x-klingon") ? US_ASCII : Charset.forName(charset));
    }

    static Message post(String charset, String encoding, byte[] body) {
        String fields = "From: a@example.net\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
                + (charset.isEmpty() ? "" : "Content-Type: text/plain; charset=" + charset + "; format=flowed\r\n") + "Content-Transfer-Encoding: " + encoding + "\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(fields.getBytes(US_ASCII));
        whole.writeBytes(body);
        return Message.parse(whole.toByteArray()).orThrow();
    }

    private static Message footed(Message post, String footer) {
        MailingList list = new MailingList(new ListId(1), Address.of("talk@lists.example.org"), "discussion", MailingList.State.OPEN,
                new Settings(Map.of(Setting.FOOTER, footer)), new MailingList.PolicyText(1, "otherwise accept."), Instant.EPOCH);
        return new HeaderAndFooter().apply(post, new Passage(list, "r-1", Instant.EPOCH, Map.of(), "mx.lists.example.org", Optional.empty()));
    }

    static List<Part> leaves(Part part) {
        List<Part> leaves = new ArrayList<>();
        if (part.parts().isEmpty()) {
            leaves.add(part);
        }
        part.parts().forEach(child -> leaves.addAll(leaves(child)));
        return leaves;
    }

    static byte[] decoded(Part part) throws IOException {
        try (var in = part.decoded()) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @MethodSource("product")
    void nothing_of_the_author_or_the_footer_is_lost(String charset, String encoding, String footer) throws IOException {
        byte[] text = octets(charset, TEXTS.get(charset) + "\r\n");
        Message sent = Message.parse(footed(post(charset, encoding, encoded(text, encoding)), footer).toByteArray()).orThrow();
        String expected = footer.replace("{list}", "talk@lists.example.org");
        List<Part> leaves = leaves(sent.root());

        assertThat(leaves.stream().filter(leaf -> leaf.text().contains(expected))).hasSize(1);
        byte[] first = decoded(leaves.getFirst());
        assertThat(first).startsWith(text);
        if (leaves.size() == 1) {
            assertThat(leaves.getFirst().text()).startsWith(TEXTS.get(charset)).endsWith(expected + "\r\n");
            assertThat(sent.root().defects()).isEmpty();
        } else {
            assertThat(leaves).hasSize(2);
            assertThat(first).isEqualTo(text);
            assertThat(leaves.getLast().charset()).contains(UTF_8);
        }
        assertThat(sent.headers().count("Content-Type")).isLessThanOrEqualTo(1);
        assertThat(sent.headers().count("Content-Transfer-Encoding")).isLessThanOrEqualTo(1);
        assertThat(sent.headers().count("MIME-Version")).isEqualTo(1);
        assertThat(new String(sent.toByteArray(), StandardCharsets.ISO_8859_1).split("\r\n", -1)).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(998));
    }

    static Stream<Path> strangeMails() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/data"))) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("strangeMails")
    void every_leaf_of_every_strange_mail_is_still_there_once(Path file) throws IOException {
        Message post = Message.parse(Files.readAllBytes(file)).toOptional().orElse(null);
        if (post == null) {
            return; // refused at reception
        }
        Message sent = Message.parse(footed(post, "grüße ä").toByteArray()).orThrow();
        List<Part> before = leaves(post.root());
        List<Part> after = leaves(sent.root());
        assertThat(after.size()).isBetween(before.size(), before.size() + 1);
        for (int i = 0; i < before.size(); i++) {
            byte[] was = decoded(before.get(i));
            byte[] is = decoded(after.get(i));
            boolean mayBeLonger = after.size() == before.size() && before.size() == 1;
            assertThat(Arrays.equals(mayBeLonger ? Arrays.copyOf(is, was.length) : is, was)).isTrue();
        }
    }

    @Test
    void what_is_forwarded_twenty_times_is_inside_as_it_was() throws IOException {
        String inner = "From: a@example.net\r\nSubject: core\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nthe core\r\n";
        for (int depth = 0; depth < 20; depth++) {
            inner = "From: a@example.net\r\nSubject: Fwd " + depth + "\r\nContent-Type: message/rfc822\r\n\r\n" + inner;
        }
        Message sent = Message.parse(footed(Message.parse(inner.getBytes(US_ASCII)).orThrow(), "grüße").toByteArray()).orThrow();
        List<Part> leaves = leaves(sent.root());
        assertThat(leaves).hasSize(2);
        assertThat(decoded(leaves.getFirst())).isEqualTo("the core\r\n".getBytes(US_ASCII));
        assertThat(leaves.getLast().text()).contains("grüße");
        assertThat(new String(sent.toByteArray(), UTF_8)).contains(inner.substring(inner.indexOf("\r\n\r\n") + 4));
    }

    private static boolean joins(String charset, String encoding, String footer) {
        return leaves(footed(post(charset, encoding, encoded(octets(charset, TEXTS.get(charset) + "\r\n"), encoding)), footer).root()).size() == 1;
    }

    @Test
    void the_footer_joins_the_text_where_its_charset_has_the_characters_and_stands_beside_it_elsewhere() {
        assertThat(joins("utf-8", "quoted-printable", "ä 日本 🍰")).isTrue();
        assertThat(joins("utf-8", "base64", "ä 日本 🍰")).isTrue();
        assertThat(joins("iso-8859-1", "8bit", "ä")).isTrue();
        assertThat(joins("iso-8859-1", "8bit", "日本")).isFalse();
        assertThat(joins("iso-2022-jp", "7bit", "日本")).isTrue();
        assertThat(joins("us-ascii", "7bit", "ä 日本")).isTrue();
        assertThat(joins("", "quoted-printable", "ä 日本")).isTrue();
        assertThat(joins("windows-1251", "8bit", "ä")).isFalse();
        assertThat(joins("utf-16", "base64", "plain")).isFalse();
        assertThat(joins("x-klingon", "8bit", "plain")).isFalse();
    }

    @Test
    void text_called_ascii_that_is_not_is_never_given_another_name() {
        byte[] latin = {'g', 'r', (byte) 0xFC, 'n', '\r', '\n'};
        Message sent = footed(post("us-ascii", "8bit", latin), "ä");
        assertThat(sent.root().parts()).hasSize(2);
        assertThat(footed(post("us-ascii", "8bit", latin), "plain").root().parts()).isEmpty();
    }

    @Test
    void japanese_text_that_ends_inside_its_characters_is_not_continued() {
        byte[] open = "\u001b$B$*Cc".getBytes(US_ASCII);
        assertThat(footed(post("iso-2022-jp", "7bit", open), "plain").root().parts()).hasSize(2);
    }

    @Test
    void a_soft_line_break_at_the_very_end_does_not_swallow_the_footer() {
        Message sent = footed(post("utf-8", "quoted-printable", "gr=C3=BCn=\r\n".getBytes(US_ASCII)), "ä");
        assertThat(sent.root().text()).startsWith("grün\r\n\r\n____").endsWith("ä\r\n");
    }

    @Test
    void flowed_text_stays_flowed_when_it_is_given_its_name() {
        Message sent = footed(post("us-ascii", "7bit", "tea\r\n".getBytes(US_ASCII)), "ä");
        assertThat(sent.root().type().parameters()).containsEntry("charset", "utf-8").containsEntry("format", "flowed");
    }
}
