package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneServer;
import org.chancery.keyring.KeyBox;
import org.chancery.kit.Author;
import org.chancery.kit.GivenKeys;
import org.chancery.kit.PreparedSite;
import org.chancery.kit.ServerProcess;
import org.chancery.kit.ServerProcess.Launch;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.protection.OpenSsl;
import org.chancery.protection.Technology;
import org.chancery.secrets.MasterKey;
import org.chancery.secrets.SealedBox;
import org.chancery.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bad input row 28 by the method of reliability.md 2e: the real server as a process of its own with 256 MB and a list that opens OpenPGP and
/// S/MIME. Files in `src/test/data/hostile-encrypted` whose names end in the expected code, and the big ones, which are made ([PacketBombs]). After
/// each one an encrypted and signed post passes in under a second. It may try three times, since a test does not own the machine it runs on.
class HostilePacketsIT {
    private static final Path FILES = Path.of("src/test/data/hostile-encrypted");
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int TRIES = 3;
    private static final int AT_ONCE = 8;
    private static final String LIST = "nest@lists.example.org";
    private static final String ANN = "ann@example.net";
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private int posts;

    @Test
    void after_each_bomb_of_packets_a_server_of_256_megabytes_opens_and_seals_an_ordinary_post_in_under_a_second() throws Exception {
        OpenSsl openssl = OpenSsl.in(Files.createDirectories(folder.resolve("keys")));
        openssl.authority("ca");
        Author ofList = Author.in(folder.resolve("keys"), openssl, LIST);
        Author ann = Author.in(folder.resolve("keys"), openssl, ANN);
        Path data = folder.resolve("data");
        create(data, openssl, ofList, ann);
        Path log = Files.createDirectories(Path.of("target", "faults")).resolve("packets.log");
        Files.deleteIfExists(log);
        try (SmtpSink sink = SmtpSink.start().countOnly();
                ZoneServer dns = ZoneServer.start(Zone.EMPTY, 0);
                ServerProcess server = ServerProcess.start(Launch.of(data, log).withSmarthost(sink.port()).with("dns.servers=127.0.0.1:" + dns.address().getPort()))) {
            assertThat(server.awaitReady(Duration.ofSeconds(60))).as("the server starts; see %s", log).isTrue();
            InetSocketAddress door = server.smtp().orElseThrow();
            long expected = ordinary(door, ofList, ann, "the first", new ArrayList<>());
            List<Long> times = new ArrayList<>();
            List<String> wrong = new ArrayList<>();
            long worst = 0;
            for (Map.Entry<String, Supplier<byte[]>> input : inputs(ofList).entrySet()) {
                byte[] message = input.getValue().get();
                long begin = System.nanoTime();
                String reply = tried(door, message);
                long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
                worst = Math.max(worst, millis);
                if (!reply.startsWith(input.getKey().substring(0, 3))) {
                    wrong.add(input.getKey() + " was answered with " + reply);
                }
                expected += ordinary(door, ofList, ann, input.getKey(), times);
            }
            assertThat(wrong).isEmpty();
            atOnce(door, new PacketBombs(ofList.key().certificate(), LIST).all().get(PacketBombs.LARGEST).get());
            expected += ordinary(door, ofList, ann, "eight at once", times);
            try (Talk talk = Talk.to(door)) {
                assertThat(talk.post("evil@example.com", List.of("nest-request@lists.example.org"), new PacketBombs(ofList.key().certificate(), LIST).key())).as("taken: nothing speaks against its author").startsWith("250");
            }
            expected++; // few strangers are answered, and he is one of them
            expected += ordinary(door, ofList, ann, "a key with 100,000 signatures", times);
            long all = expected;
            Site.await(() -> sink.accepted() >= all);
            assertThat(sink.accepted()).as("copies of ordinary posts, one answer, and nothing else").isEqualTo(all);
            assertThat(server.isAlive()).isTrue();
            assertThat(Files.readString(log)).doesNotContain("OutOfMemoryError").doesNotContain("StackOverflowError");
            times.sort(null);
            System.out.printf(Locale.ROOT, "hostile packets=%d slowest answer=%d ms, ordinary post after each: median=%d ms worst=%d ms, memory of the server at most %s%n",
                    times.size(), worst, times.get(times.size() / 2), times.getLast(), peak(server));
        }
    }

