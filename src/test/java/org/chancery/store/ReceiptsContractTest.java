package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.delivery.Expanding;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.delivery.Queue.Progress;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.posting.Order;
import org.chancery.posting.Order.State;
import org.chancery.posting.Receipt;
import org.chancery.posting.Receipts;
import org.chancery.posting.Receipts.Post;
import org.junit.jupiter.api.Test;

class ReceiptsContractTest extends ContractTest {

    @Test
    void a_committed_receipt_is_read_back_as_it_was() {
        MailingList talk = list("talk");
        Receipt receipt = post(talk, State.ACCEPTED);

        assertThat(store.receipts().find(receipt.id()).orElseThrow()).usingRecursiveComparison().isEqualTo(receipt);
        assertThat(store.receipts().byMessageId("<1@example.com>")).hasSize(1);
        assertThat(store.receipts().message(receipt.id())).hasValue(OCTETS);
        assertThat(store.receipts().posts(receipt.id()).getFirst().judged()).isEqualTo(order(talk, State.ACCEPTED).judged());
    }

    @Test
    void a_committed_receipt_is_still_there_when_the_store_is_opened_again() {
        Receipt receipt = post(list("talk"), State.ACCEPTED);
        store.close();
        store = Engines.open(site, time);
        assertThat(store.receipts().message(receipt.id())).hasValue(OCTETS);
    }

    @Test
    void the_same_receipt_stored_twice_is_one_receipt() {
        MailingList talk = list("talk");
        Receipt receipt = post(talk, State.ACCEPTED);
        assertThat(store.receipts().commit(receipt, OCTETS, List.of(order(talk, State.ACCEPTED)), List.of(), () -> true)).isTrue();
        assertThat(store.receipts().posts(receipt.id())).hasSize(1);
    }

    @Test
    void nothing_is_stored_when_the_session_has_answered_already() {
        MailingList talk = list("talk");
        Receipt receipt = receipt();
        boolean stored = store.receipts().commit(receipt, OCTETS, List.of(order(talk, State.ACCEPTED)), List.of(), () -> false);
        assertThat(stored).isFalse();
        assertThat(store.receipts().find(receipt.id())).isEmpty();
        assertThat(Expanding.begin(store.queue())).isEmpty();
    }

    @Test
    void of_two_mails_with_one_signature_that_is_to_count_once_the_second_is_not_stored() {
        Order once = order(list("talk"), State.DISCARDED).protectedBy(Order.Protection.once(List.of(new byte[] {5}, new byte[] {6})));
        Order again = once.protectedBy(Order.Protection.once(List.of(new byte[] {7}, new byte[] {6})));
        Receipt first = receipt();
        Receipt second = receipt();
        assertThat(store.receipts().commit(first, OCTETS, List.of(once), List.of(), () -> true)).isTrue();
        assertThat(store.receipts().commit(second, OCTETS, List.of(again), List.of(), () -> true)).isFalse();
        assertThat(store.receipts().find(second.id())).isEmpty();
        assertThat(store.keys().accepted().contains(new byte[] {7})).isFalse();
        assertThat(store.receipts().commit(first, OCTETS, List.of(once), List.of(), () -> true)).as("the same receipt").isTrue();
    }

    @Test
    void the_claim_is_asked_once() {
        AtomicInteger asked = new AtomicInteger();
        store.receipts().commit(receipt(), OCTETS, List.of(order(list("talk"), State.ACCEPTED)), List.of(), () -> asked.incrementAndGet() == 1);
        assertThat(asked).hasValue(1);
    }

    @Test
    void an_author_has_posted_when_a_post_was_accepted() {
        MailingList talk = list("talk");
        post(talk, State.HELD);
        assertThat(store.receipts().hasPosted(talk.id(), Address.of("ann@example.com"))).isFalse();
        post(talk, State.ACCEPTED);
        assertThat(store.receipts().hasPosted(talk.id(), Address.of("ANN@example.com"))).isTrue();
    }

