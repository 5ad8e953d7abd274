package org.chancery.posting.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.delivery.CopyContent;
import org.chancery.delivery.Expanding;
import org.chancery.delivery.Outcome;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.delivery.Queue.Progress;
import org.chancery.delivery.Queue.Row;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Delivery;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a member without a key is looked after, from day to day. Time is the caller's.
class MissedMailTest {
    private static final String KIT = "kit@example.net";
    private static final InstantSource CLOCK = InstantSource.system();
    @TempDir
    Path folder;

    private static MissedMail mail(EncryptedLists lists) {
        NoticeWriter writer = new NoticeWriter(new Texts(lists.store().texts()), EncryptedLists.DOMAIN, CLOCK, new SecureRandom());
        return new MissedMail(lists.store().missedPosts(), lists.store().lists(), lists.store().members(), lists.keyring().keyrings(), writer,
                () -> List.of(Address.of("admin@example.org")));
    }

    /// A post whose copy for Kit was withheld by what the line made of it.
    private static void missed(EncryptedLists lists, MailingList list) {
        Author ann = lists.author("ann@example.net");
        var post = lists.prepared(lists.post(list, ann.address(), ann.message(list.address().toString(), "x", ann.plain("Hello.\r\n"))));
        if (!(lists.content(post, list, KIT) instanceof CopyContent.Withheld(String status, String reason))) {
            throw new AssertionError("not withheld");
        }
        for (Optional<PostingId> next = Expanding.begin(lists.store().queue()); next.isPresent(); next = Expanding.begin(lists.store().queue())) {
            lists.store().queue().expand(next.get(), 1); // mails of our own are posts too
        }
        ChunkClaim claim = lists.store().queue().claimChunks(10, CLOCK.instant()).stream()
                .filter(chunk -> chunk.open().getFirst().membership().isPresent()).findFirst().orElseThrow();
        BitSet done = new BitSet();
        done.set(0);
        lists.store().queue().settle(List.of(new Progress(claim.chunk(), claim.fence(), done, List.of(new Row(claim.open().getFirst(), new Outcome.Failed(status, reason))))));
    }

    private static Delivery state(EncryptedLists lists, MailingList list) {
        return lists.store().members().find(list.id(), Address.of(KIT), Role.MEMBER).orElseThrow().preferences().state();
    }

    @Test
    void a_member_is_told_once_a_day_stopped_after_the_days_of_the_list_and_comes_back_with_a_key() throws IOException {
        try (EncryptedLists lists = EncryptedLists.in(folder)) {
            MailingList list = lists.list(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "force", Setting.NO_KEY_DAYS, "14"));
            lists.member(list, KIT);
            MissedMail mail = mail(lists);
            assertThat(mail.work(CLOCK.instant())).as("nothing was missed").isFalse();

            missed(lists, list);
            Instant told = CLOCK.instant();
            assertThat(mail.work(told)).isTrue();
            missed(lists, list);
            assertThat(mail.work(told.plus(Duration.ofHours(23)))).as("told today").isFalse();
            assertThat(mail.work(told.plus(Duration.ofHours(25)))).isTrue();

            assertThat(mail.work(told.plus(Duration.ofDays(13)))).isFalse();
            assertThat(state(lists, list)).isEqualTo(Delivery.ON);
            assertThat(mail.work(told.plus(Duration.ofDays(14)))).as("the owners are told").isTrue();
            assertThat(state(lists, list)).isEqualTo(Delivery.OFF_WITHOUT_KEY);
            assertThat(mail.work(told.plus(Duration.ofDays(15)))).as("once").isFalse();

            lists.keys(list, KIT, Technology.OPENPGP);
            assertThat(mail.work(told.plus(Duration.ofDays(15)))).isFalse();
            assertThat(state(lists, list)).isEqualTo(Delivery.ON);
            assertThat(mail.work(told.plus(Duration.ofDays(15)).plusSeconds(20))).as("what was missed before is not told of again").isFalse();
            assertThat(mail.work(told.plus(Duration.ofDays(17)))).isFalse();
        }
    }

    @Test
    void a_key_in_a_scheme_that_the_list_does_not_use_is_none() throws IOException {
        try (EncryptedLists lists = EncryptedLists.in(folder)) {
            MailingList list = lists.list(Map.of(Setting.SMIME_DISTRIB_ENCRYPT, "force", Setting.NO_KEY_DAYS, "14"));
            lists.member(list, KIT, Technology.OPENPGP);
            MissedMail mail = mail(lists);
            missed(lists, list);
            Instant told = CLOCK.instant();
            assertThat(mail.work(told)).isTrue();
            assertThat(mail.work(told.plusSeconds(20))).isFalse();
            assertThat(mail.work(told.plus(Duration.ofDays(14)))).as("the owners are told").isTrue();
            assertThat(state(lists, list)).isEqualTo(Delivery.OFF_WITHOUT_KEY);
        }
    }

    @Test
    void a_list_that_encrypts_no_more_takes_its_members_back() throws IOException {
        try (EncryptedLists lists = EncryptedLists.in(folder)) {
            MailingList list = lists.list(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "force", Setting.NO_KEY_DAYS, "14"));
            lists.member(list, KIT);
            MissedMail mail = mail(lists);
            missed(lists, list);
            Instant told = CLOCK.instant();
            Act act = new Act(told, "test", "test", "list.set", list.address().key(), "");
            mail.work(told);
            mail.work(told.plus(Duration.ofDays(14)));
            assertThat(state(lists, list)).isEqualTo(Delivery.OFF_WITHOUT_KEY);
            lists.store().lists().saveSettings(list.id(), list.settings(), list.settings().with(Setting.GPG_DISTRIB_ENCRYPT, "no"), act);
            assertThat(mail.work(told.plus(Duration.ofDays(15)))).isFalse();
            assertThat(state(lists, list)).isEqualTo(Delivery.ON);
        }
    }
}
