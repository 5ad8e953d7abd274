package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Digest;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.subscription.Asker;
import org.chancery.subscription.Ban;
import org.chancery.subscription.Change;
import org.chancery.subscription.Door;
import org.chancery.subscription.Request;
import org.chancery.subscription.Requests.Settlement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestsContractTest extends ContractTest {
    private static final Address ANN = Address.of("Ann@example.net");
    private static final Preferences WISHED = new Preferences(true, Digest.MIME, false, true);
    private final AtomicInteger ids = new AtomicInteger();
    private Optional<MailingList> talk = Optional.empty();

    @BeforeEach
    void list() {
        store.lists().addDomain(EXAMPLE, act("domain.add", "example.org"));
        talk = store.lists().create(Address.of("talk@example.org"), "discussion", org.chancery.list.Settings.DEFAULTS, "otherwise refuse.", act("list.create", "talk"));
    }

    private Request request(Address address, Change change, Request.State state) {
        Instant until = now.plus(Duration.ofDays(3));
        return new Request(
                Long.MIN_VALUE + ids.incrementAndGet(), talk.orElseThrow().id(), address, change, Door.MAIL, Asker.ANYBODY, state, now, until, until, Optional.empty());
    }

    private Request join(Address address) {
        return request(address, new Change.Join("Ann\tO'Nym\nx", WISHED), Request.State.ASKED);
    }

    private static Notice mail(String text) {
        return new Notice("confirm-join", Optional.empty(), List.of(ANN), ("Subject: " + text + "\r\n\r\nhello\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private Settlement done(String news) {
        return new Settlement(Request.State.DONE, now, true, List.of(), List.of(mail(news)), Optional.of(act("member.join", news)));
    }

    private int queued() {
        return store.queue().claimChunks(100, now).size();
    }

    @Test
    void a_request_is_read_back_as_it_was_asked() {
        Request asked = join(ANN);
        assertThat(store.requests().ask(asked, mail("1"), 1)).isTrue();
        Request read = store.requests().find(asked.id()).orElseThrow();
        assertThat(read.change()).isEqualTo(asked.change());
        assertThat(read.address().toString()).isEqualTo("Ann@example.net");
        assertThat(read.mailed()).contains(now);
        assertThat(List.<Object>of(read.door(), read.asker(), read.state(), read.expires())).isEqualTo(List.<Object>of(asked.door(), asked.asker(), asked.state(), asked.expires()));
        assertThat(queued()).isEqualTo(1);
    }

    @Test
    void the_same_asked_twice_in_a_day_is_one_mail_and_one_row() {
        store.requests().ask(join(ANN), mail("1"), 1);
        assertThat(store.requests().ask(join(Address.of("ann@example.net")), mail("2"), 1)).isFalse();
        assertThat(store.requests().ask(request(ANN, new Change.Leave(), Request.State.ASKED), mail("3"), 1)).isFalse();
        assertThat(store.requests().awaiting(ANN, now)).hasSize(2);
        assertThat(store.requests().unmailed(now, 10)).hasSize(1);
        assertThat(queued()).isEqualTo(1);
        now = now.plus(Duration.ofDays(1));
        assertThat(store.requests().ask(join(ANN), mail("4"), 1)).isTrue();
        assertThat(queued()).isEqualTo(1);
    }

    @Test
    void asking_again_with_the_same_number_is_asking_once() {
        Request asked = join(ANN);
        assertThat(store.requests().ask(asked, mail("1"), 10)).isTrue();
        assertThat(store.requests().ask(asked, mail("1"), 10)).isTrue();
        assertThat(queued()).isEqualTo(1);
    }

    @Test
    void a_request_that_is_refused_at_once_sends_nothing() {
        store.requests().ask(request(ANN, new Change.Leave(), Request.State.REFUSED), mail("1"), 1);
        store.requests().put(request(ANN, new Change.Leave(), Request.State.REFUSED), List.of(mail("2")));
        assertThat(queued()).isZero();
        store.requests().put(request(ANN, new Change.Leave(), Request.State.WAITING), List.of(mail("3")));
        assertThat(queued()).isEqualTo(1);
        assertThat(store.requests().waiting(talk.map(MailingList::id), now)).hasSize(1);
    }

    @Test
    void of_many_answers_at_once_one_wins_and_its_effects_happen_once() throws InterruptedException {
        Request asked = join(ANN);
        store.requests().ask(asked, mail("1"), 1);
        Request other = join(ANN);
        store.requests().ask(other, mail("2"), 10);
        AtomicInteger winners = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                if (store.requests().settle(asked, done("welcome"))) {
                    winners.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(winners).hasValue(1);
        assertThat(store.members().find(talk.orElseThrow().id(), ANN, Role.MEMBER).orElseThrow().preferences()).isEqualTo(WISHED);
        assertThat(store.requests().find(other.id()).orElseThrow().state()).isEqualTo(Request.State.SUPERSEDED);
        assertThat(queued()).isEqualTo(3);
    }

    @Test
    void news_and_audit_entry_belong_to_a_change_that_changed_something() {
        long before = store.audit().last(100).size();
        Request leave = request(ANN, new Change.Leave(), Request.State.ASKED);
        store.requests().ask(leave, mail("1"), 1);
        queued();
        assertThat(store.requests().settle(leave, done("goodbye"))).isTrue();
        assertThat(queued()).isZero();
        assertThat(store.audit().last(100)).hasSize((int) before);
        assertThat(store.requests().carryOut(join(ANN), List.of(mail("welcome")), act("member.add", "ann"))).isTrue();
        assertThat(store.requests().carryOut(join(ANN), List.of(mail("welcome")), act("member.add", "ann"))).isFalse();
        assertThat(queued()).isEqualTo(1);
        assertThat(store.audit().last(100)).hasSize((int) before + 1);
    }

    @Test
    void an_answer_behind_its_time_does_nothing() {
        Request asked = join(ANN);
        store.requests().ask(asked, mail("1"), 1);
        now = now.plus(Duration.ofDays(3));
        assertThat(store.requests().settle(asked, done("welcome"))).isFalse();
        assertThat(store.requests().awaiting(ANN, now)).isEmpty();
        assertThat(store.requests().sweep(now, now.minus(Duration.ofDays(30)))).isEqualTo(1);
        now = now.plus(Duration.ofDays(31));
        assertThat(store.requests().sweep(now, now.minus(Duration.ofDays(30)))).isEqualTo(1);
        assertThat(store.requests().find(asked.id())).isEmpty();
    }

    @Test
    void the_tenth_wrong_token_burns() {
        Request asked = join(ANN);
        store.requests().ask(asked, mail("1"), 1);
        for (int i = 0; i < 10; i++) {
            assertThat(store.requests().find(asked.id()).orElseThrow().state()).isEqualTo(Request.State.ASKED);
            store.requests().wrongToken(asked.id());
        }
        assertThat(store.requests().find(asked.id()).orElseThrow().state()).isEqualTo(Request.State.BURNED);
        assertThat(store.requests().settle(asked, done("welcome"))).isFalse();
    }

    @Test
    void what_waits_is_mailed_once_and_under_the_days_limit() {
        store.requests().ask(join(ANN), mail("1"), 1);
        store.requests().ask(request(ANN, new Change.Leave(), Request.State.ASKED), mail("2"), 1);
        List<Request> waiting = store.requests().unmailed(now, 10);
        assertThat(store.requests().remind(waiting, mail("more"))).isFalse();
        now = now.plus(Duration.ofDays(1));
        assertThat(store.requests().remind(waiting, mail("more"))).isTrue();
        assertThat(store.requests().unmailed(now, 10)).isEmpty();
        assertThat(queued()).isEqualTo(2);
    }

    @Test
    void requests_go_with_their_list() {
        Request asked = join(ANN);
        store.requests().ask(asked, mail("1"), 1);
        store.lists().delete(talk.orElseThrow().id(), act("list.delete", "talk"));
        assertThat(store.requests().find(asked.id())).isEmpty();
    }

    @Test
    void a_ban_stands_once_is_logged_and_counts_on_its_list_or_everywhere() {
        Ban onList = new Ban(talk.map(MailingList::id), Ban.parse("@example.net").orThrow());
        Ban onSite = new Ban(Optional.empty(), Ban.parse("/^bot/").orThrow());
        assertThat(store.bans().add(onList, act("ban.add", "1"))).isTrue();
        assertThat(store.bans().add(onList, act("ban.add", "2"))).isFalse();
        assertThat(store.bans().add(onSite, act("ban.add", "3"))).isTrue();
        assertThat(store.bans().add(onSite, act("ban.add", "4"))).isFalse();
        assertThat(store.bans().of(Optional.empty())).extracting(ban -> ban.target().text()).containsExactly("/^bot/");
        assertThat(store.bans().of(talk.map(MailingList::id))).extracting(ban -> ban.target().text()).containsExactly("/^bot/", "@example.net");
        assertThat(store.bans().remove(onSite, act("ban.remove", "5"))).isTrue();
        assertThat(store.bans().remove(onSite, act("ban.remove", "6"))).isFalse();
        assertThat(store.audit().last(10)).extracting(entry -> entry.act().object()).contains("1", "3", "5").doesNotContain("2", "4", "6");
    }
}