    @Test
    void a_notice_is_queued_in_the_commit_of_its_receipt_and_read_back() {
        Receipt receipt = receipt();
        Notice notice = new Notice("dsn", Optional.empty(), List.of(Address.of("ann@example.com")), new byte[] {7, 0, 9});
        store.receipts().commit(receipt, OCTETS, List.of(), List.of(notice), () -> true);

        Post post = store.receipts().posts(receipt.id()).getFirst();
        assertThat(post.list()).isEmpty();
        assertThat(post.kind()).isEqualTo("dsn");
        assertThat(store.receipts().notice(post.id()).orElseThrow()).usingRecursiveComparison().isEqualTo(notice);
        ChunkClaim claim = store.queue().claimChunks(10, now).getFirst();
        assertThat(claim.open().getFirst().address()).isEqualTo(Address.of("ann@example.com"));
        assertThat(claim.open().getFirst().membership()).isEmpty();
    }

    @Test
    void the_last_posts_of_a_list_are_told_oldest_first_each_once_and_no_other() {
        MailingList talk = list("talk");
        members(talk, 1);
        Receipt early = post(talk, State.ACCEPTED);
        now = now.plus(Duration.ofHours(1));
        Receipt accepted = post(talk, State.ACCEPTED);
        post(list("other"), State.ACCEPTED);
        Order command = new Order(talk.id(), State.DISCARDED, Optional.empty(), new Order.Judged("drop", "built-in", 0, "request", "taken by the list itself", 1, 1, Map.of(), ""));
        store.receipts().commit(receipt(), OCTETS, List.of(command), List.of(), () -> true);
        Receipt held = post(talk, State.HELD);
        Receipt dropped = post(talk, State.DISCARDED);
        store.receipts().commit(receipt(), OCTETS, List.of(), List.of(new Notice("n", Optional.empty(), List.of(Address.of("ann@example.com")), OCTETS)), () -> true);
        Expanding.begin(store.queue()).ifPresent(id -> store.queue().expand(id, 10));

        assertThat(store.receipts().posts(talk.id(), now, 10)).extracting(Post::receipt).containsExactly(accepted.id(), held.id(), dropped.id());
        assertThat(store.receipts().posts(talk.id(), now, 2)).extracting(Post::receipt).as("the last").containsExactly(held.id(), dropped.id());
        assertThat(store.receipts().posts(talk.id(), now.minus(Duration.ofHours(1)), 10)).extracting(Post::receipt).startsWith(early.id()).hasSize(4);
        assertThat(store.receipts().posts(talk.id(), now.plusMillis(1), 10)).isEmpty();
        assertThat(store.receipts().posts(talk.id(), now, 10).get(1)).satisfies(post -> {
            assertThat(post.state()).isEqualTo(State.HELD);
            assertThat(post.judged()).isEqualTo(order(talk, State.HELD).judged());
            assertThat(post.author()).contains(Address.of("Ann@example.com"));
        });
    }

    @Test
    void purge_removes_octets_and_chunks_of_finished_posts_and_keeps_what_explain_tells() {
        MailingList talk = list("talk");
        members(talk, 3);
        Receipt finished = post(talk, State.ACCEPTED);
        Receipt held = post(talk, State.HELD);
        PostingId id = Expanding.begin(store.queue()).orElseThrow();
        store.queue().expand(id, 10);
        ChunkClaim claim = store.queue().claimChunks(1, now).getFirst();
        claim.done().set(0, 3);
        store.queue().settle(List.of(new Progress(claim.chunk(), claim.fence(), claim.done(), List.of())));

        assertThat(store.receipts().purge(now)).isZero();
        now = now.plus(Duration.ofDays(8));
        assertThat(store.receipts().purge(now.minus(Duration.ofDays(7)))).isEqualTo(1);

        assertThat(store.receipts().message(finished.id())).isEmpty();
        assertThat(store.receipts().message(held.id())).isPresent();
        Receipts.Post post = store.receipts().posts(finished.id()).getFirst();
        assertThat(post.recipients()).isEqualTo(3);
        assertThat(post.delivered()).isEqualTo(3);
    }
}
