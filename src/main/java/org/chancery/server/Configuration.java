package org.chancery.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chancery.authentication.arc.TrustedSealers;
import org.chancery.authentication.blocklist.BlocklistSettings;
import org.chancery.mail.Domain;
import org.chancery.secrets.MasterKeySource;
import org.chancery.sender.PasswordRule;

/// Everything an administrator can say to the server, checked and complete. Keys and defaults:
/// docs/admin/configuration.md. Made by [ConfigurationReader].
///
/// Example: `configuration.listen().smtp()` is `[127.0.0.1:2525]` without a file.
public record Configuration(
        Domain hostname,
        Path data,
        Store store,
        Listen listen,
        Tls tls,
        Delivery delivery,
        Trust trust,
        Dns dns,
        BlocklistSettings blocklists,
        PasswordRule passwords,
        KeyFetching keyFetching,
        Web web,
        int confirmKey,
        MasterKeySource masterKey,
        Limits limits) {

    /// What came of reading: a configuration, or every fault in it, the first first.
    public sealed interface Loaded {
        record Ok(Configuration configuration) implements Loaded {}

        record Faults(List<String> faults) implements Loaded {
            public Faults {
                faults = List.copyOf(faults);
            }
        }
    }

    /// `store.url`.
    public sealed interface Store {

        /// One file under the data folder.
        record Sqlite() implements Store {}

        /// At least one host; with several, the one that takes writes is looked for.
        record Postgresql(String user, Optional<String> password, List<Endpoint> hosts, String database)
                implements Store {
            public Postgresql {
                hosts = List.copyOf(hosts);
            }

            /// For the driver; user and password are not in it.
            public String jdbcUrl() {
                String all = hosts.stream().map(Endpoint::toString).collect(Collectors.joining(","));
                return "jdbc:postgresql://" + all + "/" + database + (hosts.size() > 1 ? "?targetServerType=primary" : "");
            }

            /// With the password, percent-encoded: for the store only.
            String url() {
                String login = encoded(user) + password.map(secret -> ":" + encoded(secret)).orElse("");
                return "postgresql://" + login + "@" + hosts.stream().map(Endpoint::toString).collect(Collectors.joining(",")) + "/" + database;
            }

            private static String encoded(String text) {
                return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
            }

            /// Without the password, because this ends in logs.
            @Override
            public String toString() {
                return "postgresql://" + user + "@" + hosts + "/" + database;
            }
        }
    }

    /// `[listen]`. Port 0 picks a free port.
    public record Listen(
            List<Endpoint> smtp,
            List<Endpoint> submission,
            List<Endpoint> submissions,
            List<Endpoint> lmtp,
            Endpoint web,
            Endpoint admin) {
        public Listen {
            smtp = List.copyOf(smtp);
            submission = List.copyOf(submission);
            submissions = List.copyOf(submissions);
            lmtp = List.copyOf(lmtp);
        }
    }

    /// `[tls]`. Without a certificate STARTTLS is not offered and submission refuses AUTH.
    public record Tls(Optional<CertificateAndKey> certificate, Optional<Path> clientCa) {

        /// Two PEM files; there is no one without the other.
        public record CertificateAndKey(Path certificate, Path key) {}
    }

    /// `[delivery]`. `bind` is the source address of outgoing connections; `concurrency` how many of them to one site at most, `perMinute` how many
    /// copies to one site in a minute (0: as many as it takes).
    public record Delivery(Route route, Optional<InetAddress> bind, int concurrency, int perMinute) {}

    /// `delivery.route`: where outgoing mail goes.
    public sealed interface Route {

        /// To the mail hosts of each domain, at `port`.
        record Mx(int port) implements Route {}

        /// All to one server.
        record Smarthost(Endpoint server) implements Route {}

        /// Nowhere: into the local mailbox `data/captured`.
        record Capture() implements Route {}
    }

    /// `[trust]`. `beforeQueue` is a part of `fronts`; `authserv` are their authserv-ids (RFC 8601 section 2.5); `sealers` seal
    /// what they found (RFC 8617).
    public record Trust(List<InetAddress> fronts, List<InetAddress> beforeQueue, List<String> authserv, TrustedSealers sealers) {
        public Trust {
            fronts = List.copyOf(fronts);
            beforeQueue = List.copyOf(beforeQueue);
            authserv = List.copyOf(authserv);
        }
    }

    /// `[dns]`. No servers: those of the operating system. `timeout` is for one look-up.
    public record Dns(List<InetSocketAddress> servers, Duration timeout) {
        public Dns {
            servers = List.copyOf(servers);
        }
    }

    /// `[keys]`: what is asked of servers of others. `crlUrls`: where revocation lists may be fetched. `asksDirectories`: whether the Web Key
    /// Directories of members' domains are asked when somebody says so. `keyServer`: who is asked after them. `proxy`: through which all of it goes.
    public record KeyFetching(List<String> crlUrls, boolean asksDirectories, Optional<URI> keyServer, Optional<Endpoint> proxy) {
        public KeyFetching {
            crlUrls = List.copyOf(crlUrls);
        }
    }

    /// `[web]`. Without `url` the address that the web listener got, with `http://`. No final slash.
    public record Web(Optional<URI> url) {}

    /// `[limits]`, at the SMTP door. Octets, connections, recipients per message.
    public record Limits(int maxMessageBytes, int connectionsPerIp, int connectionsPerMinute, int recipients) {}
}
