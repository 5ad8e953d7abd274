package org.chancery.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.operator.OperatorCreationException;
import org.chancery.dns.Resolver;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.egress.Egress;

/// A web server on loopback, with or without TLS, that gives what it was told to and remembers what it was asked.
///
/// Example: `try (var host = WebHost.secure("openpgpkey.example.net")) { host.give("/x", octets); … }`.
public final class WebHost implements AutoCloseable {
    private final HttpServer server;
    private final Optional<X509Certificate> authority;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @FunctionalInterface
    public interface Page {
        void answer(HttpExchange exchange) throws IOException;
    }

    private WebHost(HttpServer server, Optional<X509Certificate> authority) {
        this.server = server;
        this.authority = authority;
        server.createContext("/", exchange -> {
            asked.add("http" + (authority.isPresent() ? "s" : "") + "://" + exchange.getRequestHeaders().getFirst("Host").replaceFirst(":.*", "") + exchange.getRequestURI());
            pages.getOrDefault(exchange.getRequestURI().getPath(), one -> one.sendResponseHeaders(404, -1)).answer(exchange);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public static WebHost plain() throws IOException {
        return new WebHost(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), Optional.empty());
    }

    /// With a certificate for `names`, of an authority that only [#egress] trusts.
    public static WebHost secure(String... names) throws IOException {
        try {
            TestAuthority authority = TestAuthority.create("Web");
            List<GeneralName> all = new ArrayList<>();
            for (String name : names) {
                all.add(new GeneralName(GeneralName.dNSName, name));
            }
            TestAuthority.Identity identity = authority.issue(TestAuthority.Subject.of(names[0]).forPurpose(KeyPurposeId.id_kp_serverAuth).named("CN=web", all.toArray(GeneralName[]::new)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("web", identity.keys().getPrivate(), new char[0], identity.chain().toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, new SecureRandom());
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return new WebHost(server, Optional.of(authority.certificate()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public void give(String path, byte[] octets) {
        pages.put(path, exchange -> {
            exchange.sendResponseHeaders(200, octets.length == 0 ? -1 : octets.length);
            exchange.getResponseBody().write(octets);
        });
    }

    public void give(String path, Page page) {
        pages.put(path, page);
    }

    /// All URLs that were asked for, without ports.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// A zone in which each of these names has this address.
    public static Resolver names(String address, String... names) {
        StringBuilder zone = new StringBuilder("{");
        for (String name : names) {
            zone.append(zone.length() > 1 ? "," : "").append("\"").append(name).append("\": {\"").append(address.contains(":") ? "AAAA" : "A").append("\": [\"").append(address).append("\"]}");
        }
        return new ZoneResolver(Zone.read(zone.append("}").toString()).orThrow());
    }

    /// May ask loopback, and trusts this server.
    public Egress egress(Resolver resolver) {
        return new Egress(resolver, InetAddress::isLoopbackAddress, authority.map(WebHost::trusting));
    }

    private static SSLContext trusting(X509Certificate authority) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
