package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.posting.Order;
import org.chancery.posting.Order.State;
import org.chancery.posting.Receipt;
import org.chancery.posting.Receipts.Post;
import org.chancery.posting.Recollection;
import org.chancery.posting.Remembered;
import org.junit.jupiter.api.Test;

/// What a list remembers of its posts, on each engine.
class PostMemoryContractTest extends ContractTest {
    private static final byte[] MAC = {1, 2, 3};
    private static final byte[] OTHER_MAC = {4, 5, 6};

    private static Order remembered(MailingList list, State state, boolean reply, String... topics) {
        Order plain = order(list, state);
        return new Order(list.id(), state, plain.author(), plain.judged(), List.of(), new Order.Memory(true, reply), List.of(topics));
    }

    private Receipt come(String messageId, byte[] mac, Order... orders) {
        Receipt one = receipt();
        Receipt receipt = new Receipt(one.id(), now, one.session(), one.envelope(), Optional.of(messageId), mac, one.size());
        assertThat(store.receipts().commit(receipt, OCTETS, List.of(orders), List.of(), () -> true)).isTrue();
        return receipt;
    }

    private Post post(Receipt receipt) {
        return store.receipts().posts(receipt.id()).getFirst();
    }

    private Recollection recall(MailingList list, String messageId, byte[] mac, boolean automatic, String... answers) {
        return store.receipts().recall(
                list.id(), new Remembered(Optional.of(messageId), mac, Optional.of(Address.of("ANN@example.com")), List.of(answers), automatic),
                now.minus(Order.Memory.TIME));
    }

    @Test
    void the_same_post_again_is_stored_as_a_duplicate_that_names_the_first() {
        MailingList talk = list("talk");
        Receipt first = come("a@x", MAC, remembered(talk, State.ACCEPTED, false));
        Receipt second = come("a@x", MAC, remembered(talk, State.ACCEPTED, false, "t"));

        assertThat(post(first).state()).isEqualTo(State.ACCEPTED);
        assertThat(post(second).state()).isEqualTo(State.DISCARDED);
        assertThat(post(second).judged().reason()).contains(first.id().toString());
        assertThat(store.receipts().topics(post(second).id())).isEmpty();
        assertThat(recall(talk, "a@x", MAC, false).first()).contains(first.id());
    }

    @Test
    void another_list_another_text_and_another_message_id_are_no_duplicates() {
        MailingList talk = list("talk");
        MailingList other = list("other");
        come("a@x", MAC, remembered(talk, State.ACCEPTED, false));

        assertThat(post(come("a@x", MAC, remembered(other, State.ACCEPTED, false))).state()).isEqualTo(State.ACCEPTED);
        assertThat(post(come("a@x", OTHER_MAC, remembered(talk, State.HELD, false))).state()).isEqualTo(State.HELD);
        assertThat(post(come("b@x", MAC, remembered(talk, State.ACCEPTED, false))).state()).isEqualTo(State.ACCEPTED);
        assertThat(recall(other, "a@x", OTHER_MAC, false)).isEqualTo(new Recollection(Optional.empty(), true, false));
        assertThat(recall(talk, "c@x", MAC, false)).isEqualTo(Recollection.NONE);
    }

    @Test
    void after_five_days_it_is_forgotten() {
        MailingList talk = list("talk");
        come("a@x", MAC, remembered(talk, State.ACCEPTED, false));
        now = now.plus(Order.Memory.TIME).plusSeconds(1);

        assertThat(recall(talk, "a@x", MAC, false)).isEqualTo(Recollection.NONE);
        Receipt again = come("a@x", MAC, remembered(talk, State.ACCEPTED, false));
        assertThat(post(again).state()).isEqualTo(State.ACCEPTED);
        assertThat(recall(talk, "a@x", MAC, false).first()).contains(again.id());
        now = now.plus(Order.Memory.TIME).plusSeconds(1);
        store.receipts().purge(now);
        now = now.minus(Duration.ofDays(1));
        assertThat(recall(talk, "a@x", MAC, false)).isEqualTo(Recollection.NONE);
    }

    @Test
    void what_was_not_stored_is_not_remembered() {
        MailingList talk = list("talk");
        Receipt receipt = receipt();
        assertThat(store.receipts().commit(receipt, OCTETS, List.of(remembered(talk, State.ACCEPTED, false)), List.of(), () -> false)).isFalse();
        assertThat(recall(talk, "<1@example.com>", MAC, false)).isEqualTo(Recollection.NONE);
    }

    @Test
    void an_answer_is_repeated_when_a_machine_says_it_again_or_its_author_answers_himself_with_it() {
        MailingList talk = list("talk");
        come("a@x", MAC, remembered(talk, State.ACCEPTED, true));

        assertThat(recall(talk, "b@x", MAC, true).repeatedReply()).isTrue();
        assertThat(recall(talk, "b@x", MAC, false, "a@x").repeatedReply()).isTrue();
        assertThat(recall(talk, "b@x", MAC, false, "z@x").repeatedReply()).as("the same words to somebody else").isFalse();
        assertThat(recall(talk, "b@x", OTHER_MAC, true).repeatedReply()).isFalse();
        now = now.plus(Duration.ofMinutes(61));
        assertThat(recall(talk, "b@x", MAC, true).repeatedReply()).as("an hour later").isFalse();
    }

    @Test
    void topics_are_kept_with_the_post() {
        MailingList talk = list("talk");
        assertThat(store.receipts().topics(post(come("a@x", MAC, remembered(talk, State.ACCEPTED, false, "releases", "fixes"))).id())).containsExactly("fixes", "releases");
    }

    @Test
    void accepted_posts_are_counted_up_to_what_is_asked() {
        MailingList talk = list("talk");
        for (int i = 0; i < 3; i++) {
            come(i + "@x", MAC, remembered(talk, State.ACCEPTED, false));
        }
        come("held@x", MAC, remembered(talk, State.HELD, false));
        assertThat(store.receipts().acceptedPosts(talk.id(), Address.of("ann@EXAMPLE.com"), 10)).isEqualTo(3);
        assertThat(store.receipts().acceptedPosts(talk.id(), Address.of("ann@example.com"), 2)).isEqualTo(2);
    }

    @Test
    void of_two_servers_that_store_the_same_post_at_once_one_is_the_first() throws InterruptedException {
        MailingList talk = list("talk");
        Optional<Store> second = engine == Engines.POSTGRESQL ? Optional.of(Engines.open(site, time)) : Optional.empty();
        List<Receipt> receipts = new ArrayList<>();
        List<Thread> servers = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < 40; i++) {
            Receipt one = receipt();
            Receipt receipt = new Receipt(one.id(), now, one.session(), one.envelope(), Optional.of(i / 4 + "@x"), MAC, one.size());
            Store server = i % 2 == 0 ? store : second.orElse(store);
            receipts.add(receipt);
            servers.add(Thread.startVirtualThread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                server.receipts().commit(receipt, OCTETS, List.of(remembered(talk, State.ACCEPTED, false)), List.of(), () -> true);
            }));
        }
        go.countDown();
        for (Thread server : servers) {
            server.join();
        }
        second.ifPresent(Store::close);
        assertThat(receipts.stream().filter(receipt -> post(receipt).state() == State.ACCEPTED).map(receipt -> receipt.messageId().orElseThrow()))
                .hasSize(10).doesNotHaveDuplicates();
    }
}
