package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.chancery.administration.Administration;
import org.chancery.administration.Caller;
import org.chancery.administration.Explanations.Life;
import org.chancery.administration.Explanations.OnList;
import org.chancery.cli.ServicesOpener;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneServer;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.secrets.SelfSignedCertificate;
import org.chancery.server.Configuration;
import org.chancery.server.ConfigurationReader;
import org.chancery.server.Server;
import org.chancery.server.Surroundings;

/// A running site with a mail host behind it that takes all outgoing mail and remembers it.
///
/// Example: `try (Site site = Site.start()) { MailingList talk = site.openList("talk", "a@example.net"); … }`.
final class Site implements AutoCloseable {
    static final String DOMAIN = "lists.example.org";
    static final String OTHER_DOMAIN = "lists.example.com";
    static final Caller CALLER = new Caller("test", "cli");
    static final String OPEN = "accept when from anyone. otherwise refuse.";
    /// Names under example.net whose people write from 127.0.0.1 too.
    private static final List<String> PEOPLE = List.of(
            "alike", "ask", "bounced", "c", "club", "explained", "fields2", "first", "helpful", "inviting", "join", "last", "lists", "new", "old", "open", "p",
            "period", "prefer", "refused", "second", "secret", "set", "single", "subscribe", "tokens", "work");
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Surroundings SURROUNDINGS = new Surroundings(InstantSource.system(), RANDOM);
    private static final SelfSignedCertificate CERTIFICATE = SelfSignedCertificate.create(List.of(DOMAIN), InstantSource.system(), RANDOM);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Path data;
    private Server server;
    private final SmtpSink sink;
    private final ZoneServer dns;

    private Site(Path data, Server server, SmtpSink sink, ZoneServer dns) {
        this.dns = dns;
        this.data = data;
        this.server = server;
        this.sink = sink;
    }

    /// With SQLite in a temporary folder; `settings` as `--set` takes them, after those of the fixture.
    static Site start(String... settings) throws IOException {
        return startAt(InstantSource.system(), settings);
    }

    /// The same with a clock that the test moves.
    static Site startAt(InstantSource clock, String... settings) throws IOException {
        Path data = Files.createTempDirectory("journey");
        SmtpSink sink = SmtpSink.start().keepContent();
        ZoneServer dns = ZoneServer.start(Zone.read(zone()).orThrow(), 0);
        Site site = new Site(data, Server.start(configuration(data, sink, dns, settings), new Surroundings(clock, RANDOM)), sink, dns);
        site.administration().domains().add(CALLER, DOMAIN);
        site.administration().domains().add(CALLER, OTHER_DOMAIN);
        return site;
    }

    /// Over what `data` holds already.
    static Site in(Path data, SmtpSink sink, String... settings) throws IOException {
        ZoneServer dns = ZoneServer.start(Zone.read(zone()).orThrow(), 0);
        return new Site(data, Server.start(configuration(data, sink, dns, settings), SURROUNDINGS), sink, dns);
    }

    /// All the DNS there is: domains whose people write from 127.0.0.1 and want everything else refused, and one whose people write from
    /// 127.0.0.9. Any other domain does
    /// not exist, so nothing proves mail in its name, and nothing disowns it.
    static String zone() {
        StringJoiner zone = new StringJoiner(",", "{", "}");
        for (String host : PEOPLE) {
            zone.add("\"" + host + ".example.net.\": {\"TXT\": [\"v=spf1 ip4:127.0.0.1 -all\"]}");
        }
        for (String domain : List.of("example.net", "example.com", "example.edu", "example.org", DOMAIN, OTHER_DOMAIN)) {
            zone.add("\"" + domain + ".\": {\"TXT\": [\"v=spf1 ip4:127.0.0.1 -all\"]}")
                    .add("\"_dmarc." + domain + ".\": {\"TXT\": [\"v=DMARC1; p=" + (domain.equals("example.com") ? "reject" : "none") + "\"]}");
        }
        zone.add("\"elsewhere.example.\": {\"TXT\": [\"v=spf1 ip4:127.0.0.9 -all\"]}, \"_dmarc.elsewhere.example.\": {\"TXT\": [\"v=DMARC1; p=reject\"]}");
        return zone.toString();
    }

