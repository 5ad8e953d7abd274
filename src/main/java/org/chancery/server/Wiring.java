package org.chancery.server;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.account.Account;
import org.chancery.account.AccountRole;
import org.chancery.account.Person;
import org.chancery.administration.Administration;
import org.chancery.administration.Backups;
import org.chancery.archive.ArchivedPosts;
import org.chancery.archive.DigestBuilder;
import org.chancery.archive.DigestDesk;
import org.chancery.archive.Issues;
import org.chancery.authentication.Authenticator;
import org.chancery.cli.ServicesOpener;
import org.chancery.delivery.bounce.BounceDesk;
import org.chancery.delivery.bounce.BounceMail;
import org.chancery.delivery.bounce.ComplaintTokens;
import org.chancery.dns.CachingResolver;
import org.chancery.dns.DnsJavaResolver;
import org.chancery.dns.Resolver;
import org.chancery.egress.Egress;
import org.chancery.keyring.KeyBox;
import org.chancery.keyring.KeyDirectory;
import org.chancery.keyring.KeyLookup;
import org.chancery.keyring.KeyServer;
import org.chancery.keyring.Keyring;
import org.chancery.keyring.MemberKeyDesk;
import org.chancery.keyring.RevocationFetch;
import org.chancery.keyring.SealedLetters;
import org.chancery.keyring.SignatureMemory;
import org.chancery.keyring.SignedLetters;
import org.chancery.keyring.WebKeyDirectories;
import org.chancery.keyword.KeywordDesk;
import org.chancery.keyword.KeywordDoor;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.moderation.Moderation;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.AccountAddresses;
import org.chancery.posting.Authentication;
import org.chancery.posting.AutomaticAnswers;
import org.chancery.posting.Correspondence;
import org.chancery.posting.FactCollector;
import org.chancery.posting.OpeningBudget;
import org.chancery.posting.OutgoingPosts;
import org.chancery.posting.Posting;
import org.chancery.posting.Site;
import org.chancery.posting.Stations;
import org.chancery.posting.Telling;
import org.chancery.posting.UnopenedPosts;
import org.chancery.posting.sealing.MissedMail;
import org.chancery.posting.sealing.OwnersMail;
import org.chancery.posting.sealing.SealedPosts;
import org.chancery.posting.signing.KeyCabinet;
import org.chancery.reception.Errands;
import org.chancery.reception.KeyErrands;
import org.chancery.reception.SealedErrands;
import org.chancery.sender.Gate;
import org.chancery.sender.Inviting;
import org.chancery.sender.Purge;
import org.chancery.sender.Registry;
import org.chancery.sender.SecretBorder;
import org.chancery.sender.SenderTongue;
import org.chancery.sender.Warnings;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.subscription.Bans;
import org.chancery.subscription.Enrolment;

/// Everything over one open store, put together by hand: used by the server, and by a command that works on the store itself.
/// Nothing here listens or delivers.
final class Wiring implements ServicesOpener.Services {
    private final Keys keys;
    private final Store store;
    private final Domain host;
    private final Registry senders;
    private final Keyring keyring;
    private final Site site;
    private final NoticeWriter writer;
    private final AutomaticAnswers answering;
    private final Moderation moderation;
    private final Authentication authentication;
    private final Resolver resolver;
    private final Posting posting;
    private final SecureRandom random;
    /// Of encrypted mail that is no post.
    private final OpeningBudget budget = new OpeningBudget(Runtime.getRuntime().maxMemory() / 8);
    private final SealedPosts sealedPosts;
    private final Bell bell;
    private final Bell probe;
    private final KeyCabinet signing;
    private final DigestDesk digests;
    private final Administration administration;
    private final Backups backups;
    private final RevocationFetch revocations;
    private final Enrolment enrolment;

    /// Rings whoever delivers, once there is somebody.
    static final class Bell implements Runnable {
        private volatile Runnable listener = () -> {};

        void ring(Runnable newListener) {
            listener = newListener;
        }

        @Override
        public void run() {
            listener.run();
        }
    }

