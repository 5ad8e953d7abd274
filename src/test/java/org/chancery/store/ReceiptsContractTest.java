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
import org.chancery.keyring.AcceptedMacs;
import org.chancery.keyring.Mark;
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
    void of_two_mails_with_one_mark_that_is_to_be_the_first_the_second_is_not_stored() {
        Order once = order(list("talk"), State.DISCARDED).protectedBy(new Order.Protection(true, List.of(first(5), first(6))));
        Order again = once.protectedBy(new Order.Protection(true, List.of(first(7), first(6))));
        Receipt first = receipt();
        Receipt second = receipt();
        assertThat(store.receipts().commit(first, OCTETS, List.of(once), List.of(), () -> true)).isTrue();
        assertThat(store.receipts().commit(second, OCTETS, List.of(again), List.of(), () -> true)).isFalse();
        assertThat(store.receipts().find(second.id())).isEmpty();
        assertThat(store.keys().accepted().contains(new byte[] {7})).isFalse();
        assertThat(store.receipts().commit(first, OCTETS, List.of(once), List.of(), () -> true)).as("the same receipt").isTrue();
    }

    private static Mark first(int mac) {
        return new Mark(new byte[] {(byte) mac}, Duration.ofDays(1), true);
    }

    @Test
    void one_mail_to_several_lists_leaves_its_marks_once_and_hinders_itself_not() {
        List<Order> orders = List.of(order(list("one"), State.ACCEPTED).protectedBy(new Order.Protection(true, List.of(first(5)))),
                order(list("two"), State.ACCEPTED).protectedBy(new Order.Protection(true, List.of(first(5), first(6)))));
        assertThat(store.receipts().commit(receipt(), OCTETS, orders, List.of(), () -> true)).isTrue();
        assertThat(store.keys().accepted().contains(new byte[] {6})).isTrue();
    }

    @Test
    void a_mark_that_need_not_be_the_first_may_be_there() {
        Order order = order(list("talk"), State.ACCEPTED).protectedBy(new Order.Protection(true, List.of(new Mark(new byte[] {5}, Duration.ofDays(1), false))));
        assertThat(store.receipts().commit(receipt(), OCTETS, List.of(order), List.of(), () -> true)).isTrue();
        assertThat(store.receipts().commit(receipt(), OCTETS, List.of(order), List.of(), () -> true)).isTrue();
    }

    @Test
    void a_mark_of_what_was_refused_is_left_without_a_receipt_and_hinders_the_next() {
        store.keys().accepted().remember(List.of(first(5)), now);
        store.keys().accepted().remember(List.of(first(5), first(6)), now);
        assertThat(store.keys().accepted().contains(new byte[] {6})).isTrue();
        Order order = order(list("talk"), State.ACCEPTED).protectedBy(new Order.Protection(true, List.of(first(5))));
        assertThat(store.receipts().commit(receipt(), OCTETS, List.of(order), List.of(), () -> true)).isFalse();
    }

    @Test
    void each_mark_is_forgotten_in_its_own_time() {
        Order order = order(list("talk"), State.DISCARDED).protectedBy(new Order.Protection(true, List.of(
                new Mark(new byte[] {5}, AcceptedMacs.MEMORY, true), new Mark(new byte[] {6}, AcceptedMacs.CONTENT_MEMORY, true))));
        store.receipts().commit(receipt(), OCTETS, List.of(order), List.of(), () -> true);
        now = now.plus(AcceptedMacs.MEMORY).minusSeconds(1);
        store.receipts().purge(now);
        assertThat(store.keys().accepted().contains(new byte[] {5})).isTrue();
        now = now.plusSeconds(2);
        store.receipts().purge(now);
        assertThat(store.keys().accepted().contains(new byte[] {5})).isFalse();
        assertThat(store.keys().accepted().contains(new byte[] {6})).isTrue();
        now = now.plus(AcceptedMacs.CONTENT_MEMORY);
        store.receipts().purge(now);
        assertThat(store.keys().accepted().contains(new byte[] {6})).isFalse();
    }

    @Test
    void of_two_letters_that_are_the_same_the_second_is_not_stored_and_the_post_beside_them_is() {
        MailingList talk = list("talk");
        Order letter = order(talk, State.DISCARDED).remembered(new Order.Memory(true, false, "owner"), List.of());
        Order post = order(talk, State.ACCEPTED).remembered(new Order.Memory(true, false), List.of());
        Receipt second = receipt();
        assertThat(store.receipts().commit(receipt(), OCTETS, List.of(letter), List.of(), () -> true)).isTrue();
        assertThat(store.receipts().commit(second, OCTETS, List.of(letter), List.of(), () -> true)).isFalse();
        assertThat(store.receipts().find(second.id())).isEmpty();
        Receipt toAll = receipt();
        assertThat(store.receipts().commit(toAll, OCTETS, List.of(post), List.of(), () -> true)).isTrue();
        assertThat(store.receipts().posts(toAll.id()).getFirst().state()).isEqualTo(State.ACCEPTED);
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
