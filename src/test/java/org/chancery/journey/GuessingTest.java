package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.chancery.administration.GrantAdministration;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.DkimSigner;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.dns.Zone;
import org.chancery.list.MailingList;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;
import org.chancery.secrets.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Row AU23 of authorisation.md: who guesses at a password over real SMTP, from one network or from hundreds, neither keeps the sender out nor fills
/// the memory. What the forger's client, the name server and the sender cost in this process counts as the server's.
class GuessingTest {
    private static final String VICTIM = "victim@signs.example";
    private static final String PASSWORD = "seven-herons+12lanterns";
    private static final int TRIES = 1_000;
    private static final int AT_ONCE = 8;
    private static final long GROWTH = 16L << 20;
    private static Site site;
    private static MailingList list;
    private static SigningKey key;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        site = Site.start("senders.passwords=separate", "limits.connections_per_minute=1000000");
        list = site.list("guessed@" + Site.DOMAIN, "announce", "accept when from authorised sender and proof at least sender-key. otherwise refuse.");
        site.administration().senders().add(Site.CALLER, VICTIM);
        site.administration().grants().add(Site.CALLER, site.administration().grants().target(list.address().toString()), VICTIM, GrantAdministration.Limits.NONE);
        site.administration().senderPasswords().choose(Site.CALLER, site.administration().senders().require(Site.CALLER, VICTIM), Secret.of(PASSWORD));
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        site.dns().serve(Zone.read(Site.zone()).orThrow().with(Zone.read("""
                {"s._domainkey.signs.example.": {"TXT": ["v=DKIM1; k=ed25519; p=%s"]}}
                """.formatted(Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)))).orThrow()));
        key = new SigningKey(Algorithm.ED25519_SHA256, Domain.of("signs.example"), "s", pair.getPrivate());
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static byte[] post(String fields) {
        return Site.message(VICTIM, list.address().toString(), "news", fields, "The text.\r\n");
    }

    private static boolean victimIsHeard() throws IOException, GeneralSecurityException {
        Message message = Message.parse(post("")).orThrow();
        byte[] signed = message.edit().prepend(new DkimSigner(message, List.of(), Instant.now()).sign(key, List.of())).build().toByteArray();
        byte[] whole = (("Authorised: " + PASSWORD + "\r\n") + new String(signed, ISO_8859_1)).getBytes(ISO_8859_1);
        try (Talk talk = site.mxWithTls()) {
            String reply = talk.post(VICTIM, List.of(list.address().toString()), whole);
            assertThat(reply).as("the victim").startsWith("250 ");
            return site.onList(reply).post().judged().decision().equals("accept");
        }
    }

    private static void forge(String address, String fields) throws IOException {
        try (Talk talk = Talk.from(address, site.address("smtp"))) {
            assertThat(talk.post(VICTIM, List.of(list.address().toString()), post(fields))).as("the forger").doesNotStartWith("250");
        }
    }

    /// Posts by [#AT_ONCE] connections, the n-th from the address that `source` gives, while the victim posts; how often he was heard.
    private static int attacked(int tries, IntFunction<String> source, String fields) throws Exception {
        AtomicInteger next = new AtomicInteger();
        int heard = 0;
        try (ExecutorService forgers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(forgers.submit(() -> {
                    for (int n = next.getAndIncrement(); n < tries; n = next.getAndIncrement()) {
                        forge(source.apply(n), fields.replace("N", String.valueOf(n)));
                    }
                    return null;
                }));
            }
            while (next.get() < tries) {
                assertThat(victimIsHeard()).isTrue();
                heard++;
                Thread.sleep(1_000);
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        return heard;
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void au23_a_thousand_wrong_passwords_keep_nothing_in_memory_and_the_victim_posts_all_the_while() throws Exception {
        attacked(400, _ -> "127.7.7.1", ""); // the virtual machine is warm
        attacked(20, _ -> "127.7.7.1", "Authorised: lukewarm-water+N\r\n");
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long memory = used();
        long processor = system.getProcessCpuTime();
        long begin = System.nanoTime();
        int heard = attacked(TRIES, n -> n < TRIES / 2 ? "127.8.8.1" : "127." + (9 + n / 250) + "." + n % 250 + ".1", "Authorised: wrong-word-of-a-forger+N\r\n");
        double share = (system.getProcessCpuTime() - processor) / (double) (System.nanoTime() - begin);
        long growth = used() - memory;
        assertThat(heard).isGreaterThanOrEqualTo(10);
        System.out.printf("guessing: %.2f of one processor, with all that the test itself does; %,d octets kept%n", share, growth); // a figure, and no promise of a test
        assertThat(growth).isLessThan(GROWTH);
    }
}