    /// What everything else stands on, the pages included.
    record Ground(
            Keys keys, Store store, Bell bell, WebAddress webAddress, Resolver resolver, Authentication authentication, Enrolment enrolment,
            Moderation moderation, Registry senders, Keyring keyring, NoticeWriter writer) {
        static Ground open(Configuration configuration, Surroundings surroundings, Runnable panic) {
            Keys keys = Keys.open(configuration, surroundings.random());
            Store store = StartFaults.told(() -> Stores.open(storeSite(configuration), keys.audit(), surroundings.clock(), panic));
            Bell bell = new Bell();
            WebAddress webAddress = new WebAddress(configuration.web().url());
            NoticeWriter writer =
                    new NoticeWriter(new Texts(store.texts()), configuration.hostname().ascii(), surroundings.clock(), surroundings.random());
            Resolver resolver = new CachingResolver(
                    new DnsJavaResolver(configuration.dns().servers(), configuration.dns().timeout()), surroundings.clock());
            Authentication authentication = authentication(configuration, resolver, store, surroundings);
            return new Ground(
                    keys, store, bell, webAddress, resolver, authentication, enrolment(writer, surroundings, keys, store, bell, webAddress),
                    moderation(writer, surroundings, keys, store, bell, webAddress, authentication),
                    senders(configuration, writer, surroundings, keys, store, bell, webAddress),
                    fetching(configuration, resolver, keyring(writer, surroundings, keys, store, bell)), writer);
        }

        private static Authentication authentication(Configuration configuration, Resolver resolver, Store store, Surroundings surroundings) {
            return new Authentication(
                    new Authenticator(
                            resolver, configuration.hostname().ascii(), surroundings.clock(), configuration.blocklists(), configuration.trust().sealers()),
                    (login, address) -> AccountAddresses.LOGIN_ONLY.owns(login, address)
                            || store.persons().of(address).filter(person -> person.account().key().equalsIgnoreCase(login)).isPresent(),
                    configuration.trust().authserv());
        }

        private static Enrolment enrolment(
                NoticeWriter writer, Surroundings surroundings, Keys keys, Store store, Bell bell, WebAddress webAddress) {
            return Enrolment.over(new org.chancery.subscription.Surroundings(
                    store.lists(), store.members(), store.requests(), new Bans(store.bans()), keys.confirmations(), writer, webAddress,
                    () -> administrators(store), surroundings.clock(), surroundings.random(), bell,
                    new KeyDirectory(store.lists(), store.keys().lists())::fingerprints));
        }

        private static Registry senders(
                Configuration configuration, NoticeWriter writer, Surroundings surroundings, Keys keys, Store store, Bell bell, WebAddress webAddress) {
            return Registry.over(store.senders(), keys.posting(), new Inviting.Surroundings(
                    configuration.hostname(), store.lists(), keys.confirmations(), writer, webAddress, surroundings.clock(), surroundings.random(), bell),
                    configuration.passwords());
        }

        private static Keyring fetching(Configuration configuration, Resolver resolver, Keyring keyring) {
            Configuration.KeyFetching allowed = configuration.keyFetching();
            KeyLookup lookup = new KeyLookup(
                    allowed.asksDirectories() ? Optional.of(new WebKeyDirectories(egress(configuration, resolver))) : Optional.empty(),
                    allowed.keyServer().map(server -> new KeyServer(egress(configuration, resolver), server)));
            return lookup.directories().isPresent() || lookup.server().isPresent() ? keyring.asking(lookup) : keyring;
        }

        /// The way out, the same for all that is asked of others.
        private static Egress egress(Configuration configuration, Resolver resolver) {
            Egress straight = Egress.toTheInternet(resolver);
            return configuration.keyFetching().proxy().map(proxy -> straight.through(InetSocketAddress.createUnresolved(proxy.host(), proxy.port()))).orElse(straight);
        }

        private static Keyring keyring(NoticeWriter writer, Surroundings surroundings, Keys keys, Store store, Bell bell) {
            return Keyring.over(store.keys(), new KeyBox(keys.lists()), new SignatureMemory(store.keys().accepted(), keys.accepted()), new MemberKeyDesk.Surroundings(
                    store.lists(), store.members(), writer, keys.confirmations(), () -> administrators(store), surroundings.clock(), surroundings.random(), bell));
        }

        private static Moderation moderation(
                NoticeWriter writer, Surroundings surroundings, Keys keys, Store store, Bell bell, WebAddress webAddress, Authentication authentication) {
            return Moderation.over(
                    new Moderation.Ports(store.lists(), store.members(), store.receipts(), store.heldPosts(), store.answers(), store.outbox()),
                    new Moderation.Surroundings(
                            () -> administrators(store), writer, keys.confirmations(), webAddress, authentication, surroundings.clock(), surroundings.random(),
                            bell));
        }
    }

