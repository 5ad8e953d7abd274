package org.chancery.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.chancery.dns.Answer;
import org.chancery.dns.Resolver;
import org.jspecify.annotations.Nullable;

/// The one way out to web servers of others. Asks hosts that have a name in the DNS and only public addresses; one address that is not
/// public refuses the whole name. Follows no redirect, and gives up after [#TIME] in all.
///
/// Behind a proxy ([#through]) it does not look names up and cannot keep the rule of addresses: the proxy has to.
///
/// Example: `egress.fetch(URI.create("https://example.org/.well-known/openpgpkey/policy"), 64 << 10)`.
public final class Egress {
    /// From the question to the last octet of the answer.
    public static final Duration TIME = Duration.ofSeconds(5);
    private static final Set<Integer> NOT_THERE = Set.of(404, 410);

    private final Resolver resolver;
    private final Predicate<InetAddress> allowed;
    private final Optional<SSLContext> tls;
    private final Optional<InetSocketAddress> proxy;
    private @Nullable HttpClient client;

    /// The public Internet, with the authorities that this Java trusts.
    public static Egress toTheInternet(Resolver resolver) {
        return new Egress(resolver, PublicAddresses::has, Optional.empty());
    }

    /// `allowed`: what may be connected to. `tls`: whom to trust, else the authorities of this Java.
    public Egress(Resolver resolver, Predicate<InetAddress> allowed, Optional<SSLContext> tls) {
        this(resolver, allowed, tls, Optional.empty());
    }

    /// All through a proxy (CONNECT, RFC 9110 section 9.3.6; plain HTTP with the whole URL). It looks names up, so it alone sees to which
    /// addresses they lead: nothing is resolved here, and it has to refuse what is behind its walls.
    public Egress through(InetSocketAddress server) {
        return new Egress(resolver, allowed, tls, Optional.of(server));
    }

    /// Whether names are looked up here, so that a host which is not there can be told from one that does not answer.
    public boolean resolves() {
        return proxy.isEmpty();
    }

    private Egress(Resolver resolver, Predicate<InetAddress> allowed, Optional<SSLContext> tls, Optional<InetSocketAddress> proxy) {
        this.proxy = proxy;
        this.resolver = resolver;
        this.allowed = allowed;
        this.tls = tls;
    }

    /// Made when it is needed first: reading the authorities of this Java takes a quarter of a second, which most commands need not wait.
    private synchronized HttpClient client() {
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER).connectTimeout(TIME);
            tls.ifPresent(builder::sslContext);
            builder.proxy(proxy.map(ProxySelector::of).orElse(HttpClient.Builder.NO_PROXY)); // none that the machine has for others
            client = builder.build();
        }
        return client;
    }

    /// An answer of more than `most` octets is a failure.
    public Fetched fetch(URI uri, int most) {
        String host = Optional.ofNullable(uri.getHost()).orElse("");
        boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        // Addresses written as numbers are never looked up, so nothing would look at them.
        boolean isName = host.contains(".") && host.substring(host.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT).matches("[a-z][a-z0-9-]*");
        if (!isWeb || !isName || uri.getUserInfo() != null) {
            return new Fetched.Failed("only http and https to hosts with a name are asked");
        }
        if (proxy.isPresent()) {
            return answer(asked(uri, most));
        }
        GuardedNames.guard(host, this::addresses);
        try {
            if (addresses(host).findAny().isEmpty()) {
                return new Fetched.NoHost();
            }
            return answer(asked(uri, most));
        } catch (UnknownHostException refused) {
            return new Fetched.Failed(String.valueOf(refused.getMessage()));
        } finally {
            GuardedNames.release(host);
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> asked(URI uri, int most) {
        return client().sendAsync(HttpRequest.newBuilder(uri).timeout(TIME).GET().build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), most));
    }

    private Stream<InetAddress> addresses(String host) throws UnknownHostException {
        List<InetAddress> found = switch (resolver.addresses(host.toLowerCase(Locale.ROOT))) {
            case Answer.Found<InetAddress> some -> some.values();
            case Answer.NoData<InetAddress> _, Answer.NxDomain<InetAddress> _ -> List.of();
            case Answer.TemporaryFailure<InetAddress>(String why) -> throw new UnknownHostException("the DNS did not say where " + host + " is: " + why);
        };
        if (!found.stream().allMatch(allowed)) {
            throw new UnknownHostException(host + " has an address that is not of the public Internet");
        }
        List<InetAddress> named = new ArrayList<>();
        for (InetAddress address : found) {
            named.add(InetAddress.getByAddress(host, address.getAddress())); // with the name as it was asked for: TLS asks for that
        }
        return named.stream();
    }

    private static Fetched answer(CompletableFuture<HttpResponse<byte[]>> asked) {
        try {
            HttpResponse<byte[]> response = asked.get(TIME.toMillis(), TimeUnit.MILLISECONDS);
            return response.statusCode() == 200 ? new Fetched.Got(response.body())
                    : NOT_THERE.contains(response.statusCode()) ? new Fetched.Nothing()
                    : new Fetched.Failed("the server answered " + response.statusCode());
        } catch (TimeoutException slow) {
            asked.cancel(true);
            return new Fetched.Failed("no answer within " + TIME.toSeconds() + " seconds");
        } catch (ExecutionException failed) {
            Throwable why = Optional.ofNullable(failed.getCause()).orElse(failed);
            if (why instanceof IOException) {
                return new Fetched.Failed("the answer failed: " + why.getClass().getSimpleName() + " " + why.getMessage());
            }
            throw new IllegalStateException(why);
        } catch (InterruptedException stopped) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            return new Fetched.Failed("the server stops");
        }
    }
}
