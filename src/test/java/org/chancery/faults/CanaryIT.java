package org.chancery.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.chancery.archive.Archive;
import org.chancery.kit.PreparedSite;
import org.chancery.mail.Address;
import org.chancery.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promises I4 and I5, the short form: 120 posts and 5 ends. The long one, 1,000 posts and 30 ends, is `tools/faults canary 30`.
class CanaryIT {
    private static final int POSTS = 120;
    private static final int ENDS = 5;
    private static final long SEED = 20261129;

    @TempDir
    Path folder;

    @Test
    void what_was_encrypted_is_nowhere_in_clear_after_posts_and_crashes() throws Exception {
        CanaryRun.Figures figures = CanaryRun.run(folder, POSTS, ENDS, new Random(SEED), Duration.ofMillis(500));
        System.out.println(figures.line());
        assertThat(figures.hits()).as("the canary, or a secret of the list or the site").isEmpty();
        assertThat(archived()).as("posts in the archive, each of them sealed").isGreaterThan(POSTS / 3);
        assertThat(figures.taken()).as("the load was real").isGreaterThan(POSTS / 2);
        assertThat(figures.refused()).as("posts that must be refused were tried").isPositive();
        assertThat(figures.resent()).as("commands were carried out").isPositive();
        assertThat(figures.shown()).as("moderators were sent held posts sealed").isPositive();
        assertThat(figures.lost()).as("acknowledged posts that never reached a member").isEmpty();
    }

    private int archived() throws IOException {
        try (Store store = PreparedSite.open(folder.resolve("server").resolve("data"), "sqlite")) {
            List<Archive.Entry> entries = store.archive().entries(store.lists().find(Address.of(CanarySite.LIST)).orElseThrow().id(), 0, Integer.MAX_VALUE);
            assertThat(entries).allMatch(Archive.Entry::isSealed).extracting(Archive.Entry::posting).doesNotHaveDuplicates();
            return entries.size();
        }
    }
}
