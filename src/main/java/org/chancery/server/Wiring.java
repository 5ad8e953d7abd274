package org.chancery.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.chancery.account.Account;
import org.chancery.account.AccountRole;
import org.chancery.administration.Administration;
import org.chancery.administration.Backups;
import org.chancery.cli.ServicesOpener;
import org.chancery.delivery.PreparedPosts;
import org.chancery.delivery.bounce.BounceDesk;
import org.chancery.delivery.bounce.BounceMail;
import org.chancery.delivery.bounce.ComplaintTokens;
import org.chancery.mail.Address;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.Correspondence;
import org.chancery.posting.FactCollector;
import org.chancery.posting.OutgoingPosts;
import org.chancery.posting.Posting;
import org.chancery.posting.Site;
import org.chancery.store.Store;
import org.chancery.store.Stores;

/// Everything over one open store, put together by hand: used by the server, and by a command that works on the store itself.
/// Nothing here listens or delivers.
final class Wiring implements ServicesOpener.Services {
    private final Keys keys;
    private final Store store;
    private final Site site;
    private final Posting posting;
    private final Bell bell;
    private final Bell probe;
    private final Administration administration;
    private final Backups backups;

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

    /// What everything else stands on.
    record Ground(Keys keys, Store store) {
        static Ground open(Configuration configuration, Surroundings surroundings, Runnable panic) {
            try {
                Keys keys = Keys.open(configuration.data(), surroundings.random());
                return new Ground(keys, Stores.open(storeSite(configuration), keys.audit(), surroundings.clock(), panic));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// `webUrl`: where people reach the pages.
    Wiring(Ground ground, Configuration configuration, Optional<URI> webUrl, Surroundings surroundings) {
        this.keys = ground.keys();
        this.store = ground.store();
        Site site = new Site(configuration.hostname().ascii(), webUrl.map(URI::toString), surroundings.clock(), surroundings.random());
        this.site = site;
        this.bell = new Bell();
        this.probe = new Bell();
        this.posting = new Posting(new FactCollector(store.members(), store.receipts()), store.receipts(), keys.content(), site, bell);
        LocalPosts posts = new LocalPosts(posting, store.audit(), site);
        Administration.Ports ports =
                new Administration.Ports(store.lists(), store.members(), store.accounts(), store.audit(), store.receipts(), store.queue());
        this.administration = Administration.over(
                ports, new Administration.Line(posts::inject, posts::judge, Posting::checks, probe), site.clock(), surroundings.random());
        this.backups = new StoreBackups(configuration, keys);
    }

    private static Stores.Site storeSite(Configuration configuration) {
        return switch (configuration.store()) {
            case Configuration.Store.Sqlite() -> new Stores.Site("sqlite", configuration.data());
            case Configuration.Store.Postgresql postgresql -> new Stores.Site(postgresql.url(), configuration.data());
        };
    }

    Correspondence correspondence() {
        return new Correspondence(store.members(), store.receipts(), keys.content(), this::administrators, bounceDesk()::read, site, bell);
    }

    private BounceDesk bounceDesk() {
        NoticeWriter writer = new NoticeWriter(new Texts(), site.hostname(), site.clock(), site.random());
        BounceMail mail = new BounceMail(writer, site::page);
        return new BounceDesk(
                store.bounces(), store.lists(), store.members(), this::administrators, keys.probes(), new ComplaintTokens(keys.bounces(), keys.oneClicks()), mail);
    }

    private List<Address> administrators() {
        return store.accounts().all().stream()
                .filter(account -> account.roles().stream().map(Account.Grant::role).anyMatch(AccountRole.SITE_ADMIN::equals))
                .map(Account::address)
                .toList();
    }

    PreparedPosts outgoing() {
        return new OutgoingPosts(store.receipts(), store.lists(), keys.bounces(), keys.oneClicks(), site);
    }

    /// What is done again and again behind the mail.
    List<Chore> chores() {
        return List.of(Housekeeping.purge(store.receipts()), Housekeeping.bounces(bounceDesk(), bell));
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
