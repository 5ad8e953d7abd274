package org.chancery.web;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.chancery.account.PasswordLogin;
import org.chancery.administration.KeyAdministration;
import org.chancery.administration.OwnSender;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.keyring.KeyBox;
import org.chancery.keyring.KeyDirectory;
import org.chancery.keyring.Keyring;
import org.chancery.keyring.MemberKeyDesk;
import org.chancery.keyring.SignatureMemory;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.moderation.Moderation;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.Authentication;
import org.chancery.posting.UnopenedPosts;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.chancery.sender.Inviting;
import org.chancery.sender.PasswordRule;
import org.chancery.sender.Registry;
import org.chancery.sender.Verifiers;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.subscription.Bans;
import org.chancery.subscription.Enrolment;
import org.chancery.subscription.Surroundings;
import org.chancery.token.ConfirmTokens;
import org.chancery.token.FormNonces;
import org.chancery.token.OneClickTokens;
import org.chancery.web.api.RestApi;
import org.slf4j.LoggerFactory;

/// A running web over a fresh SQLite store.
final class TestSite implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String HOST = "lists.example.org";
    private static final Act SETUP = new Act(NOW, "local administrator", "cli", "test.setup", "-", "");

    static {
        for (String loud : new String[] {"org.flywaydb", "org.eclipse.jetty", "io.javalin"}) {
            ((Logger) LoggerFactory.getLogger(loud)).setLevel(Level.WARN);
        }
    }

    final Path folder = temporaryFolder();
    final OneClickTokens tokens = new OneClickTokens(new byte[32]);
    final FormNonces forms = new FormNonces(new byte[32]);
    Instant now = NOW;
    final AtomicBoolean ready = new AtomicBoolean(true);
    final Store store;
    final Enrolment enrolment;
    final Moderation moderation;
    final Registry senders;
    private final OwnSender own;
    final Keyring keyring;
    private final boolean captures;
    private final WebServer server;

    private TestSite(boolean captures, PasswordRule rule) {
        store = Stores.open(
                new Stores.Site("sqlite", folder, OptionalLong.of(0), Duration.ofSeconds(30)),
                new AuditChain(new byte[32]), () -> now, () -> {});
        store.lists().addDomain(Address.of("x@" + HOST).domain(), SETUP);
        this.captures = captures;
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);
        RandomGenerator random = new Random(7);
        enrolment = Enrolment.over(new Surroundings(
                store.lists(), store.members(), store.requests(), new Bans(store.bans()), new ConfirmTokens(key),
                new NoticeWriter(new Texts(), HOST, () -> now, random), () -> Optional.of("https://" + HOST), List::of, () -> now, random, () -> {}));
        moderation = Moderation.over(
                new Moderation.Ports(store.lists(), store.members(), store.receipts(), store.heldPosts(), store.answers(), store.outbox()),
                new Moderation.Surroundings(
                        List::of, new NoticeWriter(new Texts(), HOST, () -> now, random), new ConfirmTokens(key), () -> Optional.of("https://" + HOST),
                        Authentication.ofSessions(), () -> now, random, () -> {}));
        senders = Registry.over(store.senders(), new Verifiers(new byte[32]), new Inviting.Surroundings(
                Domain.of(HOST), store.lists(), new ConfirmTokens(key), new NoticeWriter(new Texts(), HOST, () -> now, random), () -> Optional.of("https://" + HOST), () -> now, random,
                () -> {}), rule);
        own = new OwnSender(senders, store.lists(), store.members(), store.accounts(), () -> now, new SecureRandom());
        SecureRandom secure = new SecureRandom();
        keyring = Keyring.over(store.keys(), new KeyBox(new SealedBox(Secret.of(new byte[32]), secure)), new SignatureMemory(store.keys().accepted(), Secret.of("memory")),
                new MemberKeyDesk.Surroundings(store.lists(), store.members(), new NoticeWriter(new Texts(), HOST, () -> now, random), new ConfirmTokens(key), List::of,
                        () -> now, secure, () -> {}));
        server = WebServer.start(options(loopback(), loopback()));
    }

    WebOptions options(InetSocketAddress web, InetSocketAddress admin) {
        return new WebOptions(
                web, admin, "Example lists", Set.of("Lists.Example.ORG"),
                new WebOptions.Services(store.lists(), store.members(), tokens, enrolment.subscriptions(), forms, moderation, senders, own, new KeyDirectory(store.lists(), store.keys().lists()),
                        new RestApi(new RestApi.Services(store.lists(), store.members(), store.persons(), new PasswordLogin(store.accounts(), Secret.of("decoy")),
                                new KeyAdministration(keyring, new KeyAdministration.Surroundings(
                                        store.lists(), store.members(), new NoticeWriter(new Texts(), HOST, () -> now, new Random(7)), store.outbox(), store.audit(), store.answers(),
                                        new UnopenedPosts(store.senders().failures()), () -> now, new SecureRandom())))), () -> now),
                captures ? Optional.of(captured()) : Optional.empty(),
                new WebOptions.Watch(ready::get, TestSite::numbers));
    }

    static TestSite delivering() {
        return new TestSite(false, PasswordRule.OFF);
    }

    static TestSite withPasswords() {
        return new TestSite(false, PasswordRule.SEPARATE);
    }

    static TestSite capturing() {
        return new TestSite(true, PasswordRule.OFF);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    private static List<Metric> numbers() {
        return List.of(
                new Metric("chancery_posts_accepted", Metric.Kind.COUNTER, "Posts answered with 250 since start.", 12),
                new Metric("chancery_queue_copies", Metric.Kind.GAUGE, "Copies that wait now.", 3));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("web");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path captured() {
        return folder.resolve("captured");
    }

    MailingList list(String localPart, Settings settings) {
        return store.lists().create(Address.of(localPart + "@" + HOST), "discussion", settings, "accept.", SETUP).orElseThrow();
    }

    MailingList withPolicy(String localPart, Settings settings, String policy) {
        return store.lists().create(Address.of(localPart + "@" + HOST), "discussion", settings, policy, SETUP).orElseThrow();
    }

    MailingList list(String localPart, String description) {
        return list(localPart, Settings.DEFAULTS.with(Setting.DESCRIPTION, description));
    }

    void close(ListId list) {
        store.lists().setState(list, MailingList.State.CLOSED, SETUP);
    }

    Member join(MailingList list, String address, Role role) {
        return store.members()
                .add(new Members.NewMember(list.id(), Address.of(address), "", role, Member.Preferences.DEFAULT), SETUP)
                .orElseThrow();
    }

    String link(Member member) {
        return "/leave/" + tokens.create(member.number().value());
    }

    boolean holds(Member member) {
        return store.members().find(member.number()).isPresent();
    }

    HttpResponse<String> get(String path) {
        return ask("GET", path, Optional.empty(), "");
    }

    /// With one more field.
    HttpResponse<String> get(String path, String field, String value) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.addresses().web().getPort() + path)).header(field, value).build();
        return send(request);
    }

    HttpResponse<String> ask(String method, String path) {
        return ask(method, path, Optional.empty(), "");
    }

    HttpResponse<String> post(String path, String type, String body) {
        return ask("POST", path, Optional.of(type), body);
    }

    HttpResponse<String> ask(String method, String path, Optional<String> type, String body) {
        return send(server.addresses().web(), method, path, type, body);
    }

    HttpResponse<String> admin(String path) {
        return send(server.addresses().admin(), "GET", path, Optional.empty(), "");
    }

    private HttpResponse<String> send(InetSocketAddress to, String method, String path, Optional<String> type, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.getPort() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        type.ifPresent(value -> request.header("Content-Type", value));
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        // A client of its own for each request: the server may close a connection after a broken one.
        try (HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Sends these octets and returns everything that comes back until the server closes.
    String raw(byte[] request) {
        return new String(octets(request), StandardCharsets.UTF_8);
    }

    byte[] octets(byte[] request) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.addresses().web().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String raw(String request) {
        return raw(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /// A request for `path` under another name than the one connected to.
    String underName(String host, String path, String... fields) {
        String more = fields.length == 0 ? "" : String.join("\n", fields) + "\n";
        return raw("GET " + path + " HTTP/1.1\nHost: " + host + "\n" + more + "Connection: close\n\n");
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }
}
