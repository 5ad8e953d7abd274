package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.QueueAdministration;
import org.chancery.administration.Refused;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.posting.Order;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an administrator asks and does while mail flows.
class AdministrationTest {
    private static final String POSTER = "poster@example.net";
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    @Test
    void a_post_can_be_explained_by_its_receipt_and_by_its_message_id() throws IOException {
        MailingList list = site.openList("explained", "explained@example.net");
        String to = list.address().toString();
        String reply = site.post(POSTER, to, Site.message(POSTER, to, "Why"));
        String id = site.life(reply).receipt().messageId().orElseThrow();

        assertThat(site.life(reply).receipt().session()).containsEntry("listener", "mx").containsEntry("peer", "127.0.0.1").containsEntry("helo", "client.example.net");
        assertThat(site.onList(reply).post().judged().trail()).contains("yes policy/1 accept when from anyone");
        assertThat(site.administration().explanations().explain("<" + id + ">")).hasSize(1);
    }

    @Test
    void the_story_of_a_post_names_what_the_list_did_to_it_and_of_a_held_one_nothing() throws IOException {
        MailingList list = site.openList("changing", "changed@example.net");
        String to = list.address().toString();
        assertThat(site.onList(site.post(POSTER, to, Site.message(POSTER, to, "Plain"))).transforms()).containsExactly("list header fields", "loop mark", "trace field");
        site.set(list, Map.of("subject_prefix", "[c]", "footer", "Bye", "reply_to", "list"));
        String reply = site.post(POSTER, to, Site.message(POSTER, to, "Changed", "List-Id: <elsewhere.example.com>\r\n", "Hello.\r\n"));
        assertThat(site.onList(reply).transforms())
                .containsExactly("remove headers", "subject prefix", "reply to", "header and footer", "list header fields", "loop mark", "trace field");
        site.set(list, Map.of("emergency", "true")); // as who looked before the other settings were made
        assertThat(site.onList(site.post(POSTER, to, Site.message(POSTER, to, "Held"))).transforms()).isEmpty();
        assertThat(Site.command("explain", Site.receipt(reply), "--json", "--data", site.data().toString())).contains("\"transforms\":[\"remove headers\",\"subject prefix\"");
    }

    @Test
    void what_two_administrators_set_at_the_same_time_stays_both() throws IOException, InterruptedException {
        MailingList list = site.openList("both", "both@example.net");
        for (int i = 1; i <= 20; i++) {
            String value = Integer.toString(i);
            Thread other = Thread.startVirtualThread(() -> site.set(list, Map.of("max_hops", value)));
            site.set(list, Map.of("subject_prefix", "[" + value + "]"));
            other.join();
            Settings now = site.administration().lists().require(list.address().toString()).settings();
            assertThat(List.of(now.text(Setting.MAX_HOPS), now.text(Setting.SUBJECT_PREFIX))).containsExactly(value, "[" + value + "]");
        }
    }

    @Test
    void a_policy_is_tested_without_anything_being_stored() throws IOException {
        MailingList list = site.list("tested@lists.example.org", "discussion", "", "tested@example.net");

        Order.Judged judged = site.administration().posts().test(list, "From: tested@example.net\nTo: tested@lists.example.org\n\nHi\n".getBytes(UTF_8));

        assertThat(judged.decision()).isNotEqualTo("accept");
        assertThat(judged.trail()).isNotEmpty();
        assertThat(site.administration().desk().held(Optional.of(list))).isEmpty();
    }

    @Test
    void a_post_in_the_name_of_a_member_is_accepted_and_audited_and_one_with_another_from_is_refused() throws IOException {
        MailingList list = site.list("injected@lists.example.org", "discussion", "", "injected@example.net");
        byte[] message = "From: injected@example.net\nTo: injected@lists.example.org\nSubject: By hand\n\nHi\n".getBytes(UTF_8);

        String reply = site.administration().posts().post(Site.CALLER, list, Optional.of("injected@example.net"), message);

        Site.receipt(reply);
        assertThat(site.copies("injected@example.net", 1)).hasSize(1);
        assertThat(site.administration().audit().last(1).getFirst().act().action()).isEqualTo("post.inject");
        assertThatThrownBy(() -> site.administration().posts().post(Site.CALLER, list, Optional.of("other@example.net"), message))
                .isInstanceOf(Refused.class).hasMessageStartingWith("550 5.7.1 ");
    }

    @Test
    void what_was_exported_and_applied_again_changes_nothing_and_fits_another_list() throws IOException {
        MailingList list = site.openList("exported", "x@example.net");
        site.set(list, Map.of("subject_prefix", "[\"x\\]", "footer", "line one\nline \"two\"", "header", "above\nall", "digest_header", "in {volume}", "digest_footer", "out", "max_size", "7", "max_hops", "12"));
        list = site.administration().lists().require("exported@lists.example.org");
        String document = site.administration().exchange().export(list);

        assertThat(site.administration().exchange().apply(Site.CALLER, list, document, false)).isEmpty();
        MailingList other = site.list("applied@lists.example.org", "discussion", "");
        assertThat(site.administration().exchange().apply(Site.CALLER, other, document, false)).isNotEmpty();
        other = site.administration().lists().require("applied@lists.example.org");
        assertThat(other.settings()).isEqualTo(list.settings());
        assertThat(other.policy().text()).isEqualTo(list.policy().text());
    }

    @Test
    void a_restored_site_holds_what_may_have_been_sent_until_somebody_says_retry(@TempDir Path data, @TempDir Path restored) throws IOException {
        SmtpSink sink = SmtpSink.start().keepContent().greeting("421 4.3.2 closed for now");
        Site before = Site.in(data, sink);
        before.administration().domains().add(Site.CALLER, Site.DOMAIN);
        before.openList("saved", "saved@example.net");
        String reply = before.post(POSTER, "saved@lists.example.org", Site.message(POSTER, "saved@lists.example.org", "Saved"));
        Site.await(() -> sink.connections() > 0);
        ByteArrayOutputStream backup = new ByteArrayOutputStream();
        before.services().backups().write(Site.CALLER, backup);
        assertThat(before.services().backups().verify()).isEmpty();
        before.stop();
        sink.greeting("220 sink.example ESMTP");

        Files.createDirectories(restored.resolve("keys"));
        Files.copy(data.resolve("keys/master.key"), restored.resolve("keys/master.key"));
        Files.write(data.resolve("site.backup"), backup.toByteArray());
        assertThat(Site.command("restore", data.resolve("site.backup").toString(), "--data", restored.toString())).contains("Restored 1 receipts", " 1 chunks");
        Site after = Site.in(restored, sink);
        List<QueueAdministration.Open> open = after.administration().queue().open(10);
        assertThat(open).hasSize(1).first().satisfies(entry -> assertThat(entry.entry().state()).contains("unknown"));
        assertThat(sink.recipients()).isEmpty();
        after.administration().queue().retry(Site.CALLER, open.getFirst().entry().posting().toString());
        assertThat(after.copies("saved@example.net", 1)).hasSize(1);
        after.settle();
        assertThat(after.onList(reply).post().delivered()).isEqualTo(1);
        assertThat(after.services().backups().verify()).isEmpty();
        after.stop();
        sink.close();
    }
}
