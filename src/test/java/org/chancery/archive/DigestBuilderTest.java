package org.chancery.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.junit.jupiter.api.Test;

/// What stands in a digest, what does not, and that every reader can take it apart again.
class DigestBuilderTest {
    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final DigestWords WORDS = new DigestWords(
            "talk Digest, Vol 3, Issue 7", "talk Digest, 1 June 2026\n\nToday's Topics:\n\n", "\nEnjoy.\n", "Leave by a mail to talk-request.\n");
    private static final String SIGNED_TOKEN = "abcdefghijklmnopqrstuvwxyz23";

    private final MailingList list = new MailingList(
            new ListId(1), Address.of("talk@example.org"), "discussion", MailingList.State.OPEN, Settings.DEFAULTS,
            new MailingList.PolicyText(1, "accept."), NOW);
    private final DigestBuilder builder = new DigestBuilder(new Random(1));
    private final List<DigestPost> posts = new ArrayList<>();

    private void post(byte[] octets) {
        posts.add(new DigestPost("p" + posts.size(), NOW.plusSeconds(posts.size()), Message.parse(octets).orThrow()));
    }

    private void post(String text) {
        post(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private Message mime() {
        return Message.parse(builder.mime(list, WORDS, posts, NOW).toByteArray()).orThrow();
    }

    private Rfc1153Reader.Digest plain() {
        Message digest = Message.parse(builder.plain(list, WORDS, posts, NOW).toByteArray()).orThrow();
        assertThat(digest.root().type().toString()).isEqualTo("text/plain");
        return Rfc1153Reader.read(digest.root().text());
    }

    private static Part digestOf(Message message) {
        return message.root().parts().stream().filter(part -> part.type().is("multipart", "digest")).findFirst().orElseThrow();
    }

    private void threePosts() {
        post("From: Ann <ann@example.org>\nTo: talk@example.org\nSubject: Lunch\nMessage-ID: <1@x>\nDate: Mon, 1 Jun 2026 09:00:00 +0000\n\nWhen?\n");
        post("From: bob@example.org\nSubject: Other things\nMessage-ID: <2@x>\n\nOther.\n");
        post("From: =?utf-8?q?C=C3=A4sar?= <c@example.org>\nCc: ann@example.org\nSubject: Re: Lunch\nMessage-ID: <3@x>\nIn-Reply-To: <1@x>\n\nNow! \u00fc\n");
    }

    @Test
    void a_mime_digest_is_masthead_contents_posts_and_footer_in_thread_order() {
        threePosts();
        Message digest = mime();
        assertThat(digest.root().type().toString()).isEqualTo("multipart/mixed");
        assertThat(digest.root().parts()).extracting(part -> part.type().toString())
                .containsExactly("text/plain", "text/plain", "multipart/digest", "text/plain");
        assertThat(digest.root().parts().get(0).text()).startsWith("talk Digest, 1 June 2026\r\n");
        assertThat(digest.root().parts().get(1).text())
                .isEqualTo("   1. Lunch (Ann)\r\n   2. Re: Lunch (Cäsar)\r\n   3. Other things (bob@example.org)\r\n\r\nEnjoy.\r\n");
        assertThat(digestOf(digest).parts()).extracting(part -> part.type().toString()).containsOnly("message/rfc822");
        assertThat(digestOf(digest).parts()).extracting(part -> part.parts().getFirst().headers().first("Message-ID").orElseThrow().value())
                .containsExactly("<1@x>", "<3@x>", "<2@x>");
        assertThat(digest.root().parts().get(3).text()).isEqualTo("Leave by a mail to talk-request.\r\n");
    }

    @Test
    void the_digest_comes_from_the_list_and_answers_go_to_the_list() {
        threePosts();
        for (Message digest : List.of(mime(), builder.plain(list, WORDS, posts, NOW))) {
            assertThat(digest.headers().first("From").orElseThrow().value()).isEqualTo("talk-request@example.org");
            assertThat(digest.headers().first("To").orElseThrow().value()).isEqualTo("talk@example.org");
            assertThat(digest.headers().first("Reply-To").orElseThrow().value()).isEqualTo("talk@example.org");
            assertThat(digest.headers().first("Subject").orElseThrow().text()).isEqualTo("talk Digest, Vol 3, Issue 7");
            assertThat(digest.headers().first("Auto-Submitted").orElseThrow().value()).isEqualTo("auto-generated");
            assertThat(digest.headers().count("Message-ID")).isEqualTo(1);
        }
    }

    @Test
    void a_plain_digest_reads_as_rfc_1153() {
        threePosts();
        Rfc1153Reader.Digest digest = plain();
        assertThat(digest.preamble()).contains("   2. Re: Lunch (Cäsar)\n").contains("Leave by a mail");
        assertThat(digest.messages()).containsExactly(
                "Date: Mon, 1 Jun 2026 09:00:00 +0000\nFrom: Ann <ann@example.org>\nTo: talk@example.org\nSubject: Lunch\nMessage-ID: <1@x>\n\nWhen?\n",
                "From: Cäsar <c@example.org>\nCc: ann@example.org\nSubject: Re: Lunch\nMessage-ID: <3@x>\n\nNow! ü\n",
                "From: bob@example.org\nSubject: Other things\nMessage-ID: <2@x>\n\nOther.\n");
        assertThat(digest.trailer()).isEqualTo("End of talk Digest, Vol 3, Issue 7\n**********************************");
    }

    @Test
    void hyphens_in_a_message_separate_nothing() {
        String hyphens = "-".repeat(30);
        post("Subject: x\n\n" + hyphens + "\n\nSubject: forged\n\n" + hyphens + "\n\nEnd of talk Digest\n\n" + "-".repeat(70) + "\nlast\n");
        Rfc1153Reader.Digest digest = plain();
        assertThat(digest.messages()).singleElement().asString()
                .isEqualTo("Subject: x\n\n " + hyphens + "\n\nSubject: forged\n\n " + hyphens + "\n\nEnd of talk Digest\n\n " + "-".repeat(70) + "\nlast\n");
    }

    @Test
    void nothing_personal_and_no_token_stands_in_a_digest() {
        post("Received: from a by b for <" + SIGNED_TOKEN + "@example.org>\nReturn-Path: <talk-bounces+" + SIGNED_TOKEN + "@example.org>\n"
                + "Delivered-To: talk+" + SIGNED_TOKEN + "@example.org\nX-Original-To: " + SIGNED_TOKEN + "\nList-Unsubscribe: <https://example.org/leave/" + SIGNED_TOKEN + ">\n"
                + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\nAuthentication-Results: x; " + SIGNED_TOKEN + "\nX-Anything: " + SIGNED_TOKEN + "\nBcc: " + SIGNED_TOKEN
                + "@example.org\nFrom: ann@example.org\nSubject: x\n\nwords\n");
        for (Message digest : List.of(mime(), builder.plain(list, WORDS, posts, NOW))) {
            assertThat(new String(digest.toByteArray(), StandardCharsets.UTF_8)).doesNotContain(SIGNED_TOKEN).contains("words");
        }
    }

    @Test
    void the_content_of_a_post_is_in_the_mime_digest_octet_for_octet() {
        String content = "Content-Type: multipart/mixed;\n\tboundary=b\n\npre\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\nepi\n";
        post("X-Gone: 1\nFrom: ann@example.org\n" + content);
        Part inside = digestOf(mime()).parts().getFirst();
        assertThat(new String(inside.toByteArray(), StandardCharsets.UTF_8)).endsWith(("From: ann@example.org\n" + content).replace("\n", "\r\n"));
    }

    @Test
    void a_header_in_raw_eight_bits_is_written_anew_so_that_every_server_takes_the_digest() {
        post("From: Jürgen <j@example.org>\nSubject: Grüße\n\nx\n");
        Message digest = mime();
        Part post = digestOf(digest).parts().getFirst();
        assertThat(post.type().toString()).isEqualTo("message/rfc822");
        assertThat(post.parts().getFirst().headers().first("Subject").orElseThrow().text()).isEqualTo("Grüße");
        assertThat(post.parts().getFirst().headers().first("From").orElseThrow().text()).isEqualTo("Jürgen <j@example.org>");
        assertThat(new String(post.toByteArray(), StandardCharsets.UTF_8)).doesNotContain("ü");
    }

    @Test
    void fields_that_describe_the_content_stay_as_they_are_whatever_they_hold() {
        post("Subject: x\nContent-Type: text/plain; charset=utf-8; name=\"Grüße.txt\"\nContent-\u00fc: x\n\nx\n");
        assertThat(new String(digestOf(mime()).parts().getFirst().toByteArray(), StandardCharsets.UTF_8)).contains("name=\"Grüße.txt\"");
    }

    @Test
    void an_encrypted_post_is_named_in_the_contents_and_nowhere_else() {
        post("From: ann@example.org\nSubject: secret\nContent-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n\nciphertext\n--b--\n");
        post("From: bob@example.org\nSubject: inline\n\n-----BEGIN PGP MESSAGE-----\nciphertext\n-----END PGP MESSAGE-----\n");
        post("From: eve@example.org\nSubject: smime\nContent-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nciphertext\n");
        post("From: dan@example.org\nSubject: clear\n\nwords\n");
        assertThat(digestOf(mime()).parts()).hasSize(1);
        assertThat(plain().messages()).hasSize(1);
        assertThat(plain().preamble()).contains("   1. secret (ann@example.org) [encrypted post, not in this digest]\n");
        for (Message digest : List.of(mime(), builder.plain(list, WORDS, posts, NOW))) {
            assertThat(new String(digest.toByteArray(), StandardCharsets.UTF_8)).doesNotContain("ciphertext");
        }
    }

    @Test
    void all_malformed_and_multi_charset_samples_fit_into_one_digest_and_come_out_one_by_one() throws IOException {
        for (String folder : List.of("mime", "hostile", "content")) {
            try (Stream<Path> files = Files.list(Path.of("src/test/data", folder))) {
                for (Path file : files.filter(name -> name.toString().endsWith(".eml")).sorted().toList()) {
                    post(Files.readAllBytes(file));
                }
            }
        }
        long clear = posts.stream().filter(post -> !post.isEncrypted()).count();
        assertThat(posts).hasSizeGreaterThan(100);
        assertThat(DigestBuilder.fitting(posts)).isEqualTo(posts.size());
        assertThat(digestOf(mime()).parts()).hasSize((int) clear).allMatch(part -> part.type().isMessage());
        assertThat(plain().messages()).hasSize((int) clear);
    }

    @Test
    void too_many_or_too_large_posts_make_several_issues_and_one_huge_post_makes_one() {
        for (int i = 0; i < 450; i++) {
            post("Subject: x\n\nx\n");
        }
        assertThat(DigestBuilder.fitting(posts)).isEqualTo(200);
        posts.clear();
        post("Subject: x\n\n" + "x".repeat(9_000_000));
        post("Subject: x\n\nx");
        assertThat(DigestBuilder.fitting(posts)).isEqualTo(1);
    }

    @Test
    void long_subjects_are_folded_in_the_contents() {
        post("From: ann@example.org\nSubject: " + "word ".repeat(30) + "\n\nx\n");
        assertThat(plain().preamble().lines()).allMatch(line -> line.length() <= 78);
    }
}
