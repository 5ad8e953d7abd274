package org.chancery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chancery.kit.SmtpSink;
import org.chancery.mail.Address;
import org.junit.jupiter.api.Test;

class LargePostsTest {
    private static final PostingId SMALL = new PostingId(1);
    private static final PostingId LARGE = new PostingId(2);
    private static final PostingId OTHER = new PostingId(3);
    private static final Map<PostingId, Long> SIZES = Map.of(SMALL, 10_000L, LARGE, 20L << 20, OTHER, 5L << 20);

    private final List<PostingId> asked = new ArrayList<>();
    private final List<Long> letIn = new ArrayList<>();

    private LargePosts posts(long most) {
        return new LargePosts(posting -> {
            asked.add(posting);
            return SIZES.get(posting);
        }, most, letIn::add);
    }

    @Test
    void one_that_is_larger_than_the_room_has_it_alone_and_the_next_comes_in_when_the_last_copy_has_left() {
        LargePosts posts = posts(64 << 20);
        assertThat(posts.enter(LARGE)).isTrue();
        assertThat(posts.enter(LARGE)).as("another copy of it").isTrue();
        assertThat(posts.enter(OTHER)).isFalse();
        posts.leave(LARGE);
        assertThat(posts.enter(OTHER)).as("a copy is still on its way").isFalse();
        posts.leave(LARGE);
        assertThat(posts.enter(OTHER)).isTrue();
        assertThat(letIn).hasSize(2).allSatisfy(weight -> assertThat(weight).isGreaterThan(20L << 20));
        posts.leave(OTHER);
        assertThat(posts.enter(LARGE)).as("all the room is free again").isTrue();
    }

    @Test
    void several_go_together_where_there_is_room() {
        LargePosts posts = posts(512 << 20);
        assertThat(posts.enter(LARGE)).isTrue();
        assertThat(posts.enter(OTHER)).isTrue();
    }

    @Test
    void a_large_post_waits_until_the_one_before_it_has_left_and_small_ones_pass_it() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch onItsWay = new CountDownLatch(1);
        try (var sink = SmtpSink.start().keepContent(); var stage = Stage.narrow(sink.port()).start()) {
            sink.listener(mail -> {
                if (mail.text().contains("Subject: post 1")) {
                    onItsWay.countDown();
                    Stage.until("the test lets it go on", () -> answer.getCount() == 0);
                }
            });
            stage.post(1, List.of(Address.of("a@example.org")), 2 << 20);
            assertThat(onItsWay.await(20, TimeUnit.SECONDS)).isTrue();
            stage.post(2, List.of(Address.of("b@example.org")), 2 << 20);
            stage.post(3, List.of(Address.of("c@example.org")), 500);
            Stage.until("the small one arrives", () -> sink.recipients().contains("c@example.org"));
            assertThat(stage.posts.prepared).as("the second large one is not in memory").hasValue(2);
            answer.countDown();
            Stage.until("the second large one arrives", () -> {
                stage.forward(Duration.ofSeconds(3));
                return sink.recipients().contains("b@example.org");
            });
            stage.untilDrained();
        }
    }

    @Test
    void a_store_that_cannot_say_how_large_a_post_is_loses_no_copy() throws Exception {
        try (var sink = SmtpSink.start(); var stage = Stage.narrow(sink.port()).start()) {
            stage.posts.away = true;
            PostingId posting = stage.post(1, 3);
            Stage.until("all copies were given back", () -> stage.delivery.unsettled() == 0 && sink.connections() > 0);
            stage.posts.away = false;
            Stage.until("they arrive", () -> {
                stage.forward(Duration.ofSeconds(10));
                return stage.queue.delivered(posting) == 3;
            });
        }
    }

    @Test
    void small_ones_always_have_room() {
        LargePosts posts = posts(1);
        assertThat(posts.enter(LARGE)).isTrue();
        assertThat(posts.enter(SMALL)).isTrue();
        assertThat(letIn).hasSize(1);
    }

    @Test
    void a_post_is_known_as_long_as_a_copy_of_it_is_on_its_way_and_then_forgotten() {
        LargePosts posts = posts(1);
        for (PostingId posting : List.of(SMALL, LARGE)) {
            posts.enter(posting);
            posts.enter(posting);
            posts.leave(posting);
            posts.enter(posting);
            assertThat(asked).as("a copy is still on its way").containsExactly(posting);
            posts.leave(posting);
            posts.leave(posting);
            assertThat(posts.enter(posting)).isTrue();
            assertThat(asked).as("it was forgotten").containsExactly(posting, posting);
            posts.leave(posting);
            asked.clear();
        }
    }
}
