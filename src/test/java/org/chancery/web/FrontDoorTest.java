package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FrontDoorTest {
    private static final Path HOSTILE = Path.of("src/test/data/web");
    private static final TestSite SITE = TestSite.capturing();

    @AfterAll
    static void stop() {
        SITE.close();
    }

    @Test
    void it_answers_under_its_own_names_only() {
        for (String host : List.of(TestSite.HOST, "LISTS.example.org", TestSite.HOST + ":8080", "localhost", "127.0.0.1", "127.0.0.1:1")) {
            assertThat(SITE.underName(host, "/")).as(host).startsWith("HTTP/1.1 200");
        }
        for (String host : List.of("evil.example", "127.0.0.2", "10.0.0.1", "[::1]", "localhost.evil.example", "lists.example.org.evil.example", "0x7f.1")) {
            assertThat(SITE.underName(host, "/")).as(host).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void what_a_proxy_claims_about_the_name_is_not_believed() {
        assertThat(SITE.underName("evil.example", "/", "X-Forwarded-Host: lists.example.org")).startsWith("HTTP/1.1 421");
        assertThat(SITE.underName(TestSite.HOST, "/", "X-Forwarded-Host: evil.example")).startsWith("HTTP/1.1 200").doesNotContain("evil");
    }

    @Test
    void the_style_sheet_is_there_and_pages_name_it() {
        assertThat(SITE.get("/").body()).contains("href=\"/style.css\"");
        assertThat(SITE.get("/style.css").headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/css"));
    }

    /// Every file is one request as it comes over the wire; beside it stands the status that it deserves.
    @Test
    void hostile_requests_get_a_plain_no_that_repeats_nothing() throws IOException {
        List<Path> requests;
        try (Stream<Path> files = Files.list(HOSTILE)) {
            requests = files.filter(file -> file.toString().endsWith(".request")).sorted().toList();
        }
        assertThat(requests).hasSizeGreaterThan(15);
        for (Path request : requests) {
            String expected = read(Path.of(request.toString().replace(".request", ".expected"))).strip();
            String answer = SITE.raw(Files.readAllBytes(request));
            assertThat(answer).as(request.toString()).startsWith("HTTP/1.1 " + expected);
            assertThat(answer).as(request.toString()).doesNotContainIgnoringCase(
                    "evil", "passwd", "<script", "jetty", "javalin", "\nServer:", "\nSet-Cookie:", "\nLocation:", "exception");
            assertThat(answer).as(request.toString()).contains("Content-Security-Policy: default-src 'none'",
                    "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer", "Cache-Control: no-store");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
