package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneServer;
import org.chancery.list.MailingList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What blocklists say reaches the policy of a list, and nobody else (authorisation.md Z8).
class BlocklistedTest {
    private static final String POSTER = "ann@example.net";
    private static ZoneServer dns;
    private static Site site;
    private static MailingList strict;
    private static MailingList open;

    @BeforeAll
    static void start() throws IOException {
        dns = ZoneServer.start(Zone.read("""
                {"2.0.0.127.one.example": {"A": ["127.0.0.2"]}, "6.0.0.127.one.example": {"A": ["127.0.0.2"]}, "9.2.0.192.one.example": {"A": ["127.0.0.2"]},
                 "6.0.0.127.two.example": {"A": ["127.0.0.2"]}, "9.2.0.192.two.example": {"A": ["127.0.0.4"]}, "5.0.0.127.one.example": {"A": ["127.0.0.2"]},
                 "4.0.0.127.mad.example": {"A": ["127.0.0.2"]}, "4.0.0.127.one.example": {"A": ["127.0.0.2"]}, "1.0.0.127.mad.example": {"A": ["127.0.0.2"]},
                 "4.0.0.127.angry.example": {"A": ["127.255.255.254"]}, "4.0.0.127.silent.example": {"timeout": true}}
                """).orThrow(), 0);
        site = Site.start("dns.servers=127.0.0.1:" + dns.address().getPort(), "dns.timeout_seconds=1", "trust.fronts=127.0.0.6",
                "blocklists.addresses=one.example,two.example,mad.example,angry.example,silent.example", "blocklists.timeout_seconds=2");
        strict = site.list("strict@" + Site.DOMAIN, "discussion", "refuse \"Your server is on blocklists\" when blocklisted by at least 2. accept when from anyone. otherwise refuse.");
        open = site.openList("open", "reader@example.net");
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
        dns.close();
    }

    private static String post(Talk talk, MailingList list) throws IOException {
        String to = list.address().toString();
        return talk.post(POSTER, List.of(to), Site.message(POSTER, to, "x"));
    }

    private static String from(String source, MailingList list) throws IOException {
        try (Talk talk = Talk.from(source, site.address("smtp"))) {
            return post(talk, list);
        }
    }

    @Test
    void az8_two_lists_that_agree_refuse_where_the_policy_says_so_and_only_there() throws IOException {
        try (Talk front = Talk.from("127.0.0.6", site.address("smtp"))) {
            front.ask("XFORWARD ADDR=192.0.2.9 HELO=mx.example.net");
            String reply = post(front, strict);
            assertThat(site.onList(reply).post().judged().reason()).contains("Your server is on blocklists");
            front.ask("XFORWARD ADDR=192.0.2.9 HELO=mx.example.net");
            assertThat(site.onList(post(front, open)).post().judged().decision()).isEqualTo("accept");
        }
    }

    @Test
    void az8_one_list_alone_with_a_mad_an_angry_and_a_silent_one_beside_it_does_not_block() throws IOException {
        assertThat(site.onList(from("127.0.0.4", strict)).post().judged().decision()).isEqualTo("accept");
        assertThat(site.onList(from("127.0.0.5", strict)).post().judged().decision()).isEqualTo("accept");
    }

    @Test
    void the_address_of_a_front_is_asked_about_nowhere() throws IOException {
        assertThat(site.onList(from("127.0.0.6", strict)).post().judged().decision()).isEqualTo("accept");
    }
}
