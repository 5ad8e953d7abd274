package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.chancery.audit.Act;
import org.chancery.audit.AuditEntry;
import org.junit.jupiter.api.Test;

class AuditContractTest extends ContractTest {

    private void notes(int count) {
        for (int i = 1; i <= count; i++) {
            store.audit().note(new Act(now, "admin@example.org", "cli", "note", "n" + i, "before=\"a\0\"\nafter"));
        }
    }

    private void tamper(String sql) throws SQLException {
        try (Connection connection = Engines.raw(site);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    @Test
    void an_untouched_log_is_whole_and_read_in_order() {
        assertThat(store.audit().verify()).isEmpty();
        notes(5);
        assertThat(store.audit().verify()).isEmpty();
        List<Long> all = new ArrayList<>();
        store.audit().each(entry -> all.add(entry.sequence()));
        assertThat(all).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(store.audit().last(2)).extracting(AuditEntry::sequence).containsExactly(4L, 5L);
    }

    @Test
    void the_last_entries_about_something_are_found_from_the_end_back_to_a_moment() {
        notes(1);
        Instant since = now = now.plus(Duration.ofDays(1));
        notes(1_500); // more than are read at once
        now = now.minus(Duration.ofHours(36));
        notes(1); // a clock that was set back
        now = since.plus(Duration.ofDays(1));
        notes(3);
        assertThat(store.audit().last(2, since, act -> act.object().matches("n[12]"))).extracting(AuditEntry::sequence).containsExactly(1503L, 1504L);
        assertThat(store.audit().last(9, since, act -> act.object().matches("n[12]"))).extracting(AuditEntry::sequence).containsExactly(2L, 3L, 1503L, 1504L);
        assertThat(store.audit().last(9, since, act -> act.object().equals("none"))).isEmpty();
        assertThat(store.audit().last(9, now.plusMillis(1), _ -> true)).isEmpty();
        assertThat(store.audit().last(5_000, Instant.EPOCH, _ -> true)).hasSize(1_505);
    }

    @Test
    void a_changed_field_is_named() throws SQLException {
        notes(5);
        tamper("UPDATE audit_entry SET detail = 'nothing' WHERE sequence = 3");
        assertThat(store.audit().verify().orElseThrow()).startsWith("entry 3 was changed");
    }

    @Test
    void a_removed_entry_is_named_in_the_middle_and_at_the_end() throws SQLException {
        notes(5);
        tamper("DELETE FROM audit_entry WHERE sequence = 5");
        assertThat(store.audit().verify().orElseThrow()).isEqualTo("entry 5 is missing at the end");
        tamper("DELETE FROM audit_entry WHERE sequence = 2");
        assertThat(store.audit().verify().orElseThrow()).isEqualTo("entry 2 is missing");
    }

    @Test
    void acts_of_many_at_once_make_one_chain() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(Thread.startVirtualThread(() -> notes(10)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(store.audit().last(1_000)).hasSize(80);
        assertThat(store.audit().verify()).isEmpty();
    }

    @Test
    void an_act_that_fails_leaves_no_entry() {
        list("talk");
        int before = store.audit().last(1_000).size();
        list("talk2");
        store.lists().addDomain(EXAMPLE, act("domain.add", "example.org"));
        assertThat(store.audit().last(1_000)).hasSize(before + 1);
    }
}
