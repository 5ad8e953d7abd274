package org.chancery.web;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.chancery.administration.OwnSender;
import org.chancery.keyring.KeyDirectory;
import org.chancery.list.Lists;
import org.chancery.list.Members;
import org.chancery.moderation.Moderation;
import org.chancery.sender.Registry;
import org.chancery.subscription.Subscriptions;
import org.chancery.token.FormNonces;
import org.chancery.token.OneClickTokens;
import org.chancery.web.api.RestApi;

/// Everything the web is told.
///
/// `web` and `admin` are where the two listeners bind; port 0 takes any free port. `hosts` are the names under which people
/// reach us, without port: the host name of the site and the host of its web address; `localhost` and the literal of the
/// address that was connected to are always right. An address that could not be looked up is refused with
/// `IllegalArgumentException`. `siteName` stands on every page.
/// `captured` is the folder of route `capture`, empty on every other route: then there is no mailbox page.
///
/// Example: `new WebOptions(web, admin, "lists.example.org", Set.of("lists.example.org"), services, Optional.empty(), watch)`.
public record WebOptions(
        InetSocketAddress web,
        InetSocketAddress admin,
        String siteName,
        Set<String> hosts,
        Services services,
        Optional<Path> captured,
        Watch watch) {

    public WebOptions {
        if (web.isUnresolved() || admin.isUnresolved()) {
            throw new IllegalArgumentException("no address is known of " + (web.isUnresolved() ? web : admin).getHostString());
        }
        hosts = Set.copyOf(hosts);
    }

    /// What the pages read and change.
    public record Services(
            Lists lists, Members members, OneClickTokens tokens, Subscriptions subscriptions, FormNonces forms, Moderation moderation,
            Registry senders, OwnSender own, KeyDirectory keys, RestApi api, InstantSource clock) {}

    /// What the admin listener tells: `ready` whether mail is taken and sent now, `metrics` the numbers of this moment.
    public record Watch(BooleanSupplier ready, Supplier<List<Metric>> metrics) {}
}
