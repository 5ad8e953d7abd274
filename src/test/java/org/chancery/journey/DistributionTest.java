package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.administration.Refused;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An accepted post on its way to the members.
class DistributionTest {
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start("web.url=https://lists.example.org");
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    @Test
    void each_member_gets_exactly_one_copy_with_a_return_path_that_names_his_membership() throws IOException {
        MailingList list = site.openList("one", "a1@example.net", "b1@example.com", "c1@example.edu");
        site.add(list, "owner1@example.net", Role.OWNER);

        String reply = site.post("poster@example.net", "one@lists.example.org", Site.message("poster@example.net", "one@lists.example.org", "Hi"));

        Site.receipt(reply);
        for (String member : List.of("a1@example.net", "b1@example.com", "c1@example.edu")) {
            SmtpSink.Message copy = site.copies(member, 1).getFirst();
            assertThat(copy.recipients()).containsExactly(member);
            long number = site.administration().members().show(list, member).getFirst().number().value();
            assertThat(site.onList(bounce(copy.mailFrom())).post().judged().reason()).isEqualTo("a delivery report on the copy of membership " + number);
        }
        site.settle();
        assertThat(site.sink().recipients()).filteredOn(recipient -> recipient.endsWith("1@example.net") || recipient.endsWith("1@example.com") || recipient.endsWith("1@example.edu"))
                .containsExactlyInAnyOrder("a1@example.net", "b1@example.com", "c1@example.edu");
        assertThat(site.onList(reply).post().delivered()).isEqualTo(3);
    }

    private static String bounce(String returnPath) throws IOException {
        return site.post("", returnPath, Site.message("mailer-daemon@example.net", returnPath, "Undeliverable"));
    }

    @Test
    void a_copy_says_which_list_it_came_through() throws IOException {
        MailingList list = site.openList("fields", "f@example.net");
        site.set(list, Map.of("description", "Things of fields"));
        site.post("poster@example.net", "fields@lists.example.org", Site.message("poster@example.net", "fields@lists.example.org", "Hi",
                "Return-Path: <evil@example.com>\r\nList-Id: <elsewhere.example.com>\r\nBcc: hidden@example.com\r\nReceived: from x by y; Sun, 22 Nov 2026 10:00:00 +0000\r\n", "Body\r\n"));

        Message copy = site.copy("f@example.net");

        assertThat(fields(copy, "List-Id")).containsExactly("\"Things of fields\" <fields.lists.example.org>");
        assertThat(fields(copy, "List-Post")).containsExactly("<mailto:fields@lists.example.org>");
        assertThat(fields(copy, "List-Help")).containsExactly("<mailto:fields-request@lists.example.org?subject=help>");
        assertThat(fields(copy, "List-Subscribe")).containsExactly("<mailto:fields-request@lists.example.org?subject=join>");
        assertThat(fields(copy, "List-Owner")).containsExactly("<mailto:fields-owner@lists.example.org>");
        assertThat(fields(copy, "Precedence")).containsExactly("list");
        assertThat(fields(copy, "Return-Path")).isEmpty();
        assertThat(fields(copy, "Bcc")).isEmpty();
        assertThat(fields(copy, "Received")).hasSize(2).first().asString().contains("by lists.example.org with ESMTP id ", "for <fields@lists.example.org>");
        List<String> order = copy.headers().all().stream().map(Header::name).filter(name -> !name.startsWith("List-Unsubscribe")).toList();
        assertThat(order).startsWith("Authentication-Results", "Received");
    }

    private static List<String> fields(Message copy, String name) {
        return copy.headers().all(name).stream().map(header -> header.value().strip()).toList();
    }

    @Test
    void one_click_ends_the_membership_it_was_made_for_and_no_other() throws Exception {
        MailingList list = site.openList("click", "leaver@example.net", "stayer@example.net");
        site.post("poster@example.net", "click@lists.example.org", Site.message("poster@example.net", "click@lists.example.org", "Hi"));
        Message copy = site.copy("leaver@example.net");

        assertThat(fields(copy, "List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        String link = fields(copy, "List-Unsubscribe").getFirst();
        assertThat(link).startsWith("<https://lists.example.org/leave/");
        String token = link.substring(link.lastIndexOf('/') + 1, link.length() - 1);
        assertThat(web("GET", token)).isEqualTo(200);
        assertThat(site.administration().members().count(list, Role.MEMBER)).isEqualTo(2);
        assertThat(web("POST", token)).isEqualTo(200);

        assertThat(site.administration().members().show(list, "stayer@example.net")).hasSize(1);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> site.administration().members().show(list, "leaver@example.net")).isInstanceOf(Refused.class);
    }

    private static int web(String method, String token) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + site.address("web").getPort() + "/leave/" + token);
        HttpRequest request = HttpRequest.newBuilder(page).header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, method.equals("POST") ? HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click") : HttpRequest.BodyPublishers.noBody()).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    @Test
    void no_octet_of_the_body_changes_when_neither_footer_nor_prefix_is_set() throws IOException {
        site.openList("bytes", "bytes@example.net");
        String body = ".\r\n..\r\n.dot first\r\n\r\n  trailing blanks  \r\n\t\r\n" + "x".repeat(990) + "\r\nGrüße 你好\r\n" + "\r\n\r\n";
        byte[] message = Site.message("poster@example.net", "bytes@lists.example.org", "Grüße", "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n", body);
        site.post("poster@example.net", "bytes@lists.example.org", message);

        assertThat(bodyOf(site.copies("bytes@example.net", 1).getFirst().content())).isEqualTo(body.getBytes(UTF_8));
    }

