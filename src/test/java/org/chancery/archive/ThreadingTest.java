package org.chancery.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;

/// Who answers whom.
class ThreadingTest {
    private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");
    private final List<Threading.Post> posts = new ArrayList<>();

    private void post(String id, String... fields) {
        String text = "Message-ID: <" + id + ">\r\n" + String.join("", java.util.Arrays.stream(fields).map(field -> field + "\r\n").toList()) + "\r\nx\r\n";
        Message message = Message.parse(text.getBytes(StandardCharsets.UTF_8)).orThrow();
        posts.add(Threading.Post.of(String.format("%05d %s", posts.size(), id), START.plusSeconds(posts.size()), message));
    }

    /// `a(b c(d)) | e` : answers in brackets, several roots of one thread joined by `+`.
    private static String shape(List<Threading.Post> posts) {
        return Threading.of(posts).stream()
                .map(thread -> thread.roots().stream().map(ThreadingTest::shape).collect(Collectors.joining(" + ")))
                .collect(Collectors.joining(" | "));
    }

    private static String shape(Threading.Node node) {
        String below = node.answers().stream().map(ThreadingTest::shape).collect(Collectors.joining(" "));
        return node.post().key().substring(6) + (below.isEmpty() ? "" : "(" + below + ")");
    }

    @Test
    void the_last_reference_that_is_here_is_the_parent() {
        post("a");
        post("b", "References: <a>");
        post("c", "References: <a> <b> <gone>");
        post("d", "In-Reply-To: <a>");
        assertThat(shape(posts)).isEqualTo("a(b(c) d)");
    }

    @Test
    void references_win_over_in_reply_to() {
        post("a");
        post("b");
        post("c", "In-Reply-To: <b>", "References: <a>");
        assertThat(shape(posts)).isEqualTo("a(c) | b");
    }

    @Test
    void folded_identifiers_are_still_themselves() {
        post("a.long@example.org");
        post("b", "References:\r\n\t<a.long\r\n @example.org>");
        assertThat(shape(posts)).isEqualTo("a.long@example.org(b)");
    }

    @Test
    void words_in_in_reply_to_join_nothing_but_a_message_that_is_here_is_found() {
        post("a@x");
        post("b@x", "In-Reply-To: Your message of \"Mon, 1 Jun\" <ann@example.org> <a@x>");
        post("c@x", "In-Reply-To: Your message of Monday <ann@example.org>");
        post("d@x", "In-Reply-To: Your message of Monday <ann@example.org>");
        assertThat(shape(posts)).isEqualTo("a@x(b@x) | c@x | d@x");
    }

    @Test
    void empty_and_broken_identifiers_join_nothing() {
        post("a", "References: <>", "In-Reply-To: <");
        post("b", "References: <> < <<>", "In-Reply-To: <>");
        assertThat(shape(posts)).isEqualTo("a | b");
    }

    @Test
    void subjects_join_nothing() {
        post("a", "Subject: lunch");
        post("b", "Subject: Re: lunch");
        assertThat(shape(posts)).isEqualTo("a | b");
    }

    @Test
    void answers_to_the_same_missing_message_are_one_thread() {
        post("b", "References: <gone>");
        post("x");
        post("c", "References: <gone>");
        post("d", "References: <older> <gone> <alsogone>");
        post("e", "In-Reply-To: <older>");
        assertThat(shape(posts)).isEqualTo("b + c + d + e | x");
    }

    @Test
    void a_late_parent_joins_the_thread() {
        post("b", "References: <a>");
        post("c", "References: <a> <b>");
        assertThat(shape(posts)).isEqualTo("b(c)");
        post("a");
        assertThat(shape(posts)).isEqualTo("a(b(c))");
    }

    @Test
    void a_cycle_is_cut_at_its_earliest_post() {
        post("a", "References: <c>");
        post("b", "References: <a>");
        post("c", "References: <b>");
        post("self", "References: <self>");
        assertThat(shape(posts)).isEqualTo("a(b(c)) | self");
    }

    @Test
    void of_two_with_one_identifier_the_earlier_bears_it_and_both_are_there() {
        post("a");
        post("a", "Subject: thief");
        post("b", "References: <a>");
        assertThat(shape(posts)).isEqualTo("a(b) + a");
        assertThat(Threading.of(posts).getFirst().roots().getFirst().post()).isEqualTo(posts.getFirst());
    }

    @Test
    void the_order_in_which_posts_are_given_changes_nothing_and_none_is_lost() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String references = random.ints(random.nextInt(4), 0, 400).mapToObj(n -> "<m" + n + ">").collect(Collectors.joining(" "));
            post("m" + (random.nextInt(20) == 0 ? random.nextInt(300) : i), "References: " + references);
        }
        String expected = shape(posts);
        for (int round = 0; round < 20; round++) {
            List<Threading.Post> shuffled = new ArrayList<>(posts);
            Collections.shuffle(shuffled, random);
            assertThat(shape(shuffled)).isEqualTo(expected);
            assertThat(Threading.inOrder(Threading.of(shuffled))).containsExactlyInAnyOrderElementsOf(posts);
        }
    }

    @Test
    void a_chain_of_thousands_is_one_thread() {
        post("m0");
        for (int i = 1; i < 5_000; i++) {
            post("m" + i, "In-Reply-To: <m" + (i - 1) + ">");
        }
        assertThat(Threading.of(posts)).hasSize(1);
        assertThat(Threading.inOrder(Threading.of(posts))).isEqualTo(posts);
    }

    /// Each archive sees what came to it: row Z10 of authorisation.md section 4.2. Of two contents with one identifier the receipt tells them apart,
    /// which has a MAC of the content.
    @Test
    void az10_a_subthread_that_went_to_two_lists_is_a_view_of_its_own_on_each_and_nobody_is_asked() {
        post("start");
        post("answer", "References: <start>");
        post("both", "References: <start> <answer>");
        List<Threading.Post> here = List.copyOf(posts);
        assertThat(shape(here)).isEqualTo("start(answer(both))");
        posts.clear();
        post("elsewhere");
        post("both", "References: <start> <answer>");
        post("further", "References: <start> <answer> <both>");
        post("forged", "References: <start>", "In-Reply-To: <other.thread.of.that.list>");
        post("both", "References: <elsewhere>");
        assertThat(shape(posts)).as("its parents are missing there, and a second content takes no answer over").isEqualTo("elsewhere(both) + both(further) + forged");
        assertThat(Threading.inOrder(Threading.of(posts))).containsExactlyInAnyOrderElementsOf(posts);
        assertThat(shape(here)).isEqualTo("start(answer(both))");
    }
}
