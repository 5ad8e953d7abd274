package org.chancery.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.chancery.kit.EncryptedLists;
import org.chancery.list.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path folder;

    @Test
    void what_it_seals_it_opens_and_so_it_meets_all_that_a_post_needs() throws Exception {
        WarmUp.Round round = new WarmUp.Round(random);
        for (int i = 0; i < 3; i++) {
            assertThat(Duration.ofNanos(round.once())).isPositive();
        }
    }

    @Test
    void where_no_list_encrypts_nothing_is_done() throws Exception {
        long before = warming();
        try (WarmUp none = WarmUp.beside(List.of(), random)) {
            assertThat(none).isNotNull();
            assertThat(warming()).isEqualTo(before);
        }
    }

    private static long warming() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("warm-up")).count();
    }

    @Test
    @Timeout(20)
    void it_ends_at_once_when_the_server_does() throws Exception {
        try (var lists = EncryptedLists.in(folder)) {
            var list = lists.list(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "force"));
            WarmUp warm = WarmUp.beside(List.of(list), random);
            assertThat(warming()).isPositive();
            warm.close();
            assertThat(warming()).isZero();
        }
    }
}
