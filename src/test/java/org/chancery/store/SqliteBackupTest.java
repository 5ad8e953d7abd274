package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chancery.audit.Act;
import org.chancery.delivery.Expanding;
import org.chancery.delivery.Outcome;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.delivery.Queue.Progress;
import org.chancery.delivery.Queue.Row;
import org.chancery.list.MailingList;
import org.chancery.posting.Order.State;
import org.chancery.posting.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "{0}")
@EnumSource(value = Engines.class, names = "SQLITE")
class SqliteBackupTest extends StoreTest {
    /// The contract tests give every message this one.
    private static final ContentMac MAC = new ContentMac(_ -> new byte[] {1, 2, 3}, _ -> new byte[] {7, 8, 9});

    @TempDir
    Path folder = Path.of(".");

    private Path backup() {
        SqliteBackup.write(site.data(), folder.resolve("backup"));
        return folder.resolve("backup");
    }

    private void tamper(Path place, String sql) throws SQLException {
        try (Connection connection = Engines.raw(new Stores.Site("sqlite", place));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private Act restoring() {
        return act("restore", "site");
    }

    @Test
    void a_backup_made_while_mail_is_accepted_is_whole() throws InterruptedException {
        MailingList talk = list("talk");
        AtomicBoolean stop = new AtomicBoolean();
        Thread accepting = Thread.startVirtualThread(() -> {
            while (!stop.get()) {
                post(talk, State.ACCEPTED);
            }
        });
        Receipt before = post(talk, State.ACCEPTED);
        Path backup = backup();
        stop.set(true);
        accepting.join();

        assertThat(SqliteBackup.verify(backup, Engines.CHAIN, MAC)).isEmpty();
        SqliteBackup.restore(backup, folder.resolve("data"), Engines.CHAIN, MAC, restoring());
        try (Store restored = Engines.open(new Stores.Site("sqlite", folder.resolve("data")), time)) {
            assertThat(restored.receipts().message(before.id())).hasValue(OCTETS);
            assertThat(restored.audit().verify()).isEmpty();
            assertThat(restored.audit().last(1).getFirst().act().action()).isEqualTo("restore");
        }
    }

    @Test
    void work_that_may_have_been_sent_since_waits_for_a_word_after_a_restore() {
        MailingList talk = list("talk");
        members(talk, 150);
        post(talk, State.ACCEPTED);
        PostingId id = Expanding.begin(store.queue()).orElseThrow();
        store.queue().expand(id, 10);
        post(talk, State.ACCEPTED);
        ChunkClaim claim = store.queue().claimChunks(1, now).getFirst();
        BitSet two = new BitSet();
        two.set(0, 2);
        store.queue().settle(List.of(new Progress(
                claim.chunk(), claim.fence(), two,
                List.of(new Row(claim.open().getFirst(), new Outcome.Deferred(now, "4.0.0", "later"))))));

        Path backup = backup();
        SqliteBackup.Restored expected = new SqliteBackup.Restored(2, 1, 2, 1);
        assertThat(SqliteBackup.dryRun(backup, Engines.CHAIN, MAC)).isEqualTo(expected);
        assertThat(SqliteBackup.restore(backup, folder.resolve("data"), Engines.CHAIN, MAC, restoring())).isEqualTo(expected);

        try (Store restored = Engines.open(new Stores.Site("sqlite", folder.resolve("data")), time)) {
            assertThat(restored.queue().isIdle(now)).isTrue();
            assertThat(restored.queue().claimChunks(10, now)).isEmpty();
            assertThat(restored.queue().claimRetries(10, now)).isEmpty();
            assertThat(Expanding.begin(restored.queue())).isEmpty();
            assertThat(restored.queue().entries(10)).extracting(entry -> entry.state()).containsExactly("unknown", "unknown");
            assertThat(restored.queue().retryNow(OptionalLong.empty(), now, act("queue.retry", "all"))).isEqualTo(4);
            assertThat(restored.queue().claimChunks(10, now)).extracting(chunk -> chunk.open().size()).containsExactly(98, 50);
            assertThat(restored.queue().claimRetries(10, now)).hasSize(1);
            assertThat(Expanding.begin(restored.queue())).isPresent();
        }
    }

    @Test
    void changed_octets_a_changed_log_and_missing_octets_are_named_and_not_restored() throws SQLException {
        Receipt receipt = post(list("talk"), State.HELD);
        Path backup = backup();
        for (ContentMac other : List.of(new ContentMac(_ -> new byte[] {9}, MAC.whole()), new ContentMac(MAC.body(), _ -> new byte[] {9}))) {
            assertThat(SqliteBackup.verify(backup, Engines.CHAIN, other))
                    .containsExactly("the message of receipt " + receipt.id() + " is not what was received");
        }
        tamper(backup, "UPDATE audit_entry SET actor = 'eve' WHERE sequence = 2");
        tamper(backup, "DELETE FROM message");
        assertThat(SqliteBackup.verify(backup, Engines.CHAIN, MAC))
                .containsExactly(
                        "post 1 is to be sent and its octets are missing",
                        "audit: entry 2 was changed or does not follow the one before it");
        assertThatThrownBy(() -> SqliteBackup.restore(backup, folder.resolve("data"), Engines.CHAIN, MAC, restoring()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("entry 2 was changed");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_damaged_file_is_told_and_never_restored() throws IOException {
        members(list("talk"), 5_000);
        Path backup = backup();
        Path file = backup.resolve(Sqlite.FILE);
        byte[] octets = Files.readAllBytes(file);
        Arrays.fill(octets, octets.length / 2, octets.length / 2 + 8_192, (byte) 0x5A);
        Files.write(file, octets);
        assertThat(SqliteBackup.verify(backup, Engines.CHAIN, MAC)).isNotEmpty();
        assertThatThrownBy(() -> SqliteBackup.dryRun(backup, Engines.CHAIN, MAC)).isInstanceOf(StoreException.class);
    }

    @Test
    void a_backup_needs_an_empty_folder_and_a_restore_one_without_a_store() {
        Path backup = backup();
        assertThatThrownBy(this::backup).isInstanceOf(StoreException.class).hasMessageContaining("is not empty");
        assertThatThrownBy(() -> SqliteBackup.restore(backup, site.data(), Engines.CHAIN, MAC, restoring()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has a store already");
    }
}
