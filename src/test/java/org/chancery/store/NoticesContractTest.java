package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.junit.jupiter.api.Test;

class NoticesContractTest extends ContractTest {
    private static final Address ANN = Address.of("ann@example.com");
    private static final byte[] MAIL = "Subject: hello\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void a_mail_of_our_own_waits_in_the_queue_for_its_recipients() {
        store.outbox().send(new Notice("welcome", Optional.empty(), List.of(ANN), MAIL));
        ChunkClaim claim = store.queue().claimChunks(10, time.instant()).getFirst();
        PostingId posting = claim.chunk().posting();
        assertThat(claim.open()).extracting(target -> target.address()).containsExactly(ANN);
        assertThat(store.receipts().notice(posting).orElseThrow().message()).isEqualTo(MAIL);
        assertThat(store.receipts().post(posting).orElseThrow().kind()).isEqualTo("welcome");
    }

    @Test
    void the_same_kind_of_answer_goes_to_an_address_once_until_its_grace_is_over() {
        Duration day = Duration.ofDays(1);
        assertThat(store.answers().mayAnswer(ANN, "help", day)).isTrue();
        assertThat(store.answers().mayAnswer(Address.of("A.nn+tag@EXAMPLE.com"), "help", day)).isFalse();
        assertThat(store.answers().mayAnswer(ANN, "join", day)).isTrue();
        now = now.plus(day);
        assertThat(store.answers().mayAnswer(ANN, "help", day)).isTrue();
        assertThat(store.answers().mayAnswer(ANN, "help", day)).isFalse();
    }

    @Test
    void of_many_who_ask_at_once_one_may_answer() throws Exception {
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Callable<Boolean>> askers = java.util.Collections.nCopies(50, () -> store.answers().mayAnswer(ANN, "help", Duration.ofDays(1)));
            long granted = 0;
            for (var asked : threads.invokeAll(askers)) {
                granted += asked.get() ? 1 : 0;
            }
            assertThat(granted).isEqualTo(1);
        }
    }

    @Test
    void what_is_over_is_forgotten_while_others_are_answered() throws Exception {
        for (int i = 0; i < 8; i++) {
            store.answers().mayAnswer(Address.of("a" + i + "@example.com"), "help", Duration.ofHours(1));
        }
        now = now.plus(Duration.ofHours(1));
        store.answers().mayAnswer(ANN, "help", Duration.ofDays(1));
        try (var raw = Engines.raw(site); var statement = raw.createStatement(); var rows = statement.executeQuery("SELECT address FROM answer")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo(ANN.limitKey());
            assertThat(rows.next()).isFalse();
        }
    }
}
