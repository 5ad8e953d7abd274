package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.archive.Archive;
import org.chancery.archive.Archive.Entry;
import org.chancery.archive.Archive.Waiting;
import org.chancery.delivery.Expanding;
import org.chancery.delivery.PostingId;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.posting.Order.State;
import org.chancery.posting.Receipt;
import org.junit.jupiter.api.Test;

class ArchiveContractTest extends ContractTest {
    private static final byte[] KEPT = "Kept: yes\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);

    private MailingList keeping(String name) {
        MailingList list = list(name);
        store.lists().saveSettings(list.id(), list.settings(), list.settings().with(Setting.ARCHIVE, "owners"), act("list.set", name));
        members(list, 2);
        return list;
    }

    private Receipt distributed(MailingList list) {
        Receipt receipt = post(list, State.ACCEPTED);
        PostingId id = Expanding.begin(store.queue()).orElseThrow();
        while (store.queue().expand(id, 1)) {}
        return receipt;
    }

    private Archive archive() {
        return store.archive();
    }

    private Waiting onlyWaiting() {
        List<Waiting> due = archive().due(now, 10);
        assertThat(due).hasSize(1);
        return due.getFirst();
    }

    private List<Entry> entries(MailingList list) {
        return archive().entries(list.id(), 0, 100);
    }

    @Test
    void a_post_waits_for_the_archive_from_the_moment_of_its_distribution() {
        MailingList talk = keeping("talk");
        post(talk, State.ACCEPTED);
        assertThat(archive().due(now, 10)).as("accepted, and nobody has it yet").isEmpty();
        Expanding.begin(store.queue()).orElseThrow();
        Waiting waiting = onlyWaiting();
        assertThat(waiting.list()).isEqualTo(talk.id());
        assertThat(waiting.tries()).isZero();
        assertThat(archive().waiting(Optional.of(talk.id()), 10)).containsExactly(waiting);
        assertThat(archive().waiting(Optional.empty(), 10)).containsExactly(waiting);
    }

    @Test
    void nothing_waits_on_a_list_without_an_archive() {
        MailingList talk = list("talk");
        members(talk, 2);
        distributed(talk);
        post(keeping("kept"), State.HELD);
        assertThat(archive().due(now, 10)).isEmpty();
    }

    @Test
    void a_list_without_members_keeps_its_posts_too() {
        MailingList talk = list("talk");
        store.lists().saveSettings(talk.id(), talk.settings(), talk.settings().with(Setting.ARCHIVE, "owners"), act("list.set", "talk"));
        distributed(talk);
        assertThat(archive().due(now, 10)).hasSize(1);
    }

    @Test
    void a_post_is_kept_once_under_a_number_of_its_list() {
        MailingList talk = keeping("talk");
        Receipt receipt = distributed(talk);
        PostingId first = onlyWaiting().posting();
        assertThat(archive().keep(first, false, KEPT)).isEqualTo(OptionalLong.of(1));
        assertThat(archive().keep(first, false, KEPT)).as("another server was quicker").isEmpty();
        distributed(talk);
        assertThat(archive().keep(onlyWaiting().posting(), true, OCTETS)).isEqualTo(OptionalLong.of(2));
        MailingList other = keeping("other");
        distributed(other);
        assertThat(archive().keep(onlyWaiting().posting(), false, KEPT)).as("each list counts for itself").isEqualTo(OptionalLong.of(1));
        assertThat(archive().due(now, 10)).isEmpty();
        assertThat(entries(talk)).extracting(Entry::number).containsExactly(1L, 2L);
        assertThat(entries(talk).getFirst()).isEqualTo(new Entry(talk.id(), 1, first, receipt.at(), KEPT.length, false));
        assertThat(archive().entries(talk.id(), 1, 100)).extracting(Entry::isSealed).containsExactly(true);
        assertThat(archive().octets(entries(talk).getFirst()).orElseThrow()).isEqualTo(KEPT);
        assertThat(archive().octets(entries(talk).getLast()).orElseThrow()).isEqualTo(OCTETS);
        assertThat(archive().find(talk.id(), 2)).contains(entries(talk).getLast());
        assertThat(archive().find(talk.id(), 3)).isEmpty();
    }

