package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.chancery.administration.Administration;
import org.chancery.administration.ModeratorsDesk.Held;
import org.chancery.administration.Refused;
import org.chancery.list.MailingList;
import org.chancery.posting.Order;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What waits for people, what runs in circles, and what no list takes.
class DeskTest {
    private static final String POSTER = "poster@example.net";
    private static Site site;
    private static Administration administration;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
        administration = site.administration();
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String post(MailingList list, String fields) throws IOException {
        String to = list.address().toString();
        return site.post(POSTER, to, Site.message(POSTER, to, "Desk", fields, "x\r\n"));
    }

    private static String held(MailingList list) {
        List<Held> held = administration.desk().held(Optional.of(list));
        assertThat(held).hasSize(1);
        return held.getFirst().post().id().toString();
    }

    @Test
    void a_challenge_that_cannot_be_sent_yet_is_a_hold_that_says_so() throws IOException {
        MailingList list = site.list("asking@lists.example.org", "discussion", "ask sender to confirm when from anyone. otherwise refuse.", "asking@example.net");

        String reply = post(list, "");

        assertThat(site.onList(reply).post().state()).isEqualTo(Order.State.HELD);
        assertThat(site.onList(reply).post().judged().reason()).startsWith("challenge not available");
        assertThat(site.onList(reply).post().judged().decision()).isEqualTo("ask");
    }

    @Test
    void what_a_moderator_accepts_is_distributed_and_cannot_be_decided_again() throws IOException {
        MailingList list = site.list("accepting@lists.example.org", "discussion", "otherwise hold for moderators.", "accepted@example.net");
        String reply = post(list, "");
        String number = held(list);

        administration.desk().accept(Site.CALLER, number, "fine");

        assertThat(site.copies("accepted@example.net", 1)).hasSize(1);
        assertThat(site.onList(reply).post().deskReason()).isEqualTo("fine");
        assertThatThrownBy(() -> administration.desk().reject(Site.CALLER, number, "")).isInstanceOf(Refused.class)
                .hasMessageMatching("Post " + number + " is not held \\(any more\\); it is released\\.");
        site.settle();
        assertThat(site.copies("accepted@example.net", 1)).hasSize(1);
    }

    @Test
    void what_a_moderator_rejects_or_discards_reaches_nobody() throws IOException {
        MailingList list = site.list("rejecting@lists.example.org", "discussion", "otherwise hold for moderators.", "rejected@example.net");
        String first = post(list, "");
        administration.desk().reject(Site.CALLER, held(list), "off topic");
        String second = post(list, "");
        administration.desk().discard(Site.CALLER, held(list), "spam");

        site.settle();
        assertThat(site.onList(first).post().state()).isEqualTo(Order.State.REJECTED);
        assertThat(site.onList(second).post().state()).isEqualTo(Order.State.DISCARDED);
        assertThat(site.copies("rejected@example.net", 0)).isEmpty();
    }

    @Test
    void a_post_that_already_went_through_the_list_is_dropped() throws IOException {
        MailingList list = site.openList("circle", "circle@example.net");

        String reply = post(list, "List-Id: Circle <CIRCLE.lists.example.org>\r\n");

        assertThat(site.onList(reply).post().state()).isEqualTo(Order.State.DISCARDED);
        assertThat(site.onList(reply).post().judged().reason()).contains("already went through this list");
        site.settle();
        assertThat(site.copies("circle@example.net", 0)).isEmpty();
    }

    @Test
    void two_lists_that_are_members_of_each_other_settle_after_one_round() throws IOException {
        MailingList left = site.openList("left", "in-left@example.net");
        MailingList right = site.openList("right", "in-right@example.net");
        site.post(POSTER, left.address().toString(), Site.message(POSTER, left.address().toString(), "Round"));
        byte[] outOfLeft = site.copies("in-left@example.net", 1).getFirst().content();
        site.post("left-bounces@lists.example.org", right.address().toString(), outOfLeft);
        byte[] outOfRight = site.copies("in-right@example.net", 1).getFirst().content();

        String back = site.post("right-bounces@lists.example.org", left.address().toString(), outOfRight);

        assertThat(Site.receipt(back)).isNotEmpty();
        site.settle();
        assertThat(site.copies("in-left@example.net", 1)).as("the round has ended").hasSize(1);
    }

    @Test
    void more_than_30_hops_are_held_as_a_loop_and_more_than_100_are_refused() throws IOException {
        MailingList list = site.openList("hops", "hops@example.net");
        String hop = "Received: from a.example.net by b.example.net; Sun, 22 Nov 2026 10:00:00 +0000\r\n";

        assertThat(site.onList(post(list, hop.repeat(30))).post().judged().decision()).isEqualTo("accept");
        String reply = post(list, hop.repeat(31));
        assertThat(site.onList(reply).post().state()).isEqualTo(Order.State.HELD);
        assertThat(site.onList(reply).post().judged().source()).isEqualTo("check");
        assertThat(post(list, hop.repeat(101))).startsWith("550 5.4.6 ");
    }

    @Test
    void a_notice_is_never_a_post() throws IOException {
        MailingList list = site.openList("notices", "notices@example.net");

        assertThat(site.post("", list.address().toString(), Site.message("mailer-daemon@example.net", list.address().toString(), "Undeliverable")))
                .isEqualTo("550 5.7.1 Notices and bounces are not posted to a list");
    }

    @Test
    void a_list_does_not_write_to_itself() throws IOException {
        MailingList list = site.openList("self", "self@example.net");

        assertThat(site.post(POSTER, list.address().toString(), Site.message("SELF@lists.example.org", list.address().toString(), "Me")))
                .startsWith("550 5.7.1 The list does not write to itself");
    }
}
