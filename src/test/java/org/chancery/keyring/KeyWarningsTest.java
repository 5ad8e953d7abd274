package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.token.ConfirmTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When members hear that their key ends.
class KeyWarningsTest extends KeyringTest {
    private static final Address OWNER = Address.of("owner@example.net");
    private KeyWarnings warnings = unopened();
    private Instant end = Instant.EPOCH;

    @BeforeEach
    void key() {
        end = now.plus(Duration.ofDays(100));
        byte[] key = new byte[32];
        key[0] = 1;
        warnings = new KeyWarnings(store.keys(), keyrings, new MemberKeyDesk.Surroundings(
                store.lists(), store.members(), new NoticeWriter(new Texts(), "lists.example.org", clock, RANDOM), new ConfirmTokens(key), List::of, clock, RANDOM, () -> {}));
        join(ANNA, Role.MEMBER);
        join(OWNER, Role.OWNER);
        MemberKey row = new MemberKey(talk.id(), ANNA, Slot.OPENPGP, "F1", MemberKey.State.ACTIVE, MemberKey.Source.MAIL, new byte[0], now, now,
                Optional.of(end), Optional.empty(), 0, 0);
        store.keys().members().replace(talk.id(), ANNA, Slot.OPENPGP, List.of(), List.of(row), List.of(act("key.import", "F1")), List.of());
    }

    private List<String> told(Address to) {
        return store.queue().entries(100).stream().flatMap(entry -> store.receipts().notice(entry.posting()).stream())
                .filter(mail -> mail.recipients().contains(to)).map(Notice::message).map(KeyringTest::text)
                .map(mail -> mail.lines().filter(line -> line.startsWith("Subject: ")).findFirst().orElseThrow()).toList();
    }

    private void daysBefore(int days) {
        now = end.minus(Duration.ofDays(days));
        warnings.warn(now);
        warnings.warn(now);
    }

    @Test
    void the_member_hears_it_thirty_fourteen_and_three_days_before_and_the_owners_at_fourteen() {
        daysBefore(31);
        assertThat(told(ANNA)).isEmpty();
        daysBefore(30);
        daysBefore(20);
        assertThat(told(ANNA)).hasSize(1);
        assertThat(told(OWNER)).isEmpty();
        daysBefore(14);
        daysBefore(3);
        daysBefore(1);
        assertThat(told(ANNA)).hasSize(3).anySatisfy(subject -> assertThat(subject).contains("14 days"));
        assertThat(told(OWNER)).hasSize(1);
        daysBefore(0);
        assertThat(told(ANNA)).as("it is over").hasSize(3);
    }

    @Test
    void what_was_missed_while_nobody_looked_is_told_once() {
        daysBefore(2);
        assertThat(told(ANNA)).singleElement().satisfies(subject -> assertThat(subject).contains("2 days"));
        assertThat(told(OWNER)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"31,0,", "30,0,30", "29,30,", "14,30,14", "13,14,", "3,14,3", "3,0,3", "1,3,", "0,0,", "-1,0,"})
    void the_nearest_warning_that_is_due_is_told(int left, int warned, Integer stage) {
        assertThat(KeyWarnings.stage(Duration.ofDays(left), warned)).isEqualTo(Optional.ofNullable(stage));
    }
}
