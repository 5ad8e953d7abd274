package org.chancery.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.mail.Message;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.Opener;
import org.chancery.protection.Opening;
import org.chancery.protection.Sealing;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator.Profile;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.openpgp.OpenPgpSealer;
import org.chancery.protection.openpgp.OpenPgpSigner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals and opens messages to itself, with keys that nobody else has, until the compiler of the virtual machine has met what the first post to an
/// encrypted list needs: cold, ciphers are tens of times slower. It begins after `ready`, on one thread that rests most of the time, and only where a
/// list encrypts or signs.
///
/// Example: `try (WarmUp warm = WarmUp.beside(store.lists().all(), random)) { … }`.
final class WarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 300;
    private static final int REST = 3; // times as long as a round took: a quarter of one processor at most
    private static final int LINES = 250; // of 66 octets
    private static final int RSA_BITS = 2048;

    private final SecureRandom random;
    private final Optional<Thread> thread;

    private WarmUp(SecureRandom random, boolean isNeeded) {
        this.random = random;
        this.thread = isNeeded ? Optional.of(Thread.ofPlatform().daemon().name("warm-up").start(this::run)) : Optional.empty();
    }

    static WarmUp beside(List<MailingList> lists, SecureRandom random) {
        return new WarmUp(random, lists.stream().anyMatch(list -> !ProtectionPolicy.of(list.settings()).isNone()));
    }

    private void run() {
        try {
            Round round = new Round(random);
            long first = round.once();
            long last = first;
            for (int i = 1; i < ROUNDS; i++) {
                Thread.sleep(Duration.ofNanos(last * REST));
                last = round.once();
            }
            LOG.info("server.warm rounds={} first-ms={} last-ms={}", ROUNDS, first / 1_000_000, last / 1_000_000);
        } catch (InterruptedException closing) {
            LOG.debug("server.warm ended");
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            LOG.warn("server.warm.failed", e); // mail goes on without it, only slower at first
        }
    }

    /// Returns when nothing more is done.
    @Override
    public void close() throws InterruptedException {
        if (thread.isPresent()) {
            thread.get().interrupt();
            thread.get().join();
        }
    }

    /// What one post takes: signed, sealed to one reader, opened, in both technologies' algorithms.
    static final class Round {
        private static final byte[] TEXT = ("From: <warm@localhost>\r\nSubject: warm\r\nContent-Type: text/plain\r\n\r\n" + ("A line of a text that is as long as lines of texts are wont to be.\r\n").repeat(LINES))
                .getBytes(StandardCharsets.US_ASCII);

        private final SecureRandom random;
        private final OpenPgpKey key;
        private final KeyPair rsa;

        Round(SecureRandom random) throws GeneralSecurityException {
            this.random = random;
            this.key = new OpenPgpKeyGenerator(() -> Instant.now().minusSeconds(60), random)
                    .generate(Profile.ED25519, List.of("<warm@localhost>"), Optional.empty(), Optional.empty());
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            this.rsa = generator.generateKeyPair();
        }

        /// Nanoseconds that it took. Throws `IllegalStateException` if what was sealed does not open.
        long once() throws GeneralSecurityException, IOException {
            long begin = System.nanoTime();
            openPgp(Instant.now());
            rsa();
            return System.nanoTime() - begin;
        }

        private void openPgp(Instant now) throws IOException {
            OpenPgpSigner signer = new OpenPgpSigner(() -> now, random);
            Sealing sealing = Sealing.of(Message.parse(TEXT).orThrow(), Optional.empty(), Map.of(Technology.OPENPGP, OpenPgpSealer.signer(signer, key)), false, random);
            var copy = new ByteArrayOutputStream();
            sealing.copyFor(OpenPgpReader.of(key.certificate(), now).orElseThrow()).writeTo(copy);
            Opener opener = new Opener(List.of(new OpenPgpScheme(new OpenPgpKeyring(List.of(key.certificate()), List.of(key)))));
            Opening opening = opener.open(Message.parse(copy.toByteArray()).orThrow(), now, AcceptedSignatures.NONE);
            if (opening.content().isEmpty()) {
                throw new IllegalStateException("a copy sealed to a key of ours does not open with it");
            }
        }

        /// Keys of lists and members with RSA, and the ciphers around them.
        private void rsa() throws GeneralSecurityException {
            Cipher wrap = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            wrap.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), random);
            byte[] content = Arrays.copyOf(TEXT, 32);
            byte[] wrapped = wrap.doFinal(content);
            wrap.init(Cipher.DECRYPT_MODE, rsa.getPrivate());
            if (!Arrays.equals(wrap.doFinal(wrapped), content)) {
                throw new IllegalStateException("RSA of this Java does not open what it has sealed");
            }
            for (String cipher : List.of("AES/CBC/PKCS5Padding", "AES/GCM/NoPadding")) {
                Cipher aes = Cipher.getInstance(cipher);
                aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(content, "AES"), random);
                aes.doFinal(TEXT);
            }
        }
    }
}
