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
}
