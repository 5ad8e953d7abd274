package org.chancery.posting.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.posting.Disposition;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nobody asks the key of a list again and again.
class UnopenedPostsTest {
    private static final String ANN = "ann@example.net";
    private static final int PER_HOUR = 30;
    @TempDir
    Path folder;

    @Test
    void after_many_posts_that_could_not_be_opened_a_network_is_to_come_later_and_the_list_knows_how_many_there_were() throws IOException {
        try (EncryptedLists lists = EncryptedLists.in(folder)) {
            MailingList list = lists.list(Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.GPG_DISTRIB_ENCRYPT, "yes"));
            lists.member(list, ANN, Technology.OPENPGP);
            Author ann = lists.author(ANN);
            byte[] good = ann.message(list.address().toString(), "x", ann.encrypted(lists.ofList().key().certificate(), "Hello.\r\n", true));
            byte[] toOthers = ann.message(list.address().toString(), "x", ann.encrypted(lists.author("eve@example.net").key().certificate(), "Hello.\r\n", true));
            for (int i = 0; i < PER_HOUR; i++) {
                assertThat(lists.judge(list, ANN, toOthers)).as("a question only, which does not count").isEqualTo("refuse");
                assertThat(lists.post(list, ANN, toOthers)).isInstanceOfSatisfying(Disposition.Refused.class, refused -> assertThat(refused.code()).isEqualTo(550));
            }
            assertThat(lists.post(list, ANN, good)).isInstanceOfSatisfying(Disposition.Refused.class, later -> {
                assertThat(later.code()).isEqualTo(451);
                assertThat(later.text()).contains("could not be opened");
            });
            assertThat(lists.post(list, ANN, ann.message(list.address().toString(), "x", ann.plain("Hello.\r\n")))).isInstanceOf(Disposition.Accepted.class);
            assertThat(lists.keyring().unopened().today(list.id(), Instant.now())).isEqualTo(PER_HOUR);
            assertThat(lists.keyring().unopened().today(list.id(), Instant.now().plus(Duration.ofDays(1)))).isZero();
        }
    }
}
