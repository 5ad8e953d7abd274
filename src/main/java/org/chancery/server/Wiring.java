package org.chancery.server;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.administration.Administration;
import org.chancery.administration.SiteBackups;
import org.chancery.archive.ArchivedPosts;
import org.chancery.archive.DigestBuilder;
import org.chancery.archive.DigestDesk;
import org.chancery.archive.Issues;
import org.chancery.cli.ServicesOpener;
import org.chancery.delivery.bounce.BounceDesk;
import org.chancery.delivery.bounce.BounceMail;
import org.chancery.delivery.bounce.ComplaintTokens;
import org.chancery.dns.Resolver;
import org.chancery.keyring.Keyring;
import org.chancery.keyring.RevocationFetch;
import org.chancery.keyring.SealedLetters;
import org.chancery.keyring.SignedLetters;
import org.chancery.keyword.KeywordDesk;
import org.chancery.keyword.KeywordDoor;
import org.chancery.mail.Domain;
import org.chancery.moderation.Moderation;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.Authentication;
import org.chancery.posting.AutomaticAnswers;
import org.chancery.posting.Correspondence;
import org.chancery.posting.FactCollector;
import org.chancery.posting.LetterOpening;
import org.chancery.posting.OpeningBudget;
import org.chancery.posting.OutgoingPosts;
import org.chancery.posting.Posting;
import org.chancery.posting.ResentPosts;
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
import org.chancery.sender.Purge;
import org.chancery.sender.Registry;
import org.chancery.sender.SecretBorder;
import org.chancery.sender.SenderTongue;
import org.chancery.sender.Warnings;
import org.chancery.store.Store;
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
    private final LetterOpening letters;
    private final OpeningBudget opening;
    private final SealedPosts sealedPosts;
    private final Bell bell;
    private final Bell probe;
    private final KeyCabinet signing;
    private final DigestDesk digests;
    private final Administration administration;
    private final SiteBackups backups;
    private final RevocationFetch revocations;
    private final Enrolment enrolment;

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
        this.opening = new OpeningBudget(Runtime.getRuntime().maxMemory() / 4);
        UnopenedPosts unopened = new UnopenedPosts(store.senders().failures());
        this.letters = new LetterOpening(new OpeningBudget(Runtime.getRuntime().maxMemory() / 8), unopened);
        this.sealedPosts = new SealedPosts(keyring.keyrings(), keyring.autocrypt(), keyring.ciphers(), opening, surroundings.clock(), surroundings.random());
        SealedLetters sealed = new SealedLetters(keyring.keyrings(), surroundings.clock(), surroundings.random());
        this.posting = new Posting(
                new Stations(ground.authentication(), facts, keyring.keyrings(), keyring.memory(), unopened, opening), store.receipts(), keys.content(), site,
                new Telling(moderation.holdMail().sealing(sealed), moderation.outcomeMail().sealing(sealed), moderation.ownerCopies().sealing(sealed), answering), bell);
        LocalPosts posts = new LocalPosts(posting, store.audit(), site);
        this.signing = new KeyCabinet(store.signingKeys(), keys.signing(), surroundings.random());
        this.digests = digests(surroundings);
        Administration.Ports ports =
                new Administration.Ports(
                        store.lists(), store.listRequests(), store.members(), store.accounts(), store.persons(), store.audit(), store.receipts(),
                        store.queue(), store.texts(), enrolment, store.outbox(), ground.senders(), signing, ground.keyring(), store.answers());
        this.administration = Administration.over(
                ports, new Administration.Line(posts::inject, posts::judge, Posting::checks, moderation.desk(), digests, new ArchivedPosts(store.archive(), keyring.archive()), outgoing()::changes, probe), site.clock(), surroundings.random());
        this.backups = new SiteBackups(new StoreBackups(configuration, keys), store.audit(), site.clock());
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

    Correspondence correspondence() {
        return new Correspondence(
                store.members(), store.receipts(), keys.content(), () -> Ground.administrators(store), bounceDesk()::read, site, authentication, answering,
                Optional.of(new OwnersMail(keyring.keyrings(), keyring.memory(), letters, writer, random)), bell);
    }

    private MissedMail missedMail() {
        return new MissedMail(store.missedPosts(), store.lists(), store.members(), keyring.keyrings(), writer, () -> Ground.administrators(store)).signed(signedLetters());
    }

    private SignedLetters signedLetters() {
        return new SignedLetters(keyring.keyrings(), site.clock(), random);
    }

    private BounceDesk bounceDesk() {
        return new BounceDesk(
                store.bounces(), store.lists(), store.members(), () -> Ground.administrators(store), keys.probes(),
                new ComplaintTokens(keys.bounces(), keys.oneClicks()), new BounceMail(writer, site::page));
    }

    Errands errands(Correspondence correspondence) {
        return new Errands(enrolment, authentication, correspondence, store.answers(), store.outbox(), senders.inviting(), Optional.of(keyErrands()),
                Optional.of(sealedErrands()), bell);
    }

    private SealedErrands sealedErrands() {
        return new SealedErrands(
                new KeywordDoor(keyring.keyrings(), keyring.memory(), letters),
                new KeywordDesk(new org.chancery.keyword.Surroundings(
                        administration, enrolment, keyring, store.members(), writer, store.answers(), site.clock(), random)),
                store.outbox(), new ResentPosts(store.receipts(), keys.content(), site.clock(), random));
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

    OutgoingPosts outgoing() {
        return new OutgoingPosts(store.receipts(), store.lists(), keys.tokens(), signing, sealedPosts, keys.content(), site);
    }

    /// What is done again and again behind the mail.
    List<Chore> chores() {
        return Stream.concat(Housekeeping.refresh(keyring, store.lists(), site.clock(), random).stream(), Stream.of(
                Housekeeping.purge(store.receipts()), Housekeeping.expire(moderation), Housekeeping.remind(moderation, bell), Housekeeping.digests(digests),
                Housekeeping.archive(store.archive(), outgoing(), keyring.archive(), opening),
                Housekeeping.bounces(bounceDesk(), bell), Housekeeping.missed(missedMail(), bell), Housekeeping.keys(keyring), Housekeeping.revocations(revocations),
                Housekeeping.reconsider(store.receipts(), store.lists(), keyring, moderation),
                new Chore("senders", Duration.ofHours(1), new Purge(store.senders(), store.lists(), store.members(), warnings(host))::at),
                new Chore("requests", Duration.ofMinutes(10), enrolment.backlog()::work))).toList();
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
    public SiteBackups backups() {
        return backups;
    }

    @Override
    public void close() {
        store.close();
    }
}
