package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.chancery.list.MailingList;
import org.chancery.posting.Order.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A mail server of our own in front: what it tells of its client stands in place of its socket (authorisation.md section 1.2).
class FrontsTest {
    private static final String POSTER = "poster@example.net";
    private static Site site;
    private static MailingList list;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start("trust.fronts=127.0.0.7");
        list = site.openList("fronted", "reader@example.net");
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static Talk front() throws IOException {
        return Talk.from("127.0.0.7", site.address("smtp"));
    }

    private static Map<String, String> sessionOf(Talk talk) throws IOException {
        String to = list.address().toString();
        return site.life(talk.post(POSTER, List.of(to), Site.message(POSTER, to, "x"))).receipt().session();
    }

    @Test
    void what_the_front_tells_is_the_edge() throws IOException {
        try (Talk front = front()) {
            assertThat(front.ask("XFORWARD ADDR=192.0.2.9 HELO=mx.example.net")).startsWith("250");
            assertThat(sessionOf(front)).containsEntry("peer", "127.0.0.7").containsEntry("edge", "192.0.2.9 mx.example.net");
            assertThat(sessionOf(front)).doesNotContainKey("edge");
        }
    }

    @Test
    void a_front_that_tells_nothing_leaves_the_edge_unknown() throws IOException {
        try (Talk front = front()) {
            assertThat(sessionOf(front)).containsEntry("peer", "127.0.0.7").doesNotContainKeys("edge", "login");
        }
    }

    @Test
    void the_account_that_a_front_has_authenticated_is_a_login_if_it_is_an_address() throws IOException {
        try (Talk front = front()) {
            front.ask("XCLIENT ADDR=192.0.2.9 LOGIN=Poster@example.net");
            front.ask("EHLO client.example.net");
            assertThat(sessionOf(front)).containsEntry("login", POSTER);
            front.ask("XCLIENT LOGIN=poster");
            front.ask("EHLO client.example.net");
            assertThat(sessionOf(front)).doesNotContainKey("login");
        }
    }

    @Test
    void az1_an_address_that_is_no_front_may_say_nothing_and_gives_no_identity() throws IOException {
        try (Talk stranger = Talk.from("127.0.0.8", site.address("smtp"))) {
            assertThat(stranger.ask("XCLIENT ADDR=192.0.2.9 LOGIN=" + POSTER)).startsWith("550");
            assertThat(sessionOf(stranger)).doesNotContainKeys("edge", "login");
        }
    }

    @Test
    void a_secret_that_must_not_come_in_is_refused_untold_and_nothing_of_the_post_is_kept() throws IOException {
        String key = "chs1.aaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbb.cccc";
        String to = list.address().toString();
        byte[] post = Site.message("eva@unproved.example", to, "x", "Authorised: " + key + "\r\nContent-Type: application/octet-stream\r\n", "a plan of the vault, and " + key + "\r\n");
        try (Talk front = front()) {
            String reply = front.post("eva@unproved.example", List.of(to), post);
            assertThat(site.onList(reply).post().state()).isEqualTo(State.REFUSED_UNTOLD);
            assertThat(site.onList(reply).post().judged().reason()).contains("posting key");
        }
        assertThat(site.post("eva@unproved.example", to, post)).startsWith("550 5.7.1 ");
        assertThat(new String(java.nio.file.Files.readAllBytes(site.data().resolve("chancery.db")), java.nio.charset.StandardCharsets.ISO_8859_1)
                + new String(java.nio.file.Files.readAllBytes(site.data().resolve("chancery.db-wal")), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("plan of the vault").doesNotContain(key);
    }
}
