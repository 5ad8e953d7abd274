package org.chancery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargePostsTest {
    private static final PostingId SMALL = new PostingId(1);
    private static final PostingId LARGE = new PostingId(2);
    private static final PostingId OTHER = new PostingId(3);
    private static final Map<PostingId, Long> SIZES = Map.of(SMALL, 10_000L, LARGE, 20L << 20, OTHER, 5L << 20);

    private final List<Long> letIn = new ArrayList<>();

    private LargePosts posts(long most) {
        return new LargePosts(SIZES::get, most, letIn::add);
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
        assertThat(posts.isEmpty()).isTrue();
    }

    @Test
    void several_go_together_where_there_is_room() {
        LargePosts posts = posts(512 << 20);
        assertThat(posts.enter(LARGE)).isTrue();
        assertThat(posts.enter(OTHER)).isTrue();
    }

    @Test
    void small_ones_always_have_room() {
        LargePosts posts = posts(1);
        assertThat(posts.enter(LARGE)).isTrue();
        assertThat(posts.enter(SMALL)).isTrue();
        posts.leave(SMALL);
        posts.leave(LARGE);
        assertThat(posts.isEmpty()).isTrue();
        assertThat(letIn).hasSize(1);
    }
}
