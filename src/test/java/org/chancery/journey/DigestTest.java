package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.DigestAdministration.Next;
import org.chancery.administration.MemberAdministration.Wish;
import org.chancery.archive.Numbers;
import org.chancery.kit.SmtpSink;
import org.chancery.list.Choice;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Role;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Posts on their way to members who want one mail instead of many.
class DigestTest {
    private static final String ENCRYPTED = "-----BEGIN PGP MESSAGE-----\r\nciphertext\r\n-----END PGP MESSAGE-----\r\n";
    private static volatile Duration ahead = Duration.ZERO;
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.startAt(() -> Instant.now().plus(ahead), "web.url=https://lists.example.org");
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static MailingList list(String name, String... settings) {
        MailingList list = site.openList(name, "single@" + name + ".example.net");
        add(list, "mime@" + name + ".example.net", Member.Digest.MIME);
        add(list, "plain@" + name + ".example.net", Member.Digest.PLAIN);
        Map<String, String> all = new HashMap<>();
        for (String setting : settings) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        site.set(list, all);
        return site.administration().lists().require(list.address().toString());
    }

    private static void add(MailingList list, String address, Member.Digest form) {
        site.administration().members().add(Site.CALLER, list, address, "", Role.MEMBER, new Preferences(true, form, false, false));
    }

    private static void choose(MailingList list, String address, Member.Digest form) {
        site.administration().members().set(Site.CALLER, list, address, Role.MEMBER,
                new Wish(Map.of(Choice.DIGEST, form.name().toLowerCase(Locale.ROOT)), Optional.empty(), Optional.empty()));
    }

    private static void post(MailingList list, String subject, String body) throws IOException {
        int single = site.copies("single@" + list.address().localPart() + ".example.net", 0).size();
        Site.receipt(site.post("poster@example.net", list.address().toString(),
                Site.message("Poster <poster@example.net>", list.address().toString(), subject, "X-Private: token\r\n", body)));
        site.copies("single@" + list.address().localPart() + ".example.net", single + 1);
    }

    private static Next next(MailingList list) {
        return site.administration().digests().next(list);
    }

    private static Part digestPart(Message mail) {
        return mail.root().parts().stream().filter(part -> part.type().is("multipart", "digest")).findFirst().orElseThrow();
    }

    private static List<String> subjects(Message mail) {
        return digestPart(mail).parts().stream().map(part -> part.parts().getFirst().headers().first("Subject").orElseThrow().text()).toList();
    }

    private static List<SmtpSink.Message> copies(MailingList list, String who) {
        return site.copies(who + "@" + list.address().localPart() + ".example.net", 0);
    }

    private static Message copy(MailingList list, String who) {
        return site.copy(who + "@" + list.address().localPart() + ".example.net");
    }

    @Test
    void three_posts_become_one_mime_digest_and_one_plain_digest() throws IOException {
        MailingList list = list("three", "description=Things in threes", "digest_volume=yearly");
        for (String subject : List.of("First", "Second", "Dritter \u00e4")) {
            post(list, subject, subject + " body\r\n");
        }
        site.settle();
        assertThat(copies(list, "mime")).isEmpty();
        assertThat(copies(list, "plain")).isEmpty();
        assertThat(next(list).posts()).isEqualTo(3);
        assertThat(next(list).numbers()).extracting(Numbers::volume, Numbers::issue).containsExactly(1, 1);

        assertThat(site.administration().digests().send(Site.CALLER, list)).isEqualTo(1);

        Message mime = copy(list, "mime");
        assertThat(subjects(mime)).containsExactly("First", "Second", "Dritter \u00e4");
        assertThat(digestPart(mime).parts()).allMatch(part -> part.parts().getFirst().headers().first("From").orElseThrow().value().equals("Poster <poster@example.net>"));
        assertThat(mime.headers().first("Subject").orElseThrow().text()).isEqualTo("three Digest, Vol 1, Issue 1");
        Message plain = copy(list, "plain");
        assertThat(plain.root().type().toString()).isEqualTo("text/plain");
        assertThat(plain.root().text()).contains("   3. Dritter \u00e4 (Poster)").contains("\r\n" + "-".repeat(70) + "\r\n\r\n")
                .contains("\r\nSecond body\r\n\r\n" + "-".repeat(30) + "\r\n\r\n").endsWith("End of three Digest, Vol 1, Issue 1\r\n" + "*".repeat(35) + "\r\n")
                .doesNotContain("token");
        site.settle();
        assertThat(copies(list, "mime")).hasSize(1);
        assertThat(copies(list, "plain")).hasSize(1);
        assertThat(copies(list, "single")).hasSize(3);
        assertThat(next(list).posts()).isZero();
        assertThat(next(list).numbers().issue()).isEqualTo(2);
    }

