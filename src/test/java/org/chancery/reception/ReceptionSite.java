package org.chancery.reception;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.moderation.Moderation;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.Authentication;
import org.chancery.posting.ContentMac;
import org.chancery.posting.Correspondence;
import org.chancery.posting.FactCollector;
import org.chancery.posting.Posting;
import org.chancery.posting.Site;
import org.chancery.posting.SiteTokens;
import org.chancery.posting.Telling;
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

/// A reception over a fresh SQLite store that serves `lists.example.org`, with a clock that is moved by hand and nothing in front
/// of it or behind it.
final class ReceptionSite implements AutoCloseable {
    private static final byte[] KEY = "a key of thirty-two octets it is".getBytes(US_ASCII);
    private static final String HOST = "lists.example.org";

    Instant now = Instant.parse("2026-11-22T12:00:00Z");
    final Store store;
    final BounceTokens bounces = new BounceTokens(KEY);
    final Addressees addressees;
    final Reception reception;
    private final Random random = new Random(7);

    ReceptionSite() {
        try {
            store = Stores.open(
                    new Stores.Site("sqlite", Files.createTempDirectory("reception"), OptionalLong.of(0), Duration.ofSeconds(30)),
                    new AuditChain(KEY), () -> now, () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.lists().addDomain(Domain.of(HOST), act());
        ConfirmTokens confirm = new ConfirmTokens(KEY);
        NoticeWriter writer = new NoticeWriter(new Texts(), HOST, () -> now, random);
        Enrolment enrolment = Enrolment.over(new Surroundings(
                store.lists(), store.members(), store.requests(), new Bans(store.bans()), confirm, writer, Optional::empty, List::of, () -> now, random, () -> {}));
        Authentication authentication = Authentication.ofSessions();
        Moderation moderation = Moderation.over(
                new Moderation.Ports(store.lists(), store.members(), store.receipts(), store.heldPosts(), store.answers(), store.outbox()),
                new Moderation.Surroundings(List::of, writer, confirm, Optional::empty, authentication, () -> now, random, () -> {}));
        addressees = new Addressees(store.lists(), store.members(), bounces, bounces, enrolment.subscriptions(), moderation.keys()::read, () -> now);
        Site site = new Site(HOST, Optional.empty(), () -> now, random);
        ContentMac mac = new ContentMac(KEY);
        Correspondence correspondence = new Correspondence(store.members(), store.receipts(), mac, List::of, (_, _, _) -> {}, site, () -> {});
        SiteTokens tokens = new SiteTokens(bounces, new OneClickTokens(KEY), new LoopTokens(KEY));
        FactCollector facts = new FactCollector(store.members(), store.lists(), store.receipts(), (_, _) -> false, tokens);
        reception = new Reception(
                addressees, authentication, new Posting(TestKeyring.of(store).stations(authentication, facts), store.receipts(), mac, site, Telling.NOBODY, () -> {}), correspondence,
                new Errands(enrolment, authentication, correspondence, store.answers(), store.outbox(), () -> {}), moderation.replies(),
                new Fronts(Set.of(), Set.of()), () -> now, random);
    }

    Act act() {
        return new Act(now, "test", "cli", "test", "-", "");
    }

    MailingList list(String name) {
        return store.lists().create(Address.of(name + "@" + HOST), "discussion", Settings.DEFAULTS, "accept when from anyone. otherwise refuse.", act()).orElseThrow();
    }

    Member add(MailingList list, String address) {
        return add(list, address, Role.MEMBER);
    }

    Member add(MailingList list, String address, Role role) {
        return store.members().add(new NewMember(list.id(), Address.of(address), "", role, Member.Preferences.DEFAULT), act()).orElseThrow();
    }

    @Override
    public void close() {
        store.close();
    }
}