    private static void create(Path data, OpenSsl openssl, Author ofList, Author ann) throws IOException {
        MasterKey master = MasterKey.open(data.resolve("keys").resolve("master.key"), RANDOM);
        try (Store store = PreparedSite.open(data, "sqlite")) {
            store.lists().addDomain(Domain.of("lists.example.org"), PreparedSite.act("domain.add", "lists.example.org"));
            Settings settings = new Settings(Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.SMIME_POST_ENCRYPT, "yes", Setting.GPG_POST_SIGN, "force", Setting.SMIME_POST_SIGN, "force",
                    Setting.GPG_DISTRIB_ENCRYPT, "force", Setting.SMIME_DISTRIB_ENCRYPT, "force"));
            MailingList list = store.lists().create(Address.of(LIST), "discussion", settings, "accept when from anyone. otherwise refuse.", PreparedSite.act("list.create", LIST)).orElseThrow();
            GivenKeys keys = new GivenKeys(store, new KeyBox(new SealedBox(master.derive("list-keys"), RANDOM)), openssl.read("ca.pem"));
            keys.toList(list, ofList);
            store.members().add(new NewMember(list.id(), Address.of(ANN), "", Role.MEMBER, Preferences.DEFAULT), PreparedSite.act("member.add", ANN)).orElseThrow();
            keys.toMember(list, ann, Technology.OPENPGP);
        }
    }

    private static Map<String, Supplier<byte[]>> inputs(Author ofList) throws IOException {
        Map<String, Supplier<byte[]>> inputs = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(FILES)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".eml")).sorted().toList()) {
                String[] name = file.getFileName().toString().split("\\.");
                inputs.put(name[1] + " " + name[0], () -> read(file));
            }
        }
        inputs.putAll(new PacketBombs(ofList.key().certificate(), LIST).all());
        return inputs;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// They wait for each other's memory, and whoever waits for too long is told to come again.
    private static void atOnce(InetSocketAddress door, byte[] message) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> replies = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                replies.add(threads.submit(() -> send(door, "evil@example.com", message)));
            }
            for (Future<String> reply : replies) {
                assertThat(reply.get()).containsPattern("^550 5.7.1 |^451 4.3.2 Too many encrypted posts");
            }
        }
    }

    private static String tried(InetSocketAddress door, byte[] message) {
        try {
            return send(door, "evil@example.com", message);
        } catch (IOException cut) {
            return "nothing: " + cut;
        }
    }

    private static String send(InetSocketAddress door, String from, byte[] message) throws IOException {
        try (Talk talk = Talk.to(door)) {
            return talk.post(from, List.of(LIST), message);
        }
    }

    private static String peak(ServerProcess server) throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc", String.valueOf(server.pid()), "status"))) {
            return status.filter(line -> line.startsWith("VmHWM")).findFirst().orElse("unknown").replaceAll("\\s+", " ");
        }
    }

    /// How many posts it took until one passed in time.
    private int ordinary(InetSocketAddress door, Author ofList, Author ann, String after, List<Long> times) throws IOException {
        long best = Long.MAX_VALUE;
        for (int tried = 1; tried <= TRIES; tried++) {
            byte[] message = ann.message(LIST, "...", ann.encrypted(ofList.key().certificate(), "Ordinary " + ++posts + "\r\n", true));
            long begin = System.nanoTime();
            String reply = send(door, ANN, message);
            long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            Site.receipt(reply);
            best = Math.min(best, millis);
            if (best < SOON.toMillis()) {
                times.add(best);
                return tried;
            }
        }
        throw new AssertionError("an ordinary post after \"" + after + "\" took " + best + " ms at best");
    }
}