    @Test
    void of_two_servers_one_tries_and_a_try_that_fails_is_put_off() {
        keeping("talk");
        distributed(store.lists().all().getFirst());
        Waiting waiting = onlyWaiting();
        assertThat(archive().claim(waiting, now.plusSeconds(30))).isTrue();
        assertThat(archive().claim(waiting, now.plusSeconds(30))).isFalse();
        archive().fail(waiting.posting(), "no key");
        assertThat(archive().due(now, 10)).isEmpty();
        now = now.plusSeconds(30);
        assertThat(onlyWaiting().why()).isEqualTo("no key");
        assertThat(onlyWaiting().tries()).isEqualTo(1);
        archive().drop(waiting.posting());
        assertThat(archive().due(now, 10)).isEmpty();
        assertThat(archive().keep(waiting.posting(), false, KEPT)).isEmpty();
    }

    @Test
    void octets_stay_as_long_as_a_post_waits_and_what_is_kept_stays_when_they_go() {
        MailingList talk = list("talk");
        store.lists().saveSettings(talk.id(), talk.settings(), talk.settings().with(Setting.ARCHIVE, "owners"), act("list.set", "talk"));
        Receipt receipt = distributed(talk);
        PostingId posting = onlyWaiting().posting();
        now = now.plus(Duration.ofDays(30));
        assertThat(store.receipts().purge(now.minus(Duration.ofDays(5)))).isZero();
        archive().keep(posting, false, KEPT);
        assertThat(store.receipts().purge(now.minus(Duration.ofDays(5)))).isEqualTo(1);
        assertThat(store.receipts().message(receipt.id())).isEmpty();
        assertThat(archive().octets(entries(talk).getFirst())).isPresent();
    }

    @Test
    void what_is_deleted_is_gone_its_number_does_not_come_again_and_the_act_is_in_the_log() {
        MailingList talk = keeping("talk");
        distributed(talk);
        archive().keep(onlyWaiting().posting(), false, KEPT);
        Entry entry = entries(talk).getFirst();
        assertThat(archive().delete(entry, act("archive.delete", "talk"))).isTrue();
        assertThat(archive().delete(entry, act("archive.delete", "talk"))).isFalse();
        assertThat(archive().octets(entry)).isEmpty();
        assertThat(store.audit().last(1).getFirst().act().action()).isEqualTo("archive.delete");
        distributed(talk);
        assertThat(archive().keep(onlyWaiting().posting(), false, KEPT)).isEqualTo(OptionalLong.of(2));
    }

    @Test
    void the_archive_and_its_key_go_with_the_list() {
        MailingList talk = keeping("talk");
        distributed(talk);
        archive().keep(onlyWaiting().posting(), false, KEPT);
        Entry entry = entries(talk).getFirst();
        store.keys().lists().putArchiveKey(talk.id(), Optional.empty(), new byte[] {1}, act("archive.key", "talk"));
        distributed(talk);
        store.lists().delete(talk.id(), act("list.delete", "talk"));
        assertThat(archive().octets(entry)).isEmpty();
        assertThat(archive().waiting(Optional.empty(), 10)).isEmpty();
        assertThat(store.keys().lists().archiveKey(talk.id())).isEmpty();
        assertThat(archive().find(talk.id(), 1)).isEmpty();
    }

    @Test
    void an_archive_key_takes_the_place_of_no_other_but_the_one_that_was_seen() {
        MailingList talk = list("talk");
        byte[] first = {1};
        assertThat(store.keys().lists().putArchiveKey(talk.id(), Optional.empty(), first, act("archive.key", "talk"))).isTrue();
        assertThat(store.keys().lists().putArchiveKey(talk.id(), Optional.empty(), new byte[] {2}, act("archive.key", "talk"))).isFalse();
        assertThat(store.keys().lists().putArchiveKey(talk.id(), Optional.of(new byte[] {2}), new byte[] {3}, act("archive.key", "talk"))).isFalse();
        assertThat(store.keys().lists().archiveKey(talk.id())).hasValueSatisfying(key -> assertThat(key).isEqualTo(first));
        assertThat(store.keys().lists().putArchiveKey(talk.id(), Optional.of(first), new byte[] {4}, act("archive.key", "talk"))).isTrue();
        assertThat(store.keys().lists().archiveKey(talk.id())).hasValueSatisfying(key -> assertThat(key).isEqualTo(new byte[] {4}));
    }
}
