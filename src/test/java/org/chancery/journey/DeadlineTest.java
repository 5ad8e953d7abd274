package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.moderation.Moderation;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.Authentication;
import org.chancery.posting.ContentMac;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.Correspondence;
import org.chancery.posting.FactCollector;
import org.chancery.posting.Posting;
import org.chancery.posting.Receipts;
import org.chancery.posting.SiteTokens;
import org.chancery.posting.Telling;
import org.chancery.reception.Addressees;
import org.chancery.reception.Errands;
import org.chancery.reception.Fronts;
import org.chancery.reception.Reception;
import org.chancery.smtp.MemoryBudget;
import org.chancery.smtp.SmtpServer;
import org.chancery.smtp.SmtpServerOptions;
import org.chancery.smtp.SmtpSession;
import org.chancery.kit.TestKeyring;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.subscription.Bans;
import org.chancery.subscription.Enrolment;
import org.chancery.subscription.Surroundings;
import org.chancery.token.BounceTokens;
import org.chancery.token.ConfirmTokens;
import org.chancery.token.LoopTokens;
import org.chancery.token.OneClickTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The race between a slow store and the client that waits for its answer.
class DeadlineTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();

    @Test
    void who_is_told_451_because_the_store_is_slow_has_nothing_stored(@TempDir Path data) throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        try (Store store = Stores.open(new Stores.Site("sqlite", data, OptionalLong.of(0), Duration.ofSeconds(30)), new AuditChain(new byte[32]), CLOCK, () -> {})) {
            Act act = new Act(CLOCK.instant(), "test", "cli", "setup", "", "");
            store.lists().addDomain(Domain.parse("lists.example.org").orThrow(), act);
            store.lists().create(Address.of("talk@lists.example.org"), "discussion", Settings.DEFAULTS, Site.OPEN, act);
            try (SmtpServer server = server(store, held(store.receipts(), slow, finished)); Talk talk = Talk.to(server.address())) {
                byte[] message = Site.message("poster@example.net", "talk@lists.example.org", "Slow");

                assertThat(talk.post("poster@example.net", List.of("talk@lists.example.org"), message)).startsWith("451 4.3.0 ");

                slow.countDown();
                finished.await();
                assertThat(store.queue().shape(CLOCK.instant()).postsExpanding()).isZero();
                assertThat(store.queue().claimExpansion()).isEmpty();
            }
        }
    }

    private static SmtpServer server(Store store, Receipts receipts) throws Exception {
        org.chancery.posting.Site site = new org.chancery.posting.Site("lists.example.org", Optional.empty(), CLOCK, RANDOM);
        ContentMac mac = new ContentMac(new byte[32]);
        Posting posting = new Posting(new Posting.Stations(Authentication.ofSessions(), new FactCollector(store.members(), store.lists(), receipts, (_, _) -> false, new SiteTokens(new BounceTokens(new byte[32]), new OneClickTokens(new byte[32]), new LoopTokens(new byte[32]))), TestKeyring.of(store)), receipts, mac, site, Telling.NOBODY, () -> {});
        Correspondence letters = new Correspondence(store.members(), receipts, mac, List::of, (_, _, _) -> {}, site, () -> {});
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) 7);
        Enrolment enrolment = Enrolment.over(new Surroundings(
                store.lists(), store.members(), store.requests(), new Bans(store.bans()), new ConfirmTokens(key),
                new NoticeWriter(new Texts(), "lists.example.org", CLOCK, RANDOM), Optional::empty, List::of, CLOCK, RANDOM, () -> {}));
        Errands errands = new Errands(enrolment, Authentication.ofSessions(), letters, store.answers(), store.outbox(), () -> {});
        Moderation moderation = Moderation.over(
                new Moderation.Ports(store.lists(), store.members(), receipts, store.heldPosts(), store.answers(), store.outbox()),
                new Moderation.Surroundings(
                        List::of, new NoticeWriter(new Texts(), site.hostname(), CLOCK, RANDOM), new ConfirmTokens(key), Optional::empty, Authentication.ofSessions(), CLOCK, RANDOM, () -> {}));
        Addressees addressees = new Addressees(store.lists(), store.members(), new BounceTokens(new byte[32]), new BounceTokens(new byte[32]), enrolment.subscriptions(), moderation.keys()::read, CLOCK);
        Reception reception = new Reception(addressees, Authentication.ofSessions(), posting, letters, errands, moderation.replies(), new Fronts(Set.of(), Set.of()), CLOCK, RANDOM);
        SmtpServerOptions.Timeouts usual = SmtpServerOptions.Timeouts.DEFAULT;
        return SmtpServer.start(SmtpServerOptions.of(
                        SmtpSession.Kind.MX, "lists.example.org", new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), reception, new MemoryBudget(64L << 20), RANDOM)
                .withTimeouts(new SmtpServerOptions.Timeouts(
                        usual.command(), usual.session(), usual.content(), Duration.ofMillis(300), usual.commit(), usual.write(), usual.linger(), Duration.ofMillis(50))));
    }

    /// The real store behind a disk that does not answer until `slow` is over.
    private static Receipts held(Receipts real, CountDownLatch slow, CountDownLatch finished) {
        return (Receipts) Proxy.newProxyInstance(Receipts.class.getClassLoader(), new Class<?>[] {Receipts.class}, (_, method, arguments) -> {
            boolean commit = method.getName().equals("commit");
            if (commit) {
                awaitUninterrupted(slow);
            }
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                if (commit) {
                    finished.countDown();
                }
            }
        });
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                continue; // a disk does not hear interrupts
            }
        }
    }

}