    /// The name server, to change what the DNS says.
    ZoneServer dns() {
        return dns;
    }

    private static Configuration configuration(Path data, SmtpSink sink, ZoneServer dns, String... settings) throws IOException {
        Files.writeString(data.resolve("site.crt"), CERTIFICATE.certificatePem());
        Files.writeString(data.resolve("site.key"), CERTIFICATE.keyPem().revealText());
        ConfigurationReader reader = ConfigurationReader.in(data).data(data)
                .set("hostname=" + DOMAIN)
                .set("listen.smtp=127.0.0.1:0").set("listen.submission=127.0.0.1:0").set("listen.lmtp=127.0.0.1:0")
                .set("listen.web=127.0.0.1:0").set("listen.admin=127.0.0.1:0")
                .set("tls.certificate=" + data.resolve("site.crt")).set("tls.key=" + data.resolve("site.key"))
                .set("dns.servers=127.0.0.1:" + dns.address().getPort())
                .set("delivery.route=smarthost").set("delivery.smarthost=127.0.0.1:" + sink.port());
        Stream.of(settings).forEach(reader::set);
        return switch (reader.read()) {
            case Configuration.Loaded.Ok(Configuration configuration) -> configuration;
            case Configuration.Loaded.Faults(List<String> faults) -> throw new IllegalArgumentException(faults.toString());
        };
    }