    private static byte[] bodyOf(byte[] content) {
        return Arrays.copyOfRange(content, Message.parse(content).orThrow().bodyStart(), content.length);
    }

    @Test
    void what_came_in_chunks_goes_out_as_it_came() throws IOException {
        site.openList("chunks", "chunks@example.net");
        byte[] message = Site.message("poster@example.net", "chunks@lists.example.org", "In chunks", "", ".\r\n.\r\nend of it\r\n");
        try (Talk talk = site.mx()) {
            talk.ask("MAIL FROM:<poster@example.net>");
            talk.ask("RCPT TO:<chunks@lists.example.org>");
            talk.raw("BDAT 10\r\n").raw(Arrays.copyOf(message, 10)).reply();
            String reply = talk.raw("BDAT " + (message.length - 10) + " LAST\r\n").raw(Arrays.copyOfRange(message, 10, message.length)).reply();
            Site.receipt(reply);
        }

        assertThat(new String(bodyOf(site.copies("chunks@example.net", 1).getFirst().content()), UTF_8)).isEqualTo(".\r\n.\r\nend of it\r\n");
    }

    @Test
    void an_address_in_unicode_gets_its_copy_and_a_subject_in_utf_8_stays() throws IOException {
        site.openList("unicode", "jürgen@example.net");
        site.post("poster@example.net", "unicode@lists.example.org", Site.message("poster@example.net", "unicode@lists.example.org", "Übung"));

        assertThat(new String(site.copies("jürgen@example.net", 1).getFirst().content(), UTF_8)).contains("\r\nSubject: Übung\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Plans", "=?utf-8?Q?Pl=C3=A4ne?=", "=?iso-8859-1?B?UGzkbmU=?= for all", "Re: [plans] Plans", "=?utf-8?Q?Re=3A_[plans]_Pl=C3=A4ne?=", ""})
    void a_subject_carries_the_prefix_once_however_it_was_encoded(String subject) throws IOException {
        MailingList list = prefixed();
        int before = site.copies("prefix@example.net", 0).size();
        site.post("poster@example.net", list.address().toString(), Site.message("poster@example.net", list.address().toString(), subject));

        String text = Site.read(site.copies("prefix@example.net", before + 1).get(before)).headers().first("Subject").orElseThrow().text();

        assertThat(text).containsOnlyOnce("[plans]");
        assertThat(text).satisfiesAnyOf(t -> assertThat(t).startsWith("[plans]"), t -> assertThat(t).startsWith("Re: [plans]"));
        if (subject.contains("?")) {
            assertThat(text).contains("Pläne");
        }
    }

    @Test
    void posts_are_counted_where_the_prefix_shows_their_number_and_held_ones_when_they_go_out() throws IOException {
        MailingList list = site.openList("counted", "counted@example.net");
        String to = list.address().toString();
        String poster = "poster@example.net";
        Site.receipt(site.post(poster, to, Site.message(poster, to, "before")));
        site.copies("counted@example.net", 1);
        site.set(list, Map.of("subject_prefix", "[counted {number}]", "emergency", "true"));
        Site.receipt(site.post(poster, to, Site.message(poster, to, "held")));
        site.set(site.administration().lists().require(to), Map.of("emergency", "false"));
        Site.receipt(site.post(poster, to, Site.message(poster, to, "first")));
        site.copies("counted@example.net", 2);
        site.administration().desk().accept(Site.CALLER, site.administration().desk().held(Optional.of(list), Optional.empty()).getFirst(), "");
        site.copies("counted@example.net", 3);
        Site.receipt(site.post(poster, to, Site.message(poster, to, "Re: [counted 1] first")));
        assertThat(site.copies("counted@example.net", 4).stream().map(copy -> Site.read(copy).headers().first("Subject").orElseThrow().text()))
                .containsExactly("before", "[counted 1] first", "[counted 2] held", "Re: [counted 3] first");
    }

    private static MailingList prefixed() {
        return site.administration().lists().all().stream().filter(list -> list.address().localPart().equals("prefix")).findFirst().orElseGet(() -> {
            MailingList list = site.openList("prefix", "prefix@example.net");
            site.set(list, Map.of("subject_prefix", "[plans]"));
            return list;
        });
    }

