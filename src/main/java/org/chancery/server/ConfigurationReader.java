package org.chancery.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chancery.authentication.arc.TrustedSealers;
import org.chancery.authentication.blocklist.Blocklist;
import org.chancery.authentication.blocklist.BlocklistSettings;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;
import org.chancery.secrets.MasterKeySource;
import org.chancery.sender.PasswordRule;
import org.chancery.server.Configuration.Loaded;
import org.chancery.server.Configuration.Route;
import org.chancery.server.Configuration.Store;

/// Makes a [Configuration] of the TOML file, `--set KEY=VALUE` and `--data DIR`, in this order of precedence from
/// low to high. Reports all faults in one go. Relative paths are relative to the working folder.
///
/// Example: `ConfigurationReader.in(Path.of(".")).set("listen.smtp=127.0.0.1:0").read()`.
public final class ConfigurationReader {

    /// Looked for where the command is started.
    public static final String FILE = "chancery.toml";

    private static final Pattern POSTGRESQL =
            Pattern.compile("postgresql://([^:@/?#]+)(?::([^@/?#]*))?@([^@/?#]+)/([A-Za-z0-9_.-]+)");
    private static final Pattern HOSTNAME =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))*");
    private static final int MIB = 1 << 20;

    private final Optional<Path> file;
    private final List<String> settings = new ArrayList<>();
    private Optional<Path> data = Optional.empty();
    private Optional<Path> credentials = Optional.empty();

    private ConfigurationReader(Optional<Path> file) {
        this.file = file;
    }

    /// With this file, which must be there.
    public static ConfigurationReader of(Path file) {
        return new ConfigurationReader(Optional.of(file));
    }

    /// With `chancery.toml` of this folder if there is one, else with the defaults for trying things out.
    public static ConfigurationReader in(Path folder) {
        return new ConfigurationReader(Optional.of(folder.resolve(FILE)).filter(Files::exists));
    }

    /// One `--set`: `KEY=VALUE`; an array key takes one value or a comma list. Later ones win.
    public ConfigurationReader set(String keyAndValue) {
        settings.add(keyAndValue);
        return this;
    }

    /// `--data`.
    public ConfigurationReader data(Path folder) {
        data = Optional.of(folder);
        return this;
    }

    /// Where the service manager puts credentials (`$CREDENTIALS_DIRECTORY`).
    public ConfigurationReader credentials(Path folder) {
        credentials = Optional.of(folder);
        return this;
    }

    public Loaded read() {
        var values = new ConfigurationValues();
        if (file.isPresent()) {
            try {
                values.read(file.get().toString(), Files.readAllBytes(file.get()));
            } catch (IOException unreadable) {
                String why = Files.exists(file.get()) ? "cannot be read (" + unreadable + ")" : "is not there";
                return new Loaded.Faults(List.of("the configuration file " + file.get() + " " + why));
            }
        }
        settings.forEach(values::set);
        Configuration configuration = assemble(values, file.isPresent());
        return values.faults().isEmpty() ? new Loaded.Ok(configuration) : new Loaded.Faults(values.faults());
    }

    private Configuration assemble(ConfigurationValues values, boolean site) {
        Domain hostname = values.one("hostname", "localhost", ConfigurationReader::hostname);
        Path folder = data.orElseGet(() -> values.one("data", "./data", ConfigurationReader::path));
        return new Configuration(
                hostname,
                folder,
                values.one("store.url", "sqlite", ConfigurationReader::store),
                listen(values, site),
                tls(values),
                delivery(values, site),
                trust(values),
                new Configuration.Dns(
                        values.all("dns.servers", List.of(), ConfigurationReader::nameServer),
                        Duration.ofSeconds(values.whole("dns.timeout_seconds", 5, 1, 20))),
                blocklists(values),
                values.one("senders.passwords", "off", ConfigurationReader::passwords),
                new Configuration.KeyFetching(
                        values.all("keys.crl_urls", List.of(), ConfigurationReader::crlUrl),
                        values.one("keys.wkd", "off", ConfigurationReader::wkd),
                        values.one("keys.vks", "off", ConfigurationReader::keyServer),
                        values.maybe("egress.proxy", ConfigurationReader::destination)),
                new Configuration.Web(values.maybe("web.url", ConfigurationReader::url)),
                values.whole("tokens.confirm_key", 1, 1, 1_000_000),
                new MasterKeySource(
                        folder.resolve("keys").resolve("master.key"), values.maybe("keys.passphrase_file", ConfigurationReader::path),
                        TokenKeys.read(values), credentials),
                new Configuration.Limits(
                        values.whole("limits.max_message_bytes", 25 * MIB, 64 * 1024, 1024 * MIB),
                        values.whole("limits.connections_per_ip", 100, 1, 100_000),
                        values.whole("limits.connections_per_minute", 12_000, 1, 1_000_000),
                        values.whole("limits.recipients", 1000, 100, 100_000)));
    }

    private static Configuration.Listen listen(ConfigurationValues values, boolean site) {
        return new Configuration.Listen(
                values.all("listen.smtp", List.of(site ? "0.0.0.0:25" : "127.0.0.1:2525"), Endpoint::parse),
                values.all("listen.submission", List.of(site ? "0.0.0.0:587" : "127.0.0.1:2587"), Endpoint::parse),
                values.all("listen.submissions", List.of(), Endpoint::parse),
                values.all("listen.lmtp", List.of(), Endpoint::parse),
                values.one("listen.web", "127.0.0.1:8080", Endpoint::parse),
                values.one("listen.admin", "127.0.0.1:8081", Endpoint::parse));
    }

    private static Configuration.Tls tls(ConfigurationValues values) {
        Optional<Path> certificate = values.maybe("tls.certificate", ConfigurationReader::path);
        Optional<Path> key = values.maybe("tls.key", ConfigurationReader::path);
        if (certificate.isPresent() != key.isPresent()) {
            String alone = certificate.isPresent() ? "tls.certificate" : "tls.key";
            values.fault(alone, "found it alone, expected tls.certificate and tls.key together");
        }
        return new Configuration.Tls(
                certificate.flatMap(c -> key.map(k -> new Configuration.Tls.CertificateAndKey(c, k))),
                values.maybe("tls.client_ca", ConfigurationReader::path));
    }

    private static Configuration.Delivery delivery(ConfigurationValues values, boolean site) {
        // All keys are read whatever the route is, so that a wrong one never waits unseen.
        Endpoint smarthost = values.one("delivery.smarthost", "127.0.0.1:25", ConfigurationReader::destination);
        int port = values.whole("delivery.port", 25, 1, 65_535);
        Route route = values.one("delivery.route", site ? "mx" : "capture", text -> switch (text) {
            case "mx" -> Parsed.of(new Route.Mx(port));
            case "smarthost" -> Parsed.of(new Route.Smarthost(smarthost));
            case "capture" -> Parsed.of(new Route.Capture());
            default -> Parsed.malformed(0, "\"mx\", \"smarthost\" or \"capture\"");
        });
        return new Configuration.Delivery(
                route,
                values.maybe("delivery.bind", ConfigurationReader::address),
                values.whole("delivery.concurrency", 20, 1, 1_000),
                values.whole("delivery.per_minute", 0, 0, 1_000_000));
    }

    private static Configuration.Trust trust(ConfigurationValues values) {
        List<InetAddress> fronts = values.all("trust.fronts", List.of(), ConfigurationReader::address);
        List<InetAddress> beforeQueue = values.all("trust.before_queue", List.of(), ConfigurationReader::address);
        beforeQueue.stream().filter(front -> !fronts.contains(front)).forEach(stranger -> values.fault(
                "trust.before_queue",
                "found \"" + stranger.getHostAddress() + "\", expected only addresses that are in trust.fronts"));
        return new Configuration.Trust(
                fronts, beforeQueue, values.all("trust.authserv", List.of(), ConfigurationReader::authservId),
                new TrustedSealers(Set.copyOf(values.all("trust.sealers", List.of(), ConfigurationReader::sealer))));
    }

    private static BlocklistSettings blocklists(ConfigurationValues values) {
        List<Blocklist> addresses = values.all("blocklists.addresses", List.of(), Blocklist::parse);
        List<Blocklist> domains = values.all("blocklists.domains", List.of(), Blocklist::parse);
        int quorum = values.whole("blocklists.quorum", 1, 1, 10_000);
        // More than all lists together would look like protection and be none.
        int most = Math.max(1, Stream.concat(addresses.stream(), domains.stream()).mapToInt(Blocklist::weight).sum());
        if (quorum > most) {
            values.fault("blocklists.quorum", "found " + quorum + ", expected at most " + most + ", which all lists weigh together");
        }
        return new BlocklistSettings(
                addresses, domains, quorum, values.all("blocklists.allow", List.of(), BlocklistSettings.Allowed::parse),
                Duration.ofSeconds(values.whole("blocklists.timeout_seconds", 5, 1, 20)));
    }

    private static Parsed<Domain> hostname(String text) {
        return HOSTNAME.matcher(text).matches()
                ? Domain.parse(text)
                : Parsed.malformed(0, "a host name in ASCII, as in \"lists.example.org\"");
    }

    static Parsed<Path> path(String text) {
        try {
            return text.isEmpty() ? Parsed.malformed(0, "a path") : Parsed.of(Path.of(text));
        } catch (InvalidPathException invalid) {
            return Parsed.malformed(Math.max(0, invalid.getIndex()), "a path");
        }
    }

    private static Parsed<InetAddress> address(String text) {
        return Endpoint.isAddress(text)
                ? Parsed.of(InetAddress.ofLiteral(text))
                : Parsed.malformed(0, "an IP address without port, as in \"192.0.2.1\"");
    }

    private static Parsed<Endpoint> destination(String text) {
        Parsed<Endpoint> endpoint = Endpoint.parse(text);
        return endpoint instanceof Parsed.Value<Endpoint>(Endpoint to) && to.port() == 0
                ? Parsed.malformed(0, "a port from 1 to 65535")
                : endpoint;
    }

    /// Must be an address: a name would have to be asked from the server that it names.
    private static Parsed<InetSocketAddress> nameServer(String text) {
        // A bare IPv6 address cannot be mistaken here, because the port may be left out.
        Parsed<Endpoint> endpoint =
                text.contains(":") && Endpoint.isAddress(text) ? Parsed.of(new Endpoint(text, 53)) : Endpoint.parse(text, 53);
        return switch (endpoint) {
            case Parsed.Malformed<Endpoint> fault -> fault.as();
            case Parsed.Value<Endpoint>(Endpoint server) ->
                Endpoint.isAddress(server.host()) && server.port() > 0
                        ? Parsed.of(server.socketAddress())
                        : Parsed.malformed(0, "an address of a name server, as in \"192.0.2.53\" or \"192.0.2.53:53\"");
        };
    }

    private static Parsed<PasswordRule> passwords(String text) {
        return PasswordRule.ofWord(text).map(Parsed::of).orElseGet(() -> Parsed.malformed(0, "\"off\", \"separate\" or \"conflate\""));
    }

    /// With a path, since "http://crl.example.org" would also begin "http://crl.example.org.example.net".
    private static Parsed<String> crlUrl(String text) {
        return text.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[^\\s?#%]*") && !text.contains("..")
                ? Parsed.of(text)
                : Parsed.malformed(0, "a URL, or its beginning up to a slash, as in \"http://crl.example.org/\"");
    }

    private static Parsed<Boolean> wkd(String text) {
        return text.equals("off") || text.equals("on") ? Parsed.of(text.equals("on")) : Parsed.malformed(0, "\"off\" or \"on\"");
    }

    /// By https only: what it says is no proof, but who is asked for is nobody's business.
    private static Parsed<Optional<URI>> keyServer(String text) {
        return text.equals("off") ? Parsed.of(Optional.empty())
                : text.matches("https://[A-Za-z0-9.-]*[A-Za-z][A-Za-z0-9-]*(:[0-9]{1,5})?/?") ? Parsed.of(Optional.of(URI.create(text.replaceFirst("/$", ""))))
                : Parsed.malformed(0, "\"off\" or https:// with a host and no path, as in \"https://keys.openpgp.org\"");
    }

    private static Parsed<Domain> sealer(String text) {
        return Domain.parse(text) instanceof Parsed.Value<Domain>(Domain domain) && !domain.isLiteral()
                ? Parsed.of(domain)
                : Parsed.malformed(0, "a domain, as in \"lists.example.net\"");
    }

    private static Parsed<String> authservId(String text) {
        return text.matches("[!-~&&[^;\"()<>@,\\\\]]+")
                ? Parsed.of(text)
                : Parsed.malformed(0, "an authserv-id, as in \"mx.example.org\"");
    }

    private static Parsed<URI> url(String text) {
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        try {
            var url = new URI(bare);
            boolean isWeb = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (isWeb && url.getHost() != null && url.getUserInfo() == null && bare.endsWith(url.getAuthority())) {
                return Parsed.of(url);
            }
        } catch (URISyntaxException noUrl) {
            return Parsed.malformed(Math.max(0, noUrl.getIndex()), "a URL, as in \"https://lists.example.org\"");
        }
        return Parsed.malformed(0, "http:// or https:// with a host and no path, as in \"https://lists.example.org\"");
    }

    private static Parsed<Store> store(String text) {
        if (text.equals("sqlite")) {
            return Parsed.of(new Store.Sqlite());
        }
        Matcher url = POSTGRESQL.matcher(text);
        if (!url.matches()) {
            return Parsed.malformed(0, "\"sqlite\" or \"postgresql://USER[:PASSWORD]@HOST1,HOST2/DATABASE\"");
        }
        List<Endpoint> hosts = new ArrayList<>();
        for (String host : url.group(3).split(",", -1)) {
            switch (Endpoint.parse(host, 5432)) {
                case Parsed.Malformed<Endpoint> fault -> {
                    return fault.as();
                }
                case Parsed.Value<Endpoint>(Endpoint endpoint) -> hosts.add(endpoint);
            }
        }
        try {
            return Parsed.of(new Store.Postgresql(
                    decoded(url.group(1)), Optional.ofNullable(url.group(2)).map(ConfigurationReader::decoded), hosts, url.group(4)));
        } catch (IllegalArgumentException percent) {
            return Parsed.malformed(0, "two hex digits after each % in user and password");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
