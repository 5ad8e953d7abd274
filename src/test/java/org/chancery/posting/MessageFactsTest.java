package org.chancery.posting;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.policy.FactName;
import org.chancery.policy.Facts;
import org.chancery.policy.FactsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a message says of itself, on `talk@lists.example.org`.
class MessageFactsTest {
    private static final String PLAIN = "From: ann@example.net\r\nTo: talk@lists.example.org\r\nSubject: Tea\r\n";

    private static Facts of(Map<Setting, String> settings, String header, String body) {
        MailingList list = new MailingList(new ListId(1), Address.of("talk@lists.example.org"), "discussion", MailingList.State.OPEN,
                new Settings(settings), new MailingList.PolicyText(1, "otherwise refuse."), Instant.EPOCH);
        FactsBuilder facts = Facts.builder();
        new MessageFacts(Message.parse((header + "\r\n" + body).getBytes(US_ASCII)).orThrow()).addTo(facts, list, Judges.Prepared.of(list));
        return facts.build();
    }

    private static Facts of(String header) {
        return of(Map.of(), header, "x\r\n");
    }

    @Test
    void an_ordinary_post_has_none_of_the_facts_that_lower() {
        Facts facts = of(PLAIN);
        assertThat(facts.present()).isEmpty();
        assertThat(facts.contentTypes()).containsExactly("text/plain");
        assertThat(facts.recipients()).isEqualTo(1);
        assertThat(facts.sizeOctets()).isEqualTo(PLAIN.length() + 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Auto-Submitted: auto-replied\r\n", "Auto-Submitted: AUTO-GENERATED (cron)\r\n", "Precedence: Bulk\r\n", "X-Autoreply: yes\r\n",
        "Content-Type: multipart/report; boundary=b\r\n"})
    void what_calls_itself_automatic_is_so(String field) {
        assertThat(of(PLAIN + field).present()).contains(FactName.AUTOMATIC_MAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Auto-Submitted: no\r\n", "Precedence: list\r\n", "Precedence: first-class\r\n"})
    void what_says_that_it_is_not_automatic_is_not(String field) {
        assertThat(of(PLAIN + field).present()).doesNotContain(FactName.AUTOMATIC_MAIL);
    }

    @Test
    void another_list_s_mail_is_told_from_our_own() {
        assertThat(of(PLAIN + "List-Id: Other <other.lists.example.net>\r\n").present()).contains(FactName.VIA_ANOTHER_LIST);
        assertThat(of(PLAIN + "List-Id: Talk <TALK.lists.example.org>\r\n").present()).doesNotContain(FactName.VIA_ANOTHER_LIST);
        assertThat(of(PLAIN + "Mailing-List: contact x\r\n").present()).contains(FactName.VIA_ANOTHER_LIST);
    }

    @Test
    void a_list_that_to_and_cc_do_not_name_is_hidden_unless_an_alias_or_who_sent_it_on_names_it() {
        String hidden = "From: ann@example.net\r\nTo: bob@example.net\r\nSubject: Tea\r\n";
        assertThat(of(hidden).present()).contains(FactName.HIDDEN_RECIPIENTS);
        assertThat(of(hidden + "Cc: Talk@Lists.Example.org\r\n").present()).doesNotContain(FactName.HIDDEN_RECIPIENTS);
        assertThat(of(hidden + "Resent-To: talk@lists.example.org\r\n").present()).doesNotContain(FactName.HIDDEN_RECIPIENTS);
        assertThat(of(Map.of(Setting.ACCEPTABLE_ALIASES, "bob@example.net"), hidden, "").present()).doesNotContain(FactName.HIDDEN_RECIPIENTS);
    }

    @Test
    void an_empty_subject_is_one_that_says_nothing() {
        assertThat(of("From: ann@example.net\r\nTo: talk@lists.example.org\r\n").present()).contains(FactName.SUBJECT_EMPTY);
        assertThat(of("From: ann@example.net\r\nTo: talk@lists.example.org\r\nSubject: =?utf-8?q?_?=\r\n").present()).contains(FactName.SUBJECT_EMPTY);
    }

    @Test
    void types_and_attachments_are_those_of_the_leaves() {
        Facts facts = of(Map.of(), PLAIN + "Content-Type: multipart/mixed; boundary=b\r\n", """
                --b\r
                Content-Type: TEXT/HTML\r
                \r
                <p>x\r
                --b\r
                Content-Type: application/pdf\r
                Content-Disposition: attachment; filename=a.pdf\r
                \r
                x\r
                --b--\r
                """);
        assertThat(facts.contentTypes()).containsExactly("application/pdf", "text/html");
        assertThat(facts.present()).contains(FactName.ATTACHMENTS);
    }

    @Test
    void hops_are_counted_against_the_setting_and_zero_switches_that_off() {
        String hops = PLAIN + "Received: from a by b; Sun, 22 Nov 2026 10:00:00 +0000\r\n".repeat(4);
        assertThat(of(Map.of(Setting.MAX_HOPS, "3"), hops, "").present()).contains(FactName.TOO_MANY_HOPS);
        assertThat(of(Map.of(Setting.MAX_HOPS, "4"), hops, "").present()).doesNotContain(FactName.TOO_MANY_HOPS);
        assertThat(of(Map.of(Setting.MAX_HOPS, "0"), hops, "").present()).doesNotContain(FactName.TOO_MANY_HOPS);
    }

    @Test
    void recipients_are_counted_once_each() {
        assertThat(of(PLAIN + "Cc: a@example.net, b@example.net, A@example.net\r\n").recipients()).isEqualTo(3);
    }
}