    /// Where people reach the pages; known for sure once the web listens.
    static final class WebAddress implements Supplier<Optional<String>> {
        private volatile Optional<String> url;

        WebAddress(Optional<URI> configured) {
            url = configured.map(URI::toString);
        }

        void is(URI known) {
            url = Optional.of(known.toString());
        }

        @Override
        public Optional<String> get() {
            return url;
        }
    }

    private static org.chancery.posting.Bans bans(Store store) {
        Bans bans = new Bans(store.bans());
        return (list, address) -> bans.isBanned(list.id(), address);
    }

    /// `webUrl`: where people reach the pages.
    Wiring(Ground ground, Configuration configuration, Optional<URI> webUrl, Surroundings surroundings) {
        this.keys = ground.keys();
        this.store = ground.store();
        this.host = configuration.hostname();
        this.senders = ground.senders();
        this.keyring = ground.keyring();
        Site site = new Site(configuration.hostname().ascii(), webUrl.map(URI::toString), surroundings.clock(), surroundings.random());
        this.site = site;
        this.bell = ground.bell();
        this.authentication = ground.authentication();
        this.resolver = ground.resolver();
        this.enrolment = ground.enrolment();
        webUrl.ifPresent(ground.webAddress()::is);
        this.probe = new Bell();
        this.moderation = ground.moderation();
        this.writer = ground.writer();
        this.answering = new AutomaticAnswers(store.answers(), writer, store.lists());
        FactCollector facts = new FactCollector(store.members(), store.lists(), store.receipts(), bans(store), keys.tokens(), gate());
        this.random = surroundings.random();
        this.sealedPosts = new SealedPosts(keyring.keyrings(), keyring.autocrypt(), surroundings.clock(), surroundings.random());
        this.posting = new Posting(
                new Stations(ground.authentication(), facts, keyring.keyrings(), keyring.memory(), new UnopenedPosts(store.senders().failures())), store.receipts(), keys.content(), site,
                new Telling(
                        moderation.holdMail().sealing(new SealedLetters(keyring.keyrings(), surroundings.clock(), surroundings.random())),
                        moderation.outcomeMail(), answering), bell);
        LocalPosts posts = new LocalPosts(posting, store.audit(), site);
        this.signing = new KeyCabinet(store.signingKeys(), keys.signing(), surroundings.random());
        this.digests = digests(surroundings);
        Administration.Ports ports =
                new Administration.Ports(
                        store.lists(), store.listRequests(), store.members(), store.accounts(), store.persons(), store.audit(), store.receipts(),
                        store.queue(), store.texts(), enrolment, store.outbox(), ground.senders(), signing, ground.keyring(), store.answers());
        this.administration = Administration.over(
                ports, new Administration.Line(posts::inject, posts::judge, Posting::checks, moderation.desk(), digests, new ArchivedPosts(store.archive(), keyring.archive()), outgoing()::changes, probe), site.clock(), surroundings.random());
        this.backups = new StoreBackups(configuration, keys);
        this.revocations = new RevocationFetch(store.keys(), store.lists(), Ground.egress(configuration, resolver), configuration.keyFetching().crlUrls());
    }

    /// Addresses of this site are those in a domain it serves: what is written there is read by nobody else.
    private Gate gate() {
        return new SecretBorder(store.senders(), store.members(), keys.posting(), address -> store.lists().domains().contains(address.domain()), warnings(host),
                senders.rule(), site.random());
    }

    private Warnings warnings(Domain host) {
        return new Warnings(host, writer, store.outbox(), store.answers(), new SenderTongue(store.senders(), store.lists())::of, bell);
    }

    private DigestDesk digests(Surroundings surroundings) {
        Issues issues = new Issues(store.digests(), new DigestBuilder(surroundings.random()), outgoing()::inDigest, new Texts(store.texts()), site.hostname(), site::webUrl);
        return new DigestDesk(store.digests(), store.lists(), issues, site.clock(), bell);
    }