    @Test
    void a_digest_is_mail_of_the_list_with_a_return_path_and_a_one_click_field_of_its_reader() throws IOException {
        MailingList list = list("fields2");
        post(list, "One", "x\r\n");
        site.administration().digests().send(Site.CALLER, list);
        for (String who : List.of("mime", "plain")) {
            Message copy = copy(list, who);
            assertThat(field(copy, "From")).containsExactly("fields2-request@lists.example.org");
            assertThat(field(copy, "To")).containsExactly("fields2@lists.example.org");
            assertThat(field(copy, "List-Id")).containsExactly("<fields2.lists.example.org>");
            assertThat(field(copy, "Precedence")).containsExactly("list");
            assertThat(field(copy, "Auto-Submitted")).containsExactly("auto-generated");
            assertThat(field(copy, "List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
            assertThat(field(copy, "List-Unsubscribe").getFirst()).startsWith("<https://lists.example.org/leave/");
            assertThat(copies(list, who).getFirst().mailFrom()).startsWith("fields2-bounces+");
        }
        String first = copies(list, "mime").getFirst().mailFrom();
        long number = site.administration().members().show(list, "mime@fields2.example.net").getFirst().number().value();
        String bounce = site.post("", first, Site.message("mailer-daemon@example.net", first, "Undeliverable"));
        assertThat(site.onList(bounce).post().judged().reason()).isEqualTo("a delivery report on the copy of membership " + number);
    }

    private static List<String> field(Message copy, String name) {
        return copy.headers().all(name).stream().map(Header::value).toList();
    }

    @Test
    void a_digest_goes_out_when_its_posts_have_reached_the_size() throws IOException {
        MailingList list = list("size", "digest_size=10", "digest_period=none");
        post(list, "Small", "x\r\n");
        site.administration().digests().sendDue();
        assertThat(next(list).posts()).isEqualTo(1);
        post(list, "Large", "0123456789 0123456789\r\n".repeat(500));
        site.administration().digests().sendDue();
        assertThat(subjects(copy(list, "mime"))).containsExactly("Small", "Large");
    }

    @Test
    void a_digest_goes_out_when_its_oldest_post_has_waited_for_the_period() throws IOException {
        MailingList list = list("period", "digest_size=0", "digest_period=daily", "digest_volume=daily");
        post(list, "Patience", "x\r\n");
        site.administration().digests().sendDue();
        assertThat(next(list).posts()).isEqualTo(1);
        try {
            ahead = Duration.ofHours(25);
            site.administration().digests().sendDue();
            assertThat(subjects(copy(list, "mime"))).containsExactly("Patience");
            post(list, "Next day", "x\r\n");
            ahead = Duration.ofHours(51);
            site.administration().digests().sendDue();
            Message second = Site.read(site.copies("mime@period.example.net", 2).get(1));
            assertThat(second.headers().first("Subject").orElseThrow().text()).isEqualTo("period Digest, Vol 2, Issue 1");
        } finally {
            ahead = Duration.ZERO;
        }
    }

    @Test
    void who_goes_back_to_single_posts_gets_one_last_digest_and_every_post_once() throws IOException {
        MailingList list = list("last");
        post(list, "Before", "x\r\n");
        choose(list, "mime@last.example.net", Member.Digest.NONE);
        post(list, "After", "x\r\n");
        site.administration().digests().sendDue();
        List<SmtpSink.Message> copies = site.copies("mime@last.example.net", 2);
        site.administration().digests().send(Site.CALLER, list);
        site.copies("plain@last.example.net", 1);
        site.settle();
        assertThat(copies(list, "mime")).hasSize(2);
        List<Message> read = copies.stream().map(Site::read).toList();
        assertThat(read).filteredOn(mail -> mail.root().type().is("multipart", "mixed")).singleElement()
                .satisfies(mail -> assertThat(subjects(mail)).containsExactly("Before"));
        assertThat(read).filteredOn(mail -> mail.root().type().is("text", "plain")).singleElement()
                .satisfies(mail -> assertThat(mail.headers().first("Subject").orElseThrow().text()).isEqualTo("After"));
        assertThat(copy(list, "plain").root().text()).contains("1. Before").contains("2. After");
    }

    @Test
    void who_begins_to_take_digests_is_not_sent_what_he_has_had() throws IOException {
        MailingList list = list("join");
        post(list, "Had", "x\r\n");
        choose(list, "single@join.example.net", Member.Digest.MIME);
        Site.receipt(site.post("poster@example.net", list.address().toString(), Site.message("poster@example.net", list.address().toString(), "New")));
        Site.await(() -> next(list).posts() == 2);
        site.administration().digests().send(Site.CALLER, list);
        List<SmtpSink.Message> copies = site.copies("single@join.example.net", 2);
        assertThat(subjects(Site.read(copies.get(1)))).containsExactly("New");
        assertThat(subjects(copy(list, "mime"))).containsExactly("Had", "New");
    }

    @Test
    void an_encrypted_post_is_in_no_clear_digest_and_goes_to_digest_members_by_itself() throws IOException {
        MailingList list = list("secret");
        post(list, "Clear", "x\r\n");
        post(list, "Sealed", ENCRYPTED);
        site.administration().digests().send(Site.CALLER, list);
        for (String who : List.of("mime", "plain")) {
            List<Message> copies = site.copies(who + "@secret.example.net", 2).stream().map(Site::read).toList();
            assertThat(copies).filteredOn(mail -> mail.headers().first("Subject").orElseThrow().text().contains("Digest")).singleElement()
                    .satisfies(digest -> assertThat(new String(digest.toByteArray(), StandardCharsets.UTF_8))
                            .contains("Sealed (Poster) [encrypted post, not in").doesNotContain("ciphertext"));
            assertThat(copies).filteredOn(mail -> mail.headers().first("Subject").orElseThrow().text().equals("Sealed")).singleElement()
                    .satisfies(sealed -> assertThat(sealed.root().text()).contains("ciphertext"));
        }
    }

    @Test
    void the_next_digest_begins_a_new_volume_when_the_owner_says_so() throws IOException {
        MailingList list = list("bump", "digest_volume=yearly");
        assertThat(site.administration().digests().bump(Site.CALLER, list)).extracting(Numbers::volume, Numbers::issue).containsExactly(1, 1);
        post(list, "One", "x\r\n");
        site.administration().digests().send(Site.CALLER, list);
        assertThat(site.administration().digests().bump(Site.CALLER, list)).extracting(Numbers::volume, Numbers::issue).containsExactly(2, 1);
    }

    @Test
    void digests_have_a_header_and_a_footer_of_their_own_and_not_those_of_single_posts() throws IOException {
        MailingList list = list("framed", "header=Above each post", "footer=Under each post", "digest_header=Issue {issue} of volume {volume}, see {page}",
                "digest_footer=Bye from {list}\n{leave}");
        post(list, "One", "x\r\n");
        site.administration().digests().send(Site.CALLER, list);

        assertThat(copy(list, "single").root().text()).startsWith("Above each post\r\n____").contains("Under each post").doesNotContain("Bye from");
        Message mime = copy(list, "mime");
        String masthead = mime.root().parts().getFirst().text();
        assertThat(masthead).startsWith("Digest of the mailing list").endsWith("Issue 1 of volume 1, see https://lists.example.org/lists/framed@lists.example.org\r\n");
        assertThat(mime.root().parts().getLast().text()).startsWith("Bye from framed@lists.example.org\r\nmailto:framed-request@lists.example.org?subject=leave\r\n\r\nEnd of the digest");
        String plain = copy(list, "plain").root().text().replace("\r", "");
        assertThat(plain.substring(0, plain.indexOf("-".repeat(70)))).contains("Issue 1 of volume 1", "Bye from framed@lists.example.org\nmailto:framed-request");
        for (String who : List.of("mime", "plain")) {
            assertThat(new String(copy(list, who).toByteArray(), StandardCharsets.UTF_8)).doesNotContain("Above each post").doesNotContain("Under each post");
        }
    }

    @Test
    void the_filter_of_the_list_works_on_copies_and_in_digests() throws IOException {
        MailingList list = list("filter", "filter=true", "filter_deny_types=image");
        Site.receipt(site.post("poster@example.net", list.address().toString(), Site.message("poster@example.net", list.address().toString(), "Picture",
                "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n",
                "--b\r\n\r\nwords\r\n--b\r\nContent-Type: image/png\r\n\r\nsecretpicture\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--b--\r\n")));
        Site.await(() -> next(list).posts() == 1);
        site.administration().digests().send(Site.CALLER, list);
        for (String who : List.of("single", "mime", "plain")) {
            String copy = new String(copy(list, who).toByteArray(), StandardCharsets.UTF_8);
            assertThat(copy).contains("words").contains("html").doesNotContain("<p>").doesNotContain("secretpicture");
        }
    }
}