    /// One command as a person types it, in a process of its own; returns what it said when it ended well.
    static String command(String... line) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "org.chancery.main.Main"));
        words.addAll(List.of(line));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", line) + " ended with " + process.exitValue() + ": " + said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return said;
    }

    // ---- what is set up

    Administration administration() {
        return server.services().administration();
    }

    ServicesOpener.Services services() {
        return server.services();
    }

    /// A list that takes posts from anybody, with members.
    MailingList openList(String name, String... members) {
        return list(name + "@" + DOMAIN, "discussion", OPEN, members);
    }

    /// A list in a shipped style; `policy` empty leaves the policy of the style.
    MailingList list(String address, String style, String policy, String... members) {
        MailingList list = administration().lists().create(CALLER, address, style);
        if (!policy.isEmpty()) {
            administration().policies().set(CALLER, list, policy);
        }
        for (String member : members) {
            add(list, member, Role.MEMBER);
        }
        return administration().lists().require(address);
    }

    void add(MailingList list, String member, Role role) {
        administration().members().add(CALLER, list, member, "", role, Preferences.DEFAULT);
    }

    /// The list as it is from then on.
    MailingList set(MailingList list, Map<String, String> settings) {
        administration().lists().set(CALLER, list, settings);
        return administration().lists().require(list.address().toString());
    }

    /// Makes an account and returns its password.
    String account(String address) {
        administration().accounts().add(CALLER, address);
        return administration().passwords().create(CALLER, administration().accounts().require(address), "test").password().revealText();
    }

    // ---- the ways in

    InetSocketAddress address(String listener) {
        return server.addresses(listener).getFirst();
    }

    Talk mx() throws IOException {
        return Talk.to(address("smtp"));
    }

    Talk mxWithTls() throws IOException {
        return mx().startTls(CERTIFICATE.trustingContext());
    }

    Talk submission(String account, String password) throws IOException {
        Talk talk = Talk.to(address("submission")).startTls(CERTIFICATE.trustingContext());
        String reply = talk.logIn(account, password);
        if (!reply.startsWith("235")) {
            throw new AssertionError(reply);
        }
        return talk;
    }

    Talk submissionWithTls() throws IOException {
        return Talk.to(address("submission")).startTls(CERTIFICATE.trustingContext());
    }

    /// A post of `from` to one list from outside, in one conversation of its own.
    String post(String from, String to, byte[] message) throws IOException {
        try (Talk talk = mx()) {
            return talk.post(from, List.of(to), message);
        }
    }

    String post(String from, MailingList list, byte[] message) throws IOException {
        return post(from, list.address().toString(), message);
    }

    /// The same from a host that may not send for any of the domains of this world.
    String forge(String from, String to, byte[] message) throws IOException {
        try (Talk talk = Talk.from("127.0.0.9", address("smtp"))) {
            return talk.post(from, List.of(to), message);
        }
    }

    /// A plain message; its Message-ID is new each time.
    static byte[] message(String from, String to, String subject) {
        return message(from, to, subject, "", "Hello.\r\n");
    }

    /// `fields` are whole lines with CRLF.
    static byte[] message(String from, String to, String subject, String fields, String body) {
        return ("From: " + from + "\r\nTo: " + to + "\r\nSubject: " + subject + "\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n"
                + "Message-ID: <" + NUMBERS.incrementAndGet() + "." + System.nanoTime() + "@client.example.net>\r\n" + fields + "\r\n" + body)
                .getBytes(UTF_8);
    }

    /// As a broken disk or a hand in the database would change it; how many rows.
    int sql(String statement, Object... values) throws SQLException {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("chancery.db")); PreparedStatement prepared = store.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setObject(i + 1, values[i]);
            }
            return prepared.executeUpdate();
        }
    }

    // ---- what came of it

    SmtpSink sink() {
        return sink;
    }

    Path data() {
        return data;
    }

    /// What the mail host has for this recipient, once there are `count` of them (or patience has ended).
    List<SmtpSink.Message> copies(String recipient, int count) {
        Supplier<List<SmtpSink.Message>> now = () -> sink.messages().stream().filter(copy -> copy.recipients().contains(recipient)).toList();
        await(() -> now.get().size() >= count);
        return now.get();
    }

    /// What the mail host has for this member from this list.
    List<SmtpSink.Message> copies(MailingList list, String member) {
        return sink.messages().stream()
                .filter(copy -> copy.recipients().contains(member) && copy.text().contains("List-Id: <" + list.address().localPart() + "."))
                .toList();
    }

    /// The last of these, once there is one.
    SmtpSink.Message copy(MailingList list, String member) {
        await(() -> !copies(list, member).isEmpty());
        return copies(list, member).getLast();
    }

    /// The mails to this recipient whose subject has these words.
    List<SmtpSink.Message> about(String recipient, String subject) {
        return sink.messages().stream()
                .filter(copy -> copy.recipients().contains(recipient))
                .filter(copy -> read(copy).headers().first("Subject").orElseThrow().text().contains(subject))
                .toList();
    }

    List<Message> mails(String recipient, String subject) {
        return about(recipient, subject).stream().map(Site::read).toList();
    }

    /// The last of them, once there is one.
    Message mail(String recipient, String subject) {
        await(() -> !about(recipient, subject).isEmpty());
        return mails(recipient, subject).getLast();
    }

    /// Where an answer to this mail does something.
    String replyTo(Message message) {
        return header(message, "Reply-To").orElseThrow().replaceAll("[<>]", "");
    }

    /// `talk-join@…` of `talk@…`.
    static String role(MailingList list, String suffix) {
        return list.address().localPart() + suffix + "@" + list.domain();
    }

    /// The one copy of this recipient, read.
    Message copy(String recipient) {
        return read(copies(recipient, 1).getFirst());
    }

    static Message read(SmtpSink.Message copy) {
        return Message.parse(copy.content()).orThrow();
    }

    static String receipt(String reply) {
        if (!reply.startsWith("250 2.0.0 accepted ")) {
            throw new AssertionError("not accepted: " + reply);
        }
        return reply.substring(reply.lastIndexOf(' ') + 1);
    }

    Life life(String reply) {
        return administration().explanations().explain(receipt(reply)).getFirst();
    }

    /// What became of a post that went to one list only.
    OnList onList(String reply) {
        List<OnList> posts = life(reply).posts();
        if (posts.size() != 1) {
            throw new AssertionError("posts: " + posts);
        }
        return posts.getFirst();
    }

    /// Waits for what must come; fails when it does not.
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// All outgoing work is done, so that what has not come will not come.
    void settle() {
        await(() -> administration().queue().open(10).isEmpty());
    }

    Optional<String> header(Message message, String name) {
        return message.headers().first(name).map(header -> header.value().strip());
    }

    /// The same site comes up again with other settings.
    void restart(String... settings) throws IOException {
        stop();
        server = Server.start(configuration(data, sink, dns, settings), SURROUNDINGS);
    }

    /// Stops the server; data and mail host stay.
    void stop() throws IOException {
        try {
            server.close();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        dns.close();
        sink.close();
        remove(data);
    }

    static void remove(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(all::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
