package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.posting.Order.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A list that is a member of another list, and lists that only announce.
class UmbrellaTest {
    private static final String PARENT = "parent@lists.example.org";
    private static final String CHILD = "child@lists.example.org";
    private static final String POSTER = "poster@example.net";
    private static Site site;
    private static MailingList child;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
        site.openList("parent", CHILD);
        child = site.list(CHILD, "umbrella", "", "in-child@example.net");
        site.set(child, Map.of("parents", PARENT));
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static SmtpSink.Message copyForChild(String subject) throws IOException {
        int before = site.copies(CHILD, 0).size();
        site.post(POSTER, PARENT, Site.message(POSTER, PARENT, subject));
        return site.copies(CHILD, before + 1).getLast();
    }

    @Test
    void a_post_of_the_parent_passes_to_the_members_of_the_child_under_the_childs_name() throws IOException {
        SmtpSink.Message copy = copyForChild("From above");

        String reply = site.post(copy.mailFrom(), CHILD, copy.content());

        assertThat(site.onList(reply).post().judged().ruleText()).isEqualTo("accept when from parent list and proof at least domain");
        SmtpSink.Message below = site.copies("in-child@example.net", 1).getFirst();
        Message read = Site.read(below);
        assertThat(below.mailFrom()).startsWith("child-bounces+");
        assertThat(read.headers().all("List-Id")).extracting(Header::value).containsExactly("<child.lists.example.org>");
        assertThat(read.headers().all("X-Loop")).hasSize(2);
        assertThat(site.header(read, "From")).contains(POSTER);
    }

    @Test
    void who_only_says_that_he_is_the_parent_waits_for_moderators() throws IOException {
        SmtpSink.Message copy = copyForChild("Forged");
        for (String path : new String[] {"parent-bounces+aaaaaaaaaaaaaaaaaaaaaaaaaaaa@lists.example.org", "parent-bounces@lists.example.org", POSTER}) {
            Message other = Site.read(copy).edit().removeAll("Message-ID").build();
            assertThat(site.onList(site.post(path, CHILD, other.toByteArray())).post().state()).as(path).isEqualTo(State.HELD);
        }
    }

    @Test
    void a_parent_elsewhere_is_known_by_its_bounce_address_where_spf_passes_for_it() throws IOException {
        String below = "below@lists.example.org";
        site.set(site.list(below, "umbrella", ""), Map.of("parents", "news@example.com"));
        byte[] post = Site.message("author@elsewhere.example", below, "From afar");
        assertThat(site.onList(site.post("news-bounces+x1@example.com", below, post)).post().judged().ruleText())
                .isEqualTo("accept when from parent list and proof at least domain");
        assertThat(site.onList(site.forge("news-bounces@example.com", below, Site.message("author@elsewhere.example", below, "Not from afar"))).post().state())
                .isEqualTo(State.HELD);
    }

    @Test
    void a_list_that_is_not_named_as_parent_is_none() throws IOException {
        site.openList("stranger", CHILD);
        site.post(POSTER, "stranger@lists.example.org", Site.message(POSTER, "stranger@lists.example.org", "Stranger"));
        int seen = site.copies(CHILD, 0).size();
        Site.await(() -> site.copies(CHILD, 0).size() >= seen);
        SmtpSink.Message copy = site.copies(CHILD, 1).stream().filter(found -> found.mailFrom().startsWith("stranger-")).findFirst().orElseGet(() -> {
            Site.await(() -> site.copies(CHILD, 0).stream().anyMatch(found -> found.mailFrom().startsWith("stranger-")));
            return site.copies(CHILD, 1).stream().filter(found -> found.mailFrom().startsWith("stranger-")).findFirst().orElseThrow();
        });

        assertThat(site.onList(site.post(copy.mailFrom(), CHILD, copy.content())).post().state()).isEqualTo(State.HELD);
    }

    @Test
    void an_announce_list_takes_nothing_from_members_and_says_so_in_list_post() throws IOException {
        MailingList news = site.list("news@lists.example.org", "announce", "", POSTER);
        assertThat(site.post(POSTER, "news@lists.example.org", Site.message(POSTER, "news@lists.example.org", "Me too")))
                .startsWith("550 5.7.1 Only named senders may post here (rule ");
        site.administration().policies().set(Site.CALLER, news, "accept when from owner and proof at least account. otherwise refuse \"Only named senders may post here\".");
        site.add(news, "owner@example.net", org.chancery.list.Role.OWNER);
        String password = site.account("owner@example.net");
        try (Talk talk = site.submission("owner@example.net", password)) {
            Site.receipt(talk.post("owner@example.net", List.of("news@lists.example.org"), Site.message("owner@example.net", "news@lists.example.org", "Issue 1")));
        }
        assertThat(site.header(site.copy(POSTER), "List-Post")).contains("NO");
    }
}
