package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.Explanations.OnList;
import org.chancery.administration.Refused;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Role;
import org.chancery.posting.Order.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the settings of a list do with posts, over real SMTP; and who is told why.
class RulesTest {
    private static final String POSTER = "poster@example.net";
    private static Site site;
    private static int lists;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    /// A list with these settings, `key=value` each, that takes everything but for them.
    private static MailingList list(String... settings) {
        MailingList list = site.openList("rules" + ++lists, "reader" + lists + "@example.net");
        Map<String, String> values = new HashMap<>();
        for (String setting : settings) {
            values.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        site.set(list, values);
        return site.administration().lists().require(list.address().toString());
    }

    private static String post(MailingList list, String subject, String fields, String body) throws IOException {
        String to = list.address().toString();
        return site.post(POSTER, to, Site.message(POSTER, to, subject, fields, body));
    }

    private static void isHeld(String reply, String why) {
        OnList on = site.onList(reply);
        assertThat(on.post().state()).isEqualTo(State.HELD);
        assertThat(on.post().judged().source()).isEqualTo("check");
        assertThat(on.post().judged().reason()).isEqualTo("Held for the moderators: " + why);
    }

    private static void isAccepted(String reply) {
        assertThat(site.onList(reply).post().judged().decision()).isEqualTo("accept");
    }

    @Test
    void in_an_emergency_every_post_is_held() throws IOException {
        isHeld(post(list("emergency=true"), "x", "", "x\r\n"), "every post waits while the list is in emergency (emergency)");
    }

    @Test
    void a_command_sent_to_the_list_by_mistake_is_held_in_subject_and_in_a_short_text() throws IOException {
        MailingList list = list();
        String why = "it looks like a command; commands go to the address that ends in -request (administrivia)";
        isHeld(post(list, "unsubscribe", "", "x\r\n"), why);
        isHeld(post(list, "(none)", "", "\r\nUnsubscribe please\r\n-- \r\nAnn\r\nAnn Ltd\r\n1\r\n2\r\n3\r\n4\r\n"), why);
        isAccepted(post(list, "How do I unsubscribe?", "", "subscribe to this idea:\r\n1\r\n2\r\n3\r\n4\r\n5\r\n"));
        isAccepted(post(list("administrivia=false"), "unsubscribe", "", "x\r\n"));
    }

    @Test
    void commands_in_schleuders_words_are_held_however_much_follows() throws IOException {
        MailingList list = list();
        String why = "it looks like a command; commands go to the address that ends in -request (administrivia)";
        String letter = "\r\n\r\nDear colleague,\r\n" + "what follows is for you alone.\r\n".repeat(100);
        isHeld(post(list, "Report", "", "\r\nX-RESEND: kit@example.com\r\nx-list-name: " + list.address() + letter), why);
        isHeld(post(list, "Report", "", "x-listname: " + list.address() + "\r\nx-resend-cc-unencrypted: kit@example.com" + letter), why);
        isAccepted(post(list, "Report", "", "X-RESEND is what I would use, I think." + letter.replace("X-", "")));
        isAccepted(post(list, "Report", "", "Look at this:\r\nX-RESEND: kit@example.com" + letter));
    }

    @Test
    void a_post_that_does_not_name_the_list_is_held_unless_it_names_an_alias() throws IOException {
        MailingList list = list("require_destination=true", "acceptable_aliases=old-name@example.com");
        String to = list.address().toString();
        isHeld(site.post(POSTER, to, Site.message(POSTER, "undisclosed@example.net", "x")), "it names the list neither in To nor in Cc (require_destination)");
        isAccepted(site.post(POSTER, to, Site.message(POSTER, "undisclosed@example.net", "x", "Cc: OLD-NAME@example.com\r\n", "x\r\n")));
        isAccepted(site.post(POSTER, to, Site.message(POSTER, "undisclosed@example.net", "x", "Resent-To: " + to + "\r\n", "x\r\n")));
        isAccepted(post(list, "x", "", "x\r\n"));
    }

    @Test
    void too_many_recipients_too_much_and_no_subject_are_told_apart() throws IOException {
        MailingList list = list("max_recipients=2", "max_size=1", "no_subject=reject");
        isHeld(post(list, "x", "Cc: a@example.net, b@example.net\r\n", "x\r\n"), "it has more than 2 addresses in To and Cc (max_recipients)");
        isHeld(post(list, "x", "", ("x".repeat(70) + "\r\n").repeat(20)), "it has more than 1 KB (max_size)");
        assertThat(post(list, " ", "", "x\r\n")).isEqualTo("550 5.7.1 Refused: posts without a subject are not taken (no_subject)");
    }

    @Test
    void header_patterns_see_every_field_of_every_part_decoded_and_in_any_case() throws IOException {
        MailingList list = list("header_patterns=# unwanted\nSubject: ^sch\u00f6n -> reject\nX-Mailer: bulk -> discard\n*: evil\\.exe -> hold");
        assertThat(post(list, "=?iso-8859-1?Q?SCH=D6N?=", "", "x\r\n")).isEqualTo("550 5.7.1 Refused: its field Subject matches a pattern of this list (header_patterns)");
        assertThat(site.onList(post(list, "x", "X-Mailer: BULKer 3\r\n", "x\r\n")).post().state()).isEqualTo(State.DISCARDED);
        isHeld(post(list, "x", "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n",
                "--b\r\n\r\nx\r\n--b\r\nContent-Type: application/octet-stream; name=\"Evil.exe\"\r\n\r\nx\r\n--b--\r\n"), "its field matches a pattern of this list (header_patterns)");
        isAccepted(post(list, "unsch\u00f6n", "", "x\r\n"));
    }

    @Test
    void a_pattern_that_is_none_is_refused_when_it_is_set() {
        MailingList list = list();
        for (String wrong : List.of("Subject: (a -> hold", "Subject: a(?=b) -> hold", "Subject x -> hold", "Subject: x -> eat", "Sub ject: x -> hold",
                "Subject: ((a{100}){100}){100} -> hold")) {
            assertThatThrownBy(() -> site.set(list, Map.of("header_patterns", wrong))).as(wrong).isInstanceOf(Refused.class).hasMessageContaining("line 1");
        }
        assertThatThrownBy(() -> site.set(list, Map.of("topics", "a: x\nA: y"))).isInstanceOf(Refused.class).hasMessageContaining("line 2");
        assertThatThrownBy(() -> site.set(list, Map.of("acceptable_aliases", "nobody"))).isInstanceOf(Refused.class).hasMessageContaining("line 1");
    }

    @Test
    void a_pattern_that_explodes_elsewhere_ends_at_once_over_64_kilobytes_of_header() throws IOException {
        MailingList list = list("header_patterns=X-Long: (a+)+$ -> hold\n*: (.*a){12}b -> hold");
        isAccepted(post(list, "x", "X-Long: " + (" " + "a".repeat(900) + "\r\n").repeat(70) + " !\r\n", "x\r\n"));
        isHeld(post(list, "x", "X-Long: " + "a".repeat(900) + "\r\n", "x\r\n"), "its field X-Long matches a pattern of this list (header_patterns)");
    }

    @Test
    void the_first_posts_of_a_member_are_held_until_enough_of_them_were_accepted() throws IOException {
        MailingList list = list("quarantine_posts=1");
        site.add(list, POSTER, Role.MEMBER);
        String first = post(list, "x", "", "one\r\n");
        isHeld(first, "the first posts of a new member are looked at (quarantine_posts)");
        isHeld(post(list, "x", "", "two\r\n"), "the first posts of a new member are looked at (quarantine_posts)");

        site.administration().desk().accept(Site.CALLER, site.onList(first).post().id().toString(), "");

        isAccepted(post(list, "x", "", "three\r\n"));
    }

    @Test
    void a_moderated_member_is_held_and_another_one_is_not() throws IOException {
        MailingList list = list();
        site.administration().members().add(Site.CALLER, list, POSTER, "", Role.MEMBER, new Preferences(true, org.chancery.list.Member.Digest.NONE, true, false));
        isHeld(post(list, "x", "", "x\r\n"), "posts of this member are looked at first (moderated)");
        isAccepted(site.post("reader" + lists + "@example.net", list.address().toString(), Site.message("reader" + lists + "@example.net", list.address().toString(), "x")));
    }

    @Test
    void members_and_others_have_their_default_actions() throws IOException {
        MailingList list = list("member_action=hold", "nonmember_action=reject");
        assertThat(post(list, "x", "", "x\r\n")).isEqualTo("550 5.7.1 Refused: posts of those who are not members are not taken (nonmember_action)");
        site.add(list, POSTER, Role.MEMBER);
        isHeld(post(list, "x", "", "x\r\n"), "posts of members are looked at first (member_action)");
    }

    @Test
    void a_post_of_which_the_filter_leaves_nothing_gets_the_action_of_the_filter() throws IOException {
        MailingList list = list("filter=true", "filter_deny_types=application", "filter_action=reject");
        assertThat(post(list, "x", "Content-Type: application/zip\r\n", "x\r\n"))
                .isEqualTo("550 5.7.1 Refused: it has no content of a kind that this list takes (filter_action)");
        isAccepted(post(list, "x", "", "x\r\n"));
    }

    @Test
    void who_is_banned_is_refused_as_author_and_as_envelope_sender() throws IOException {
        MailingList list = list("emergency=true");
        site.administration().bans().add(Site.CALLER, Optional.of(list), "banned@example.net");
        String to = list.address().toString();
        String refused = "550 5.7.1 Refused: this address may not write here (bans)";

        assertThat(site.post(POSTER, to, Site.message("Banned <BANNED@example.net>", to, "x"))).isEqualTo(refused);
        assertThat(site.post("banned@example.net", to, Site.message(POSTER, to, "x"))).isEqualTo(refused);
        assertThat(post(list, "x", "", "x\r\n")).startsWith("250 ");
    }

    @Test
    void policy_show_shows_the_checks_above_the_policy() {
        assertThat(site.administration().policies().show(list("emergency=true")))
                .contains("# always bans, before all rules: refuse when from group \"banned\".\n",
                        "# from setting emergency, before all rules: hold for moderators when from anyone.\n")
                .endsWith(Site.OPEN);
    }

    @Test
    void a_post_is_tagged_with_the_topics_of_its_subject_and_keywords() throws IOException {
        MailingList list = list("topics=releases: \\[release\\]\nsecurity: cve-[0-9]+\nother: zzz");
        String reply = post(list, "[RELEASE] 1.0", "Keywords: fixes, CVE-2026\r\n", "x\r\n");
        assertThat(site.onList(reply).topics()).containsExactly("releases", "security");
        assertThat(site.onList(post(list, "x", "", "zzz\r\n")).topics()).isEmpty();
    }
}
