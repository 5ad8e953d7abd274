package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
/// the memory. The name server and the sender run in this process, and what they cost counts as the server's; the [Forger] has a process of his own.
class GuessingTest {
    private static final String VICTIM = "victim@signs.example";
    private static final String PASSWORD = "seven-herons+12lanterns";
    private static final int TRIES = 1_000;
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

    /// Posts of the forger, while the victim posts; how often he was heard.
    private static int attacked(int tries, String sources, String field) throws Exception {
        Process forger = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Forger.class.getName(),
                        Integer.toString(site.address("smtp").getPort()), VICTIM, list.address().toString(), Integer.toString(tries), sources, field)
                .inheritIO().start();
        int heard = 0;
        while (!forger.waitFor(1, TimeUnit.SECONDS)) {
            assertThat(victimIsHeard()).isTrue();
            heard++;
        }
        assertThat(forger.exitValue()).as("1 if anything of the forger's was taken").isZero();
        return heard;
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void au23_a_thousand_wrong_passwords_keep_nothing_in_memory_and_the_victim_posts_all_the_while() throws Exception {
        attacked(400, "one", ""); // the virtual machine is warm
        attacked(20, "many", "Authorised: lukewarm-water+N");
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long memory = used();
        long processor = system.getProcessCpuTime();
        long begin = System.nanoTime();
        int heard = attacked(TRIES / 2, "one", "Authorised: wrong-word-of-a-forger+N") + attacked(TRIES / 2, "many", "Authorised: other-word-of-a-forger+N");
        double share = (system.getProcessCpuTime() - processor) / (double) (System.nanoTime() - begin);
        long growth = used() - memory;
        assertThat(heard).isGreaterThanOrEqualTo(10);
        System.out.printf("guessing: %.2f of one processor, with the victim and the name server; %,d octets kept%n", share, growth); // a figure, and no promise of a test
        assertThat(growth).isLessThan(GROWTH);
    }
}
