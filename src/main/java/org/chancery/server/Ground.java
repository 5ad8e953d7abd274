package org.chancery.server;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.chancery.account.Account;
import org.chancery.account.AccountRole;
import org.chancery.account.Person;
import org.chancery.authentication.Authenticator;
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
import org.chancery.keyring.SignatureMemory;
import org.chancery.keyring.WebKeyDirectories;
import org.chancery.mail.Address;
import org.chancery.moderation.Moderation;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.AccountAddresses;
import org.chancery.posting.Authentication;
import org.chancery.sender.Inviting;
import org.chancery.sender.Registry;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.subscription.Bans;
import org.chancery.subscription.Enrolment;

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
    static Egress egress(Configuration configuration, Resolver resolver) {
        Egress straight = Egress.toTheInternet(resolver);
        return configuration.keyFetching().proxy().map(proxy -> straight.through(InetSocketAddress.createUnresolved(proxy.host(), proxy.port()))).orElse(straight);
    }

    private static Keyring keyring(NoticeWriter writer, Surroundings surroundings, Keys keys, Store store, Bell bell) {
        return Keyring.over(store.keys(), new KeyBox(keys.lists()), new SignatureMemory(store.keys().accepted(), keys.accepted()).among(store.lists()), new MemberKeyDesk.Surroundings(
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

    private static Stores.Site storeSite(Configuration configuration) {
        return switch (configuration.store()) {
            case Configuration.Store.Sqlite() -> new Stores.Site("sqlite", configuration.data());
            case Configuration.Store.Postgresql postgresql -> new Stores.Site(postgresql.url(), configuration.data());
        };
    }

    /// Each at the address that he or she prefers.
    static List<Address> administrators(Store store) {
        return store.accounts().all().stream()
                .filter(account -> account.roles().stream().map(Account.Grant::role).anyMatch(AccountRole.SITE_ADMIN::equals))
                .map(account -> store.persons().of(account.address()).map(Person::preferred).orElse(account.address()))
                .toList();
    }
}
