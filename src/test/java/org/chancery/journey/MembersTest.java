package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.MemberAdministration.Wish;
import org.chancery.list.Choice;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What members choose and command, over real SMTP.
class MembersTest {
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static void choose(MailingList list, String address, Choice choice, String value) {
        Map<Choice, String> choices = new EnumMap<>(Choice.class);
        choices.put(choice, value);
        site.administration().members().set(Site.CALLER, list, address, Role.MEMBER, new Wish(choices, Optional.empty(), Optional.empty()));
    }

    private static String send(String from, String to, String subject, String body) throws IOException {
        return site.post(from, to, Site.message(from, to, subject, "", body));
    }

    private static Member.Preferences preferences(MailingList list, String address) {
        return site.administration().members().show(list, address).getFirst().preferences();
    }

    @Test
    void vacation_own_posts_and_duplicates_are_spared_and_nobody_else_is() throws IOException {
        MailingList list = site.openList("choices", "away@c.example.net", "own@c.example.net", "named@c.example.net", "named-too@c.example.net", "all@c.example.net");
        choose(list, "away@c.example.net", Choice.VACATION, LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).plusDays(10).toString());
        choose(list, "own@c.example.net", Choice.OWN_POSTS, "off");
        choose(list, "named@c.example.net", Choice.DUPLICATES, "off");
        byte[] post = Site.message("own@c.example.net", list.address() + ", named@c.example.net", "spared", "Cc: Named <named-too@c.example.net>\r\n", "Hello.\r\n");
        String reply = site.post("own@c.example.net", list.address().toString(), post);
        Site.receipt(reply);
        site.copies("all@c.example.net", 1);
        site.settle();
        assertThat(site.mails("all@c.example.net", "spared")).hasSize(1);
        assertThat(site.mails("named-too@c.example.net", "spared")).as("who did not choose otherwise has the list's copy too").hasSize(1);
        assertThat(site.mails("away@c.example.net", "spared")).isEmpty();
        assertThat(site.mails("own@c.example.net", "spared")).isEmpty();
        assertThat(site.mails("named@c.example.net", "spared")).isEmpty();
        assertThat(site.onList(reply).post().recipients()).isEqualTo(2);
    }

    @Test
    void who_writes_from_another_address_of_the_account_stands_as_the_member_and_explain_says_so() throws IOException {
        MailingList list = site.list("persons@" + Site.DOMAIN, "discussion", "accept when from member. otherwise refuse.", "ann@p.example.net");
        site.account("ann@p.example.net");
        String work = "ann@work.example.net";
        assertThat(send(work, list.address().toString(), "before", "x\r\n")).startsWith("550");
        site.administration().accounts().addAddress(Site.CALLER, site.administration().accounts().require("ann@p.example.net"), work);
        String reply = send(work, list.address().toString(), "after", "x\r\n");
        assertThat(site.onList(reply).post().judged().facts()).containsEntry("standing-as", "ann@p.example.net").containsEntry("roles", "member");
    }

    @Test
    void settings_change_by_mail_once_the_member_has_agreed() throws IOException {
        MailingList list = site.openList("setting", "ann@set.example.net");
        Site.receipt(send("ann@set.example.net", Site.role(list, "-request"), "set", "set digest plain\r\nset hidden on\r\n-- \r\nAnn\r\n"));
        assertThat(site.mail("ann@set.example.net", "What became of your mail").root().text()).contains("digest=plain");
        Message asked = site.mail("ann@set.example.net", "your settings");
        assertThat(asked.root().text()).contains("digest plain").contains("hidden on");
        assertThat(preferences(list, "ann@set.example.net").hidden()).isFalse();
        Site.receipt(send("ann@set.example.net", site.replyTo(asked), "Re: your settings", "yes\r\n"));
        assertThat(preferences(list, "ann@set.example.net")).isEqualTo(Member.Preferences.DEFAULT.digest(Member.Digest.PLAIN).hidden(true));
    }

    @Test
    void an_address_is_changed_by_mail_from_both_addresses() throws IOException {
        MailingList list = site.openList("moving", "ann@old.example.net");
        Site.receipt(send("ann@old.example.net", Site.role(list, "-request"), "set address ann@new.example.net", ""));
        Site.receipt(send("ann@old.example.net", site.replyTo(site.mail("ann@old.example.net", "your settings")), "Re:", "yes\r\n"));
        Message asked = site.mail("ann@new.example.net", "new address");
        Site.receipt(send("ann@new.example.net", site.replyTo(asked), "Re:", "yes\r\n"));
        assertThat(site.administration().members().show(list, "ann@new.example.net")).hasSize(1);
        Site.receipt(site.post("x@example.net", list.address().toString(), Site.message("x@example.net", list.address().toString(), "moved")));
        assertThat(site.mail("ann@new.example.net", "moved")).isNotNull();
        site.settle();
        assertThat(site.mails("ann@old.example.net", "moved")).isEmpty();
    }

    @Test
    void memberships_follow_the_preferred_address_that_a_person_sets_by_mail() throws IOException {
        MailingList list = site.openList("following", "ann@first.example.net");
        MailingList other = site.openList("staying", "ann@first.example.net");
        site.account("ann@first.example.net");
        site.administration().accounts().addAddress(Site.CALLER, site.administration().accounts().require("ann@first.example.net"), "ann@second.example.net");
        Site.receipt(send("ann@second.example.net", Site.role(other, "-request"), "set preferred ann@second.example.net", ""));
        Message asked = site.mail("ann@first.example.net", "your settings on staying");
        assertThat(asked.root().text()).contains("preferred ann@second.example.net");
        Site.receipt(send("ann@first.example.net", site.replyTo(asked), "Re:", "yes\r\n"));
        assertThat(site.administration().members().show(list, "ann@first.example.net")).as("it does not follow").hasSize(1);

        Site.receipt(send("ann@first.example.net", Site.role(list, "-request"), "set preferred on", ""));
        Site.receipt(send("ann@first.example.net", site.replyTo(site.mail("ann@first.example.net", "your settings on following")), "Re:", "yes\r\n"));
        assertThat(preferences(list, "ann@second.example.net").followsPreferred()).isTrue();

        for (MailingList one : List.of(list, other)) {
            Site.receipt(site.post("x@example.net", one.address().toString(), Site.message("x@example.net", one.address().toString(), "after " + one.address().localPart())));
        }
        assertThat(site.mail("ann@second.example.net", "after following")).isNotNull();
        assertThat(site.mail("ann@first.example.net", "after staying")).isNotNull();
        site.settle();
        assertThat(site.mails("ann@first.example.net", "after following")).isEmpty();
        assertThat(site.mails("ann@second.example.net", "after staying")).isEmpty();
    }

    @Test
    void nobody_is_asked_to_prefer_an_address_that_is_somebody_elses() throws IOException {
        MailingList list = site.openList("preferring", "eve@prefer.example.net");
        site.account("eve@prefer.example.net");
        site.account("mallory@prefer.example.net");
        Site.receipt(send("eve@prefer.example.net", Site.role(list, "-request"), "set preferred mallory@prefer.example.net", ""));
        assertThat(site.mail("eve@prefer.example.net", "What became of your mail").root().text()).contains("set preferred").doesNotContain("mallory");
        site.settle();
        assertThat(site.mails("eve@prefer.example.net", "Please confirm")).isEmpty();
        assertThat(site.mails("mallory@prefer.example.net", "")).isEmpty();
    }

    @Test
    void a_question_is_answered_with_one_mail_and_a_program_is_not_answered() throws IOException {
        MailingList list = site.openList("asking");
        Site.receipt(send("ann@ask.example.net", Site.role(list, "-request"), "Re: lists", "info\r\nnonsense\r\n> join\r\n"));
        assertThat(site.mail("ann@ask.example.net", "What became of your mail").root().text()).contains("asking@lists.example.org").contains("no command");
        byte[] automatic = Site.message("bot@ask.example.net", Site.role(list, "-request"), "help", "Auto-Submitted: auto-replied\r\n", "help\r\n");
        Site.receipt(site.post("bot@ask.example.net", Site.role(list, "-request"), automatic));
        Site.receipt(site.post("", Site.role(list, "-request"), Site.message("bot@ask.example.net", Site.role(list, "-request"), "help")));
        site.settle();
        assertThat(site.mails("ann@ask.example.net", "")).hasSize(1);
        assertThat(site.mails("bot@ask.example.net", "")).isEmpty();
    }
}
