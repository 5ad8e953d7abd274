package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CapturedMailTest {
    private final TestSite site = TestSite.capturing();

    @AfterEach
    void stop() {
        site.close();
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "20261122T120000.000Z-%08d", number);
    }

    private void capture(int number, String from, String to, String message) throws IOException {
        Files.createDirectories(site.captured());
        Files.writeString(site.captured().resolve(name(number) + ".json"),
                "{\"X-Chancery-Envelope-From\":\"" + from + "\",\"X-Chancery-Envelope-To\":[\"" + to + "\"],\"receipt\":\"r\",\"at\":\"2026-11-22T12:00:00Z\"}");
        Files.writeString(site.captured().resolve(name(number) + ".eml"), message);
    }

    @Test
    void before_the_first_mail_the_mailbox_is_empty() {
        assertThat(site.get("/captured").body()).contains("0 messages");
    }

    @Test
    void the_newest_mail_stands_first() throws IOException {
        capture(1, "one@example.net", "a@example.net", "");
        capture(2, "", "b@example.net", "");
        assertThat(site.get("/captured").body()).containsSubsequence(name(2), "&lt;&gt;", "b@example.net", name(1), "one@example.net");
    }

    @Test
    void a_page_has_a_hundred() throws IOException {
        for (int i = 0; i < 101; i++) {
            capture(i, "", "a@example.net", "");
        }
        assertThat(site.get("/captured").body()).contains(name(100), name(1)).doesNotContain(name(0));
        assertThat(site.get("/captured?page=2").body()).contains(name(0)).doesNotContain(name(1));
    }

    @Test
    void a_message_is_shown_as_text_byte_for_byte_even_if_it_is_html() throws IOException {
        String message = "Content-Type: text/html\r\n\r\n<script>alert('ä')</script>\r\n";
        capture(1, "", "a@example.net", message);
        HttpResponse<String> shown = site.get("/captured/" + name(1));
        assertThat(shown.body()).isEqualTo(message);
        assertThat(shown.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(shown.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void an_envelope_cannot_write_markup() throws IOException {
        capture(1, "<b>x</b>@example.net", "<i>y</i>", "");
        assertThat(site.get("/captured").body()).doesNotContain("<b>", "<i>").contains("&lt;b&gt;");
    }

    @Test
    void a_broken_envelope_does_not_hide_the_others() throws IOException {
        capture(1, "one@example.net", "a@example.net", "");
        capture(2, "", "", "");
        Files.writeString(site.captured().resolve(name(2) + ".json"), "{\"X-Chancery");
        capture(3, "", "", "");
        Files.delete(site.captured().resolve(name(3) + ".json"));
        assertThat(site.get("/captured").body()).contains(name(3), name(2), "one@example.net");
    }

    @Test
    void names_lead_nowhere_else() throws IOException {
        Files.createDirectories(site.captured());
        Files.writeString(site.folder.resolve("secret.eml"), "secret");
        Files.createSymbolicLink(site.captured().resolve("link.eml"), site.folder.resolve("secret.eml"));
        for (String name : List.of("..%2Fsecret", "%2e%2e/secret", "....//secret", "..", ".", "secret%00", "..%5csecret", "%2e%2e%2fsecret",
                "secret", "link", "a..b", "%252e%252e%252fsecret", "a".repeat(200))) {
            HttpResponse<String> answer = site.get("/captured/" + name);
            assertThat(answer.statusCode()).as(name).isBetween(400, 404);
            assertThat(answer.body()).as(name).isNotEqualTo("secret");
        }
    }

    @Test
    void who_comes_through_a_proxy_or_asks_for_the_site_by_name_sees_no_mailbox() throws IOException {
        capture(1, "one@example.net", "a@example.net", "text");
        for (String path : List.of("/captured", "/captured/" + name(1))) {
            assertThat(site.underName("localhost", path)).startsWith("HTTP/1.1 200");
            assertThat(site.underName(TestSite.HOST, path)).startsWith("HTTP/1.1 404");
            assertThat(site.underName("localhost", path, "X-Forwarded-For: 192.0.2.7")).startsWith("HTTP/1.1 404");
            assertThat(site.underName("localhost", path, "Forwarded: for=192.0.2.7")).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void a_site_that_really_sends_has_no_mailbox_page() throws IOException {
        try (TestSite sending = TestSite.delivering()) {
            assertThat(sending.get("/captured").statusCode()).isEqualTo(404);
            assertThat(sending.get("/captured").body()).isEqualTo(sending.get("/nothing").body());
        }
    }
}
