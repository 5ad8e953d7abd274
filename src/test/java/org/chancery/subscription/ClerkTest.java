package org.chancery.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.subscription.TestLists.Mail;
import org.chancery.subscription.commands.Clerk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Commands by mail, with the store and the service of joining behind them and a clock that is moved by hand.
class ClerkTest {
    private static final String ANN = "ann@example.net";
    private static final String BOB = "bob@example.net";
    private final TestLists site = new TestLists();
    private final Clerk clerk = new Clerk(site.enrolment.site(), site.subscriptions(), site.store.answers());
    private final MailingList talk = site.list("talk", Map.of(Setting.DESCRIPTION, "Talk of the town", Setting.INFO, "Long words"));

    @AfterEach
    void close() {
        site.close();
    }

    private Optional<Notice> send(String author, String returnPath, String text) {
        Message message = Message.parse(("From: " + author + "\r\nMessage-ID: <1@example.net>\r\n\r\n" + text.replace("\n", "\r\n") + "\r\n").getBytes(UTF_8)).orThrow();
        return clerk.obey(new Clerk.Letter(talk, Mailbox.of(Address.of(author)), Asker.ANYBODY, Address.of(returnPath), message));
    }

    private Mail answer(String author, String text) {
        return new Mail(send(author, author, text).orElseThrow());
    }

    private Preferences preferences(MailingList list, String address) {
        return site.store.members().find(list.id(), Address.of(address), Role.MEMBER).orElseThrow().preferences();
    }

    private Answer reply(Mail asked, String from) {
        return site.subscriptions().confirm(asked.token(), new Proof.Reply(Address.of(from)));
    }

    @Test
    void an_answer_goes_to_the_return_path_with_the_null_sender_and_from_an_address_that_does_nothing() {
        Notice answer = send(ANN, "return@example.net", "help").orElseThrow();
        assertThat(answer.returnPath()).isEmpty();
        assertThat(answer.recipients()).containsExactly(Address.of("return@example.net"));
        Mail mail = new Mail(answer);
        assertThat(mail.header("From")).contains("talk-help@lists.example.org");
        assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(mail.header("In-Reply-To")).isEqualTo("<1@example.net>");
        assertThat(mail.header("Reply-To")).isEmpty();
    }

    @Test
    void join_and_leave_ask_the_address() {
        Mail answer = answer(ANN, "join digest=mime own-posts=off");
        assertThat(answer.text()).contains(ANN);
        Mail asked = site.mail();
        assertThat(site.isMember(talk, ANN)).isFalse();
        assertThat(reply(asked, ANN)).isEqualTo(Answer.DONE);
        assertThat(preferences(talk, ANN)).isEqualTo(Preferences.DEFAULT.digest(Member.Digest.MIME).ownPosts(false));
        site.mails();
        site.now = site.now.plus(Duration.ofDays(1));
        answer(ANN, "leave");
        assertThat(site.isMember(talk, ANN)).isTrue();
        reply(site.mail(), ANN);
        assertThat(site.isMember(talk, ANN)).isFalse();
    }

    @Test
    void all_settings_of_one_mail_are_asked_for_in_one_mail_and_change_when_the_address_agrees() {
        site.add(talk, ANN, Role.MEMBER);
        Mail answer = answer(ANN, "set vacation 2027-01-07\nset own-posts off\nset topics +releases -jobs\nset language ja");
        assertThat(answer.text()).contains("set vacation=2027-01-07");
        Mail asked = site.mail();
        assertThat(asked.text()).contains("vacation 2027-01-07").contains("own-posts off").contains("topics +releases -jobs");
        assertThat(preferences(talk, ANN)).isEqualTo(Preferences.DEFAULT);
        assertThat(reply(asked, BOB)).isEqualTo(Answer.NOT_ASKED);
        assertThat(preferences(talk, ANN)).isEqualTo(Preferences.DEFAULT);
        assertThat(reply(asked, ANN)).isEqualTo(Answer.DONE);
        assertThat(preferences(talk, ANN).away()).hasValue(LocalDate.parse("2027-01-07"));
        assertThat(preferences(talk, ANN).ownPosts()).isFalse();
        assertThat(preferences(talk, ANN).topics().toString()).isEqualTo("+releases -jobs");
        assertThat(preferences(talk, ANN).language()).isEqualTo("ja");
    }

    @Test
    void an_address_changes_when_the_old_one_and_then_the_new_one_agree() {
        String fresh = "ann@new.example";
        MailingList news = site.list("news", Map.of());
        site.add(talk, ANN, Role.MEMBER);
        site.add(talk, ANN, Role.OWNER);
        site.add(news, ANN, Role.MEMBER);
        answer(ANN, "set address " + fresh);
        Mail first = site.mail();
        assertThat(first.notice().recipients()).containsExactly(Address.of(ANN));
        assertThat(reply(first, fresh)).isEqualTo(Answer.NOT_ASKED);
        assertThat(reply(first, ANN)).isEqualTo(Answer.DONE);
        assertThat(site.isMember(talk, ANN)).isTrue();
        Mail second = site.mail();
        assertThat(second.notice().recipients()).containsExactly(Address.of(fresh));
        assertThat(second.text()).contains(ANN);
        assertThat(reply(second, ANN)).isEqualTo(Answer.NOT_ASKED);
        assertThat(reply(second, fresh)).isEqualTo(Answer.DONE);
        assertThat(site.store.members().of(Address.of(ANN))).isEmpty();
        assertThat(site.store.members().of(Address.of(fresh))).hasSize(3);
    }

