package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.chancery.administration.Explanations.OnList;
import org.chancery.list.MailingList;
import org.chancery.posting.Order.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A client that lost our 250 sends again; two ways lead to the same list. Each member has each post once.
class DuplicatesTest {
    private static final String POSTER = "poster@example.net";
    private static final int POSTS = 25;
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    @Test
    void what_comes_again_is_taken_and_dropped_and_says_what_was_first() throws IOException {
        MailingList list = site.openList("again", "again@example.net");
        byte[] post = Site.message(POSTER, list.address().toString(), "Again");
        String first = site.post(POSTER, list.address().toString(), post);
        String second = site.post(POSTER, list.address().toString(), post);

        OnList dropped = site.onList(second);
        site.settle();
        assertThat(dropped.post().state()).isEqualTo(State.DISCARDED);
        assertThat(dropped.post().judged().reason()).isEqualTo("The same post came before, as receipt " + Site.receipt(first) + "; members have it once");
        assertThat(site.copies("again@example.net", 1)).hasSize(1);
    }

    @Test
    void a_message_to_two_lists_is_delivered_on_both_and_again_on_the_one_that_was_not_named_before() throws IOException {
        MailingList one = site.openList("one", "in-one@example.net");
        MailingList two = site.openList("two", "in-two@example.net");
        byte[] post = Site.message(POSTER, one.address().toString(), "Both");
        site.post(POSTER, one.address().toString(), post);
        try (Talk talk = site.mx()) {
            Site.receipt(talk.post(POSTER, List.of(one.address().toString(), two.address().toString()), post));
        }
        assertThat(site.copies("in-two@example.net", 1)).hasSize(1);
        site.settle();
        assertThat(site.copies("in-one@example.net", 1)).hasSize(1);
    }

    @Test
    void the_same_words_with_another_message_id_are_another_post() throws IOException {
        MailingList list = site.openList("words", "words@example.net");
        for (int i = 0; i < 3; i++) {
            site.post(POSTER, list.address().toString(), Site.message(POSTER, list.address().toString(), "Same"));
        }
        assertThat(site.copies("words@example.net", 3)).hasSize(3);
    }

    @Test
    void the_same_message_id_with_other_words_is_held() throws IOException {
        MailingList list = site.openList("reused", "reused@example.net");
        String fixed = "From: " + POSTER + "\r\nTo: " + list.address() + "\r\nSubject: x\r\nMessage-ID: <fixed@example.net>\r\n\r\n";
        site.post(POSTER, list.address().toString(), (fixed + "one\r\n").getBytes(StandardCharsets.US_ASCII));
        String reply = site.post(POSTER, list.address().toString(), (fixed + "two\r\n").getBytes(StandardCharsets.US_ASCII));

        assertThat(site.onList(reply).post().state()).isEqualTo(State.HELD);
        assertThat(site.onList(reply).post().judged().reason()).contains("another text came with the same Message-ID");
    }

    @Test
    void of_the_same_post_sent_four_times_at_once_each_member_has_one_copy() throws Exception {
        MailingList list = site.openList("once", "once@example.net");
        List<Thread> clients = new ArrayList<>();
        Queue<String> replies = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < POSTS; i++) {
            byte[] post = Site.message(POSTER, list.address().toString(), "Once " + i);
            for (int j = 0; j < 4; j++) {
                clients.add(Thread.startVirtualThread(() -> {
                    try {
                        replies.add(site.post(POSTER, list.address().toString(), post));
                    } catch (IOException e) {
                        replies.add(e.toString());
                    }
                }));
            }
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(replies).hasSize(4 * POSTS).allMatch(reply -> reply.startsWith("250 "));
        assertThat(site.copies("once@example.net", POSTS)).hasSize(POSTS);
        site.settle();
        assertThat(site.copies("once@example.net", POSTS)).extracting(copy -> site.header(Site.read(copy), "Subject").orElseThrow()).doesNotHaveDuplicates().hasSize(POSTS);
    }
}