    private static Stores.Site storeSite(Configuration configuration) {
        return switch (configuration.store()) {
            case Configuration.Store.Sqlite() -> new Stores.Site("sqlite", configuration.data());
            case Configuration.Store.Postgresql postgresql -> new Stores.Site(postgresql.url(), configuration.data());
        };
    }

    Correspondence correspondence() {
        return new Correspondence(
                store.members(), store.receipts(), keys.content(), () -> administrators(store), bounceDesk()::read, site, authentication, answering,
                Optional.of(new OwnersMail(keyring.keyrings(), budget, writer, random)), bell);
    }

    private MissedMail missedMail() {
        return new MissedMail(store.missedPosts(), store.lists(), store.members(), keyring.keyrings(), writer, () -> administrators(store)).signed(signedLetters());
    }

    private SignedLetters signedLetters() {
        return new SignedLetters(keyring.keyrings(), site.clock(), random);
    }

    private BounceDesk bounceDesk() {
        return new BounceDesk(
                store.bounces(), store.lists(), store.members(), () -> administrators(store), keys.probes(),
                new ComplaintTokens(keys.bounces(), keys.oneClicks()), new BounceMail(writer, site::page));
    }

    Errands errands(Correspondence correspondence) {
        return new Errands(enrolment, authentication, correspondence, store.answers(), store.outbox(), senders.inviting(), Optional.of(keyErrands()),
                Optional.of(sealedErrands()), bell);
    }

    private SealedErrands sealedErrands() {
        return new SealedErrands(
                new KeywordDoor(keyring.keyrings(), keyring.memory(), budget),
                new KeywordDesk(new org.chancery.keyword.Surroundings(
                        administration, enrolment, keyring, store.members(), writer, store.answers(), site.clock(), random)),
                store.outbox());
    }

    Keyring keyring() {
        return keyring;
    }

    KeyErrands keyErrands() {
        return new KeyErrands(keyring, writer, store.answers(), store.outbox(), signedLetters());
    }

    Registry senders() {
        return senders;
    }

    Enrolment enrolment() {
        return enrolment;
    }

    /// Each at the address that he or she prefers.
    private static List<Address> administrators(Store store) {
        return store.accounts().all().stream()
                .filter(account -> account.roles().stream().map(Account.Grant::role).anyMatch(AccountRole.SITE_ADMIN::equals))
                .map(account -> store.persons().of(account.address()).map(Person::preferred).orElse(account.address()))
                .toList();
    }

    OutgoingPosts outgoing() {
        return new OutgoingPosts(store.receipts(), store.lists(), keys.tokens(), signing, sealedPosts, keys.content(), site);
    }

    /// What is done again and again behind the mail.
    List<Chore> chores() {
        return List.of(
                Housekeeping.purge(store.receipts()), Housekeeping.expire(moderation), Housekeeping.remind(moderation, bell), Housekeeping.digests(digests),
                Housekeeping.archive(store.archive(), outgoing(), keyring.archive()),
                Housekeeping.bounces(bounceDesk(), bell), Housekeeping.missed(missedMail(), bell), Housekeeping.keys(keyring), Housekeeping.revocations(revocations),
                new Chore("senders", Duration.ofHours(1), new Purge(store.senders(), store.lists(), store.members(), warnings(host))::at),
                new Chore("requests", Duration.ofMinutes(10), enrolment.backlog()::work));
    }

    Keys keys() {
        return keys;
    }

    Store store() {
        return store;
    }

    Site site() {
        return site;
    }

    Moderation moderation() {
        return moderation;
    }

    Authentication authentication() {
        return authentication;
    }

    /// The one cache of the DNS, for deliveries and for the checks of senders.
    Resolver resolver() {
        return resolver;
    }

    Posting posting() {
        return posting;
    }

    Bell bell() {
        return bell;
    }

    /// Rung when sites that are taken for dead are to be tried now.
    Bell probe() {
        return probe;
    }

    @Override
    public Administration administration() {
        return administration;
    }

    @Override
    public Backups backups() {
        return backups;
    }

    @Override
    public void close() {
        store.close();
    }
}
