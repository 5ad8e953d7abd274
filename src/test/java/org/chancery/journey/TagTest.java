package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.MemberAdministration.Wish;
import org.chancery.list.Choice;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `and tag TEXT`: a rule marks what it lets through, for the filters of readers and as a topic.
class TagTest {
    private static final String POSTER = "poster@example.net";
    private static final String POLICY = "accept and tag \"Security\" when from member. otherwise accept.";
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String post(String author, MailingList list, String subject) throws IOException {
        String to = list.address().toString();
        return site.post(author, to, Site.message(author, to, subject, "Chancery-Tag: forged\r\n", "Hello.\r\n"));
    }

    private static List<String> tags(String member) {
        return site.copy(member).headers().all("Chancery-Tag").stream().map(Header::text).toList();
    }

    @Test
    void copies_carry_the_tag_of_the_rule_and_never_one_of_the_sender() throws IOException {
        MailingList plain = site.list("plain@" + Site.DOMAIN, "discussion", POLICY, "plain-member@example.net");
        MailingList tagged = site.list("tagged@" + Site.DOMAIN, "discussion", POLICY, "tagged-member@example.net");
        post(POSTER, plain, "Hello");
        String reply = post("tagged-member@example.net", tagged, "CVE-2026-1");
        assertThat(tags("plain-member@example.net")).isEmpty();
        assertThat(tags("tagged-member@example.net")).containsExactly("Security");
        assertThat(site.onList(reply).post().judged().tag()).contains("Security");
    }

    @Test
    void a_held_post_keeps_its_tag_until_a_moderator_lets_it_through() throws IOException {
        MailingList list = site.list("held@" + Site.DOMAIN, "discussion", "otherwise hold and tag \"größer\".", "held-member@example.net");
        String reply = post(POSTER, list, "big");
        site.administration().desk().accept(Site.CALLER, site.onList(reply).post().id().toString(), "");
        assertThat(tags("held-member@example.net")).containsExactly("größer");
    }

    @Test
    void a_tag_is_a_topic_that_members_follow_and_mute() throws IOException {
        MailingList list = site.list("topical@" + Site.DOMAIN, "discussion", POLICY, "follows@example.net", "mutes@example.net", "all@example.net");
        site.set(list, Map.of("topics", "security: ^no such words$"));
        choose(list, "follows@example.net", "+security");
        choose(list, "mutes@example.net", "-security");
        post("all@example.net", list, "CVE-2026-2");
        post(POSTER, list, "Lunch");
        site.copies("all@example.net", 2);
        site.settle();
        assertThat(subjects("follows@example.net")).containsExactly("CVE-2026-2");
        assertThat(subjects("mutes@example.net")).containsExactly("Lunch");
    }

    private static void choose(MailingList list, String member, String topics) {
        site.administration().members().set(
                Site.CALLER, list, member, Role.MEMBER, new Wish(new EnumMap<>(Map.of(Choice.TOPICS, topics)), Optional.empty(), Optional.empty()));
    }

    private static List<String> subjects(String member) {
        return site.copies(member, 1).stream().map(Site::read).map(copy -> copy.headers().first("Subject").orElseThrow().text()).toList();
    }
}