    @Test
    void a_banned_address_takes_nothing_over() {
        site.add(talk, ANN, Role.MEMBER);
        site.ban(Optional.empty(), "@bad.example");
        answer(ANN, "set address ann@bad.example");
        reply(site.mail(), ANN);
        assertThat(site.mails()).isEmpty();
        assertThat(site.isMember(talk, ANN)).isTrue();
    }

    @Test
    void member_stranger_and_banned_get_the_same_words() {
        site.add(talk, ANN, Role.MEMBER);
        site.ban(Optional.of(talk), "carol@example.net");
        for (String commands : List.of("join", "leave", "set digest mime", "set address new@example.com", "join\nset hidden on\nwho")) {
            String member = answer(ANN, commands).shape(ANN);
            assertThat(answer(BOB, commands).shape(BOB)).as(commands).isEqualTo(member);
            assertThat(answer("carol@example.net", commands).shape("carol@example.net")).as(commands).isEqualTo(member);
        }
    }

    @Test
    void the_members_are_told_to_a_member_at_the_members_address_alone_and_the_hidden_ones_to_moderators() {
        site.store.lists().saveSettings(talk.id(), talk.settings(), talk.settings().with(Setting.ROSTER, "members"), site.act());
        MailingList open = site.store.lists().find(talk.id()).orElseThrow();
        site.add(talk, ANN, Role.MEMBER);
        Member hidden = site.add(talk, "hidden@example.net", Role.MEMBER);
        site.store.members().setPreferences(hidden.number(), Preferences.DEFAULT.hidden(true), site.act());
        site.add(talk, BOB, Role.MEMBER);

        String told = who(open, ANN, ANN);
        assertThat(told).contains(ANN).contains(BOB).doesNotContain("hidden@example.net");
        assertThat(who(open, ANN, "thief@example.com")).doesNotContain(BOB);
        assertThat(who(open, "stranger@example.com", "stranger@example.com")).doesNotContain(BOB);
        assertThat(who(talk, BOB, BOB)).doesNotContain(ANN);
        site.add(talk, "mod@example.net", Role.MODERATOR);
        assertThat(who(talk, "mod@example.net", "mod@example.net")).contains(ANN).contains("hidden@example.net *");
    }

    @Test
    void the_roster_is_shown_to_whom_the_setting_names() {
        site.add(talk, "hidden@example.net", Role.MEMBER);
        site.add(talk, ANN, Role.MEMBER);
        site.add(talk, "mod@example.net", Role.MODERATOR);
        site.add(talk, "owner@example.net", Role.OWNER);
        Map<String, List<String>> shown = Map.of(
                "nobody", List.of(), "owners", List.of("owner@example.net"), "moderators", List.of("mod@example.net", "owner@example.net"),
                "members", List.of(ANN, "mod@example.net", "owner@example.net"), "public", List.of(ANN, BOB, "mod@example.net", "owner@example.net"));
        shown.forEach((value, readers) -> {
            Settings before = site.store.lists().find(talk.id()).orElseThrow().settings();
            site.store.lists().saveSettings(talk.id(), before, before.with(Setting.ROSTER, value), site.act());
            MailingList list = site.store.lists().find(talk.id()).orElseThrow();
            for (String reader : List.of(ANN, BOB, "mod@example.net", "owner@example.net")) {
                assertThat(who(list, reader, reader).contains("hidden@example.net")).as(value + " " + reader).isEqualTo(readers.contains(reader));
            }
        });
    }

    private String who(MailingList list, String author, String returnPath) {
        Message message = Message.parse("Subject: who\r\n\r\n".getBytes(UTF_8)).orThrow();
        return new Mail(clerk.obey(new Clerk.Letter(list, Mailbox.of(Address.of(author)), Asker.ANYBODY, Address.of(returnPath), message)).orElseThrow()).text();
    }

    @Test
    void what_an_address_is_on_is_told_to_the_address_itself_alone() {
        site.add(talk, ANN, Role.MEMBER);
        assertThat(answer(ANN, "which").text()).contains("talk@lists.example.org member").contains("own-posts=on");
        assertThat(new Mail(send(ANN, "thief@example.com", "which").orElseThrow()).text()).doesNotContain("talk@lists.example.org member");
        assertThat(answer(BOB, "which").text()).contains("no list");
    }

