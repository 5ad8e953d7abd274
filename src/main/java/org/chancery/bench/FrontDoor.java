package org.chancery.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.audit.AuditChain;
import org.chancery.keyring.KeyBox;
import org.chancery.keyring.ListKeyrings;
import org.chancery.keyring.SignatureMemory;
import org.chancery.moderation.Moderation;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.Authentication;
import org.chancery.posting.ContentMac;
import org.chancery.posting.Correspondence;
import org.chancery.posting.FactCollector;
import org.chancery.posting.OpeningBudget;
import org.chancery.posting.Posting;
import org.chancery.posting.Receipts;
import org.chancery.posting.Site;
import org.chancery.posting.SiteTokens;
import org.chancery.posting.Stations;
import org.chancery.posting.Telling;
import org.chancery.posting.UnopenedPosts;
import org.chancery.reception.Addressees;
import org.chancery.reception.Errands;
import org.chancery.reception.Fronts;
import org.chancery.reception.Reception;
import org.chancery.secrets.MasterKey;
import org.chancery.secrets.SealedBox;
import org.chancery.smtp.MemoryBudget;
import org.chancery.smtp.SmtpServer;
import org.chancery.smtp.SmtpServerOptions;
import org.chancery.smtp.SmtpSession;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.subscription.Bans;
import org.chancery.subscription.Enrolment;
import org.chancery.subscription.Surroundings;
import org.chancery.token.BounceTokens;
import org.chancery.token.ConfirmTokens;
import org.chancery.token.LoopTokens;
import org.chancery.token.OneClickTokens;

/// Everything up to 250, and nothing behind it: the product's SMTP server, reception, policy and posting on the product's lists
/// and members, in front of the durable store or of one that answers at once. Only the store differs.
///
/// Arguments: data folder, `durable` or `instant`. Says its port; ends with its stdin. `commits` on stdin is answered by the
/// number of transactions.
final class FrontDoor {
    private FrontDoor() {}

    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]);
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        MasterKey master = MasterKey.open(data.resolve("keys").resolve("master.key"), random);
        AuditChain chain = new AuditChain(master.derive("audit-chain").reveal());
        try (Store store = Stores.open(new Stores.Site("sqlite", data), chain, clock, () -> Runtime.getRuntime().halt(1))) {
            Receipts receipts = args[1].equals("instant") ? new InstantReceipts() : store.receipts();
            try (SmtpServer server = listen(store, receipts, master, new Site("lists.example.org", Optional.empty(), clock, random), random)) {
                System.out.println(server.address().getPort());
                while (System.in.read() >= 0) {
                    if (System.in.available() == 0) {
                        System.out.println(store.engine().commits());
                    }
                }
            }
        }
    }

    private static SmtpServer listen(Store store, Receipts receipts, MasterKey master, Site site, SecureRandom random) throws IOException {
        ContentMac contentMac = new ContentMac(master.derive("content-mac").reveal());
        BounceTokens bounces = new BounceTokens(master.derive("tokens").reveal());
        SiteTokens tokens = new SiteTokens(
                bounces, new OneClickTokens(master.derive("tokens").reveal()), new LoopTokens(master.derive("tokens").reveal()));
        Correspondence correspondence = new Correspondence(store.members(), receipts, contentMac, List::of, (_, _, _) -> {}, site, () -> {});
        Enrolment enrolment = Enrolment.over(new Surroundings(
                store.lists(), store.members(), store.requests(), new Bans(store.bans()), new ConfirmTokens(master.derive("confirm-tokens").reveal()),
                new NoticeWriter(new Texts(), site.hostname(), site.clock(), random), Optional::empty, List::of, site.clock(), random, () -> {}));
        Authentication authentication = Authentication.ofSessions();
        Moderation moderation = Moderation.over(
                new Moderation.Ports(store.lists(), store.members(), receipts, store.heldPosts(), store.answers(), store.outbox()),
                new Moderation.Surroundings(
                        List::of, new NoticeWriter(new Texts(), site.hostname(), site.clock(), random),
                        new ConfirmTokens(master.derive("confirm-tokens").reveal()), Optional::empty, authentication, site.clock(), random, () -> {}));
        ListKeyrings keyrings = new ListKeyrings(store.keys(), new KeyBox(new SealedBox(master.derive("list-keys"), random)), random);
        SignatureMemory memory = new SignatureMemory(store.keys().accepted(), master.derive("accepted-signatures")).among(store.lists());
        Reception reception = new Reception(
                new Addressees(store.lists(), store.members(), bounces, bounces, enrolment.subscriptions(), moderation.keys()::read, site.clock()),
                authentication, new Posting(
                        new Stations(authentication, new FactCollector(store.members(), store.lists(), receipts, (_, _) -> false, tokens), keyrings, memory,
                                new UnopenedPosts(store.senders().failures()), new OpeningBudget(Runtime.getRuntime().maxMemory() / 4)),
                        receipts, contentMac, site, Telling.NOBODY, () -> {}),
                correspondence, new Errands(enrolment, authentication, correspondence, store.answers(), store.outbox(), () -> {}), moderation.replies(),
                new Fronts(Set.of(), Set.of()), site.clock(), random);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return SmtpServer.start(SmtpServerOptions.of(SmtpSession.Kind.MX, site.hostname(), anyPort, reception, MemoryBudget.quarterOfHeap(), random)
                .withLimits(SmtpServerOptions.Limits.WIDE));
    }
}
