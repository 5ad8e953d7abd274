package org.chancery.posting.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;

/// Each change by itself: what it adds, and what it leaves alone.
class TransformsTest {
    private static Passage passage(Map<Setting, String> settings, Map<String, String> session) {
        MailingList list = new MailingList(new ListId(1), Address.of("talk@lists.example.org"), "discussion", MailingList.State.OPEN,
                new Settings(settings), new MailingList.PolicyText(1, "otherwise accept."), Instant.EPOCH);
        return new Passage(list, "r-1", Instant.parse("2026-11-22T10:00:00Z"), session, "mx.lists.example.org", Optional.empty());
    }

    private static Passage passage(Map<Setting, String> settings) {
        return passage(settings, Map.of());
    }

    private static Message message(String text) {
        return Message.parse(text.replace("\n", "\r\n").getBytes(UTF_8)).orThrow();
    }

    private static String text(Message message) {
        return new String(message.toByteArray(), UTF_8).replace("\r\n", "\n");
    }

    @Test
    void without_prefix_footer_and_reply_to_those_transforms_give_the_same_message() {
        Message post = message("From: a@example.net\nSubject: x\n\nbody\n");
        assertThat(new SubjectPrefix().apply(post, passage(Map.of()))).isSameAs(post);
        assertThat(new HeaderAndFooter().apply(post, passage(Map.of()))).isSameAs(post);
        assertThat(new ReplyTo().apply(post, passage(Map.of()))).isSameAs(post);
    }

    @Test
    void a_prefix_is_put_once_and_makes_a_subject_where_there_is_none() {
        Passage passage = passage(Map.of(Setting.SUBJECT_PREFIX, "[talk]"));
        Message once = new SubjectPrefix().apply(message("From: a@example.net\n\nbody\n"), passage);
        assertThat(text(once)).isEqualTo("From: a@example.net\nSubject: [talk]\n\nbody\n");
        assertThat(new SubjectPrefix().apply(once, passage)).isSameAs(once);
        assertThat(text(new SubjectPrefix().apply(message("Subject: Re: [TALK] x\n\nb\n"), passage))).startsWith("Subject: Re: [TALK] x\n");
    }

    @Test
    void fields_of_another_list_and_of_the_last_delivery_go_and_the_rest_stays() {
        Message post = message("Return-Path: <x@y.example>\nList-Id: <o.example>\nX-Loop: other@lists.example.org\nBCC: z@example.com\n"
                + "DKIM-Signature: v=1\nDisposition-Notification-To: a@example.net\nSubject: x\n\nb\n");
        assertThat(text(new RemoveHeaders().apply(post, passage(Map.of()))))
                .isEqualTo("X-Loop: other@lists.example.org\nDKIM-Signature: v=1\nSubject: x\n\nb\n");
    }

    @Test
    void reply_to_author_leaves_a_post_with_two_authors_alone() {
        Message post = message("From: a@example.net, b@example.net\nReply-To: c@example.net\n\nb\n");
        assertThat(new ReplyTo().apply(post, passage(Map.of(Setting.REPLY_TO, "author")))).isSameAs(post);
        assertThat(text(new ReplyTo().apply(post, passage(Map.of(Setting.REPLY_TO, "list"))))).contains("\nReply-To: talk@lists.example.org\n").doesNotContain("c@example.net");
    }

    @Test
    void the_list_fields_can_be_switched_off_and_the_marks_against_loops_cannot() {
        Message post = Transforms.apply(message("From: a@example.net\n\nb\n"), passage(Map.of(Setting.LIST_HEADERS, "false")));
        assertThat(text(post)).doesNotContain("List-").contains("\nPrecedence: list\n", "\nX-Loop: talk@lists.example.org\n");
    }

    @Test
    void an_archive_address_holds_the_message_id_escaped_and_a_bad_template_gives_no_field() {
        Message post = message("Message-ID: <a/b?c@example.net>\n\nb\n");
        assertThat(text(new ListHeaderFields().apply(post, passage(Map.of(Setting.ARCHIVED_AT, "https://a.example/{message-id}")))))
                .contains("\nArchived-At: <https://a.example/a%2Fb%3Fc%40example.net>\n");
        assertThat(text(new ListHeaderFields().apply(post, passage(Map.of(Setting.ARCHIVED_AT, "https://ä.example/{message-id}"))))).doesNotContain("Archived-At");
    }

    @Test
    void the_trace_line_stands_on_top_and_repeats_nothing_dangerous_from_helo() {
        Message post = new TraceField().apply(message("Subject: x\n\nb\n"),
                passage(Map.of(), Map.of("listener", "lmtp", "helo", "evil);(\" x", "peer", "192.0.2.1", "tls", "TLSv1.3", "login", "a@example.net")));
        String unfolded = text(post).replace("\n ", " ");
        assertThat(unfolded).startsWith("Received: from evil?????x ([192.0.2.1]) by mx.lists.example.org with LMTPSA id r-1 for <talk@lists.example.org>; Sun, 22 Nov 2026 10:00:00 +0000\n");
    }

    @Test
    void a_footer_beside_eight_bit_text_makes_an_eight_bit_multipart_and_can_be_wrapped_again() {
        Passage passage = passage(Map.of(Setting.FOOTER, "fuß {list} {leave}"));
        Message post = new HeaderAndFooter().apply(message("From: a@example.net\nContent-Type: text/html\n\n<p>x\n"), passage);
        assertThat(text(post)).contains("\nContent-Transfer-Encoding: 8bit\nContent-Type: multipart/mixed;", "fuß talk@lists.example.org mailto:talk-request@lists.example.org?subject=leave");
        Message again = new HeaderAndFooter().apply(post, passage);
        assertThat(again.root().parts()).hasSize(2);
        assertThat(again.root().parts().getFirst().parts()).hasSize(2);
    }
}