    @Test
    void the_lists_are_those_of_the_domain_that_want_to_be_known() {
        site.list("open", Map.of(Setting.DESCRIPTION, "Everybody is welcome"));
        site.list("secret", Map.of(Setting.ADVERTISED, "false"));
        MailingList closed = site.list("closed", Map.of());
        site.store.lists().setState(closed.id(), MailingList.State.CLOSED, site.act());
        assertThat(answer(ANN, "lists").text()).contains("open@lists.example.org").contains("Everybody is welcome")
                .doesNotContain("secret@").doesNotContain("closed@");
        assertThat(answer(ANN, "info").text()).contains("Talk of the town").contains("Long words").contains("talk-join@lists.example.org");
    }

    @Test
    void a_list_that_says_nothing_of_itself_leaves_no_hole_in_the_info() {
        assertThat(answer(ANN, "info").text()).contains("talk@lists.example.org").doesNotContainPattern("\\n\\s*\\n\\s*\\n");
    }

    @Test
    void nothing_that_a_stranger_wrote_comes_back() {
        Mail answer = answer(ANN, "buy http://spam.example/now\njoin http://spam.example/join\nhelp");
        assertThat(answer.text()).doesNotContain("spam.example").contains("no command");
        assertThat(answer.text().split("set address NEW", -1)).as("the help stands there once").hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void ten_mails_a_day_are_obeyed_and_the_rest_is_dropped() {
        for (int i = 0; i < 10; i++) {
            assertThat(send(ANN, ANN, "info")).isPresent();
        }
        assertThat(send(ANN, ANN, "info")).isEmpty();
        assertThat(send("a.nn+tag@example.net", "a.nn+tag@example.net", "info")).isEmpty();
        assertThat(send(BOB, ANN, "join")).isEmpty();
        assertThat(site.mails()).isEmpty();
        assertThat(send(BOB, BOB, "info")).isPresent();
        site.now = site.now.plus(Duration.ofDays(1));
        assertThat(send(ANN, ANN, "info")).isPresent();
    }

    @Test
    void a_letter_without_a_command_gets_the_help_once_a_day() {
        assertThat(answer(ANN, "Dear list").text()).contains("which:");
        assertThat(send(ANN, ANN, "Dear list")).isEmpty();
        assertThat(send(ANN, ANN, "help")).isPresent();
        assertThat(send(BOB, "talk@lists.example.org", "help")).as("never to a list of ours").isEmpty();
    }

    @Test
    void a_member_is_answered_in_the_members_language_and_nobody_else_learns_it() {
        Member ann = site.add(talk, ANN, Role.MEMBER);
        site.store.members().setPreferences(ann.number(), Preferences.DEFAULT.language("de"), site.act());
        assertThat(answer(ANN, "get 1").text()).contains("führt kein Archiv");
        assertThat(new Mail(send(ANN, "thief@example.com", "get 1").orElseThrow()).text()).contains("keeps no archive");
    }

    @Test
    void a_token_is_confirmed_by_command_from_the_address_it_was_sent_to() {
        answer(ANN, "join");
        Mail asked = site.mail();
        assertThat(answer(BOB, "confirm " + asked.token()).text()).contains("Another address");
        assertThat(site.isMember(talk, ANN)).isFalse();
        assertThat(answer(ANN, "confirm " + asked.token()).text()).contains("Thank you");
        assertThat(site.isMember(talk, ANN)).isTrue();
        assertThat(answer(ANN, "confirm " + "a".repeat(34)).text()).contains("not known");
    }

    @Test
    void a_member_is_asked_in_the_members_language_and_a_stranger_in_the_lists() {
        Member ann = site.add(talk, ANN, Role.MEMBER);
        site.store.members().setPreferences(ann.number(), Preferences.DEFAULT.language("de"), site.act());
        answer(ANN, "set hidden on");
        assertThat(site.mail().text()).contains("Folgendes eingestellt");
        answer(BOB, "set hidden on");
        assertThat(site.mail().text()).contains("the following is set");
    }

    @Test
    void a_member_takes_up_delivery_that_bounces_stopped_but_not_what_a_moderator_stopped() {
        Member ann = site.add(talk, ANN, Role.MEMBER);
        Member bob = site.add(talk, BOB, Role.MEMBER);
        site.store.members().setPreferences(ann.number(), Preferences.DEFAULT.state(Member.Delivery.OFF_BY_BOUNCES), site.act());
        site.store.members().setPreferences(bob.number(), Preferences.DEFAULT.state(Member.Delivery.OFF_BY_MODERATOR), site.act());
        answer(ANN, "set delivery on");
        reply(site.mail(), ANN);
        assertThat(preferences(talk, ANN).delivery()).isTrue();
        answer(BOB, "set delivery on\nset hidden on");
        reply(site.mail(), BOB);
        assertThat(preferences(talk, BOB).state()).isEqualTo(Member.Delivery.OFF_BY_MODERATOR);
        assertThat(preferences(talk, BOB).hidden()).isTrue();
    }
}