    @ParameterizedTest
    @MethodSource("sealed")
    void a_footer_touches_nothing_that_is_signed_or_encrypted(String type, String body) throws IOException {
        byte[] copy = withFooter(type, body);

        assertThat(bodyOf(copy)).isEqualTo(body.getBytes(ISO_8859_1));
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> sealed() {
        String signed = "--s\r\nContent-Type: text/plain\r\n\r\nI say so\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n-----BEGIN\r\n--s--\r\n";
        return Stream.of(
                org.junit.jupiter.params.provider.Arguments.of("multipart/signed; protocol=\"application/pgp-signature\"; boundary=s", signed),
                org.junit.jupiter.params.provider.Arguments.of("Multipart/Signed; protocol=\"application/pkcs7-signature\"; boundary=\"s\"", signed),
                org.junit.jupiter.params.provider.Arguments.of("multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=s",
                        "--s\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--s\r\nContent-Type: application/octet-stream\r\n\r\nabc\r\n--s--\r\n"),
                org.junit.jupiter.params.provider.Arguments.of("application/pkcs7-mime; smime-type=enveloped-data", "MIIB\r\n"),
                org.junit.jupiter.params.provider.Arguments.of("application/x-pkcs7-mime", "MIIB\r\n"),
                org.junit.jupiter.params.provider.Arguments.of("text/plain", "-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nhi\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\n=xx\r\n-----END PGP SIGNATURE-----\r\n"));
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void a_footer_goes_beside_what_it_cannot_join(String type, String encoding, String body) throws IOException {
        String fields = "Content-Type: " + type + "\r\n" + (encoding.isEmpty() ? "" : "Content-Transfer-Encoding: " + encoding + "\r\n");
        byte[] content = withFooterFields(fields, body);
        Message copy = Message.parse(content).orThrow();

        assertThat(copy.root().type().is("multipart", "mixed")).isTrue();
        assertThat(copy.root().parts()).hasSize(2);
        Part first = copy.root().parts().getFirst();
        assertThat(new String(content, first.bodyStart(), first.end() - first.bodyStart(), ISO_8859_1)).isEqualTo(body);
        assertThat(new String(content, first.start(), first.bodyStart() - first.start(), ISO_8859_1)).isEqualTo(fields + "\r\n");
        assertThat(copy.root().parts().getLast().text()).contains("You are a member of footer@lists.example.org.");
        assertThat(copy.root().defects()).isEmpty();
        assertThat(copy.headers().count("MIME-Version")).isEqualTo(1);
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> encoded() {
        return Stream.of(
                org.junit.jupiter.params.provider.Arguments.of("multipart/alternative; boundary=alt", "",
                        "--alt\r\nContent-Type: text/plain\r\n\r\nhi\r\n--alt\r\nContent-Type: text/html\r\n\r\n<p>hi\r\n--alt--\r\n"),
                org.junit.jupiter.params.provider.Arguments.of("text/html; charset=utf-8", "8bit", "<p>hi</p>\r\n"),
                org.junit.jupiter.params.provider.Arguments.of("text/plain; charset=x-klingon", "base64", "aGkK\r\n"),
                org.junit.jupiter.params.provider.Arguments.of("text/plain; charset=x-klingon", "quoted-printable", "gr=C3=BC=\r\nn\r\n"),
                org.junit.jupiter.params.provider.Arguments.of("text/plain; charset=utf-16", "7bit", "??\r\n"),
                org.junit.jupiter.params.provider.Arguments.of("application/pdf", "base64", "JVBERg==\r\n"));
    }

    @Test
    void a_footer_stands_at_the_end_of_plain_text() throws IOException {
        String body = new String(bodyOf(withFooterFields("", "Hello\r\n")), UTF_8);

        assertThat(body).startsWith("Hello\r\n\r\n____").endsWith("You are a member of footer@lists.example.org.\r\n");
    }

    private static byte[] withFooter(String type, String body) throws IOException {
        return withFooterFields("Content-Type: " + type + "\r\n", body);
    }

    private static byte[] withFooterFields(String fields, String body) throws IOException {
        if (site.administration().lists().all().stream().noneMatch(list -> list.address().localPart().equals("footer"))) {
            site.set(site.openList("footer", "footer@example.net"), Map.of("footer", "You are a member of {list}."));
        }
        int before = site.copies("footer@example.net", 0).size();
        Site.receipt(site.post("poster@example.net", "footer@lists.example.org",
                Site.message("poster@example.net", "footer@lists.example.org", "Hi", "MIME-Version: 1.0\r\n" + fields, body)));
        return site.copies("footer@example.net", before + 1).get(before).content();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "list", "author"})
    void reply_to_is_what_the_owner_chose(String choice) throws IOException {
        MailingList list = site.openList("reply-" + choice, choice + "@example.net");
        site.set(list, Map.of("reply_to", choice));
        site.post("poster@example.net", list.address().toString(),
                Site.message("Anna <poster@example.net>", list.address().toString(), "Hi", "Reply-To: else@example.com\r\n", "x\r\n"));

        List<String> expected = switch (choice) {
            case "none" -> List.of("else@example.com");
            case "list" -> List.of("reply-list@lists.example.org");
            default -> List.of("Anna <poster@example.net>");
        };
        assertThat(fields(site.copy(choice + "@example.net"), "Reply-To")).isEqualTo(expected);
    }
}
