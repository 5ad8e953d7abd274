package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.archive.DigestBuilder;
import org.chancery.archive.DigestDesk;
import org.chancery.archive.Issues;
import org.chancery.delivery.Expanding;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.notice.Texts;
import org.chancery.posting.Order.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "{0}")
@EnumSource(value = Engines.class, names = "POSTGRESQL")
class DigestServersTest extends StoreTest {

    private DigestDesk desk(Store store, int seed) {
        Issues issues = new Issues(store.digests(), new DigestBuilder(new Random(seed)), (_, post) -> post, new Texts(), "example.org", java.util.Optional::empty);
        return new DigestDesk(store.digests(), store.lists(), issues, time, () -> {});
    }

    private void distributed(MailingList list) {
        post(list, State.ACCEPTED);
        var id = Expanding.begin(store.queue()).orElseThrow();
        while (store.queue().expand(id, 10)) {}
    }

    @Test
    void of_two_servers_that_find_a_digest_due_at_the_same_time_one_sends_it() throws InterruptedException {
        MailingList talk = list("talk");
        store.members().add(
                new NewMember(talk.id(), Address.of("d@example.net"), "", Role.MEMBER, new Member.Preferences(true, Member.Digest.MIME, false, false)),
                act("member.add", "d"));
        AtomicInteger sent = new AtomicInteger();
        int rounds = 10;
        try (Store other = Engines.open(site, time)) {
            for (int round = 0; round < rounds; round++) {
                distributed(talk);
                now = now.plusSeconds(100_000);
                List<Thread> servers = new ArrayList<>();
                for (Store mine : List.of(store, other, store, other)) {
                    DigestDesk desk = desk(mine, round * 10 + servers.size());
                    servers.add(Thread.startVirtualThread(() -> sent.addAndGet(desk.sendDue(now))));
                }
                for (Thread server : servers) {
                    server.join();
                }
            }
        }
        assertThat(sent).hasValue(rounds);
        assertThat(store.queue().claimChunks(1_000, now)).hasSize(rounds).allMatch(claim -> claim.open().size() == 1);
        assertThat(store.digests().waiting()).isEmpty();
    }
}
