package org.chancery.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import org.chancery.mail.Message;
import org.chancery.protection.Reader;
import org.chancery.protection.Sealing;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator.Profile;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.openpgp.OpenPgpSealer;
import org.chancery.protection.openpgp.OpenPgpSigner;
import org.chancery.protection.openpgp.RawKeyWrap;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeReader;

/// Copies of one post sealed per second of one processor, a copy being its own octets and a reference to what all share, against the bare
/// public-key operation. Both take turns of some hundredths of a second, so what else the machine does meets both, and processor time of the thread
/// counts, not time on the wall. The body is encrypted before: its time stands beside.
final class SealFigure {
    private static final double GOAL_CURVE = 0.7;
    private static final double GOAL_RSA = 0.6;
    private static final int[] SIZES = {4 << 10, 1 << 20};
    private static final int CURVE_READERS = 64;
    private static final int RSA_READERS = 4;
    private static final int WARM_UP_TURNS = 12;
    private static final int TURNS = 30;
    private static final long TURN = 60_000_000L;
    /// So often the clock is looked at.
    private static final int BATCH = 32;

    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.now();
    private final OpenPgpKeyGenerator generator = new OpenPgpKeyGenerator(InstantSource.fixed(now.minusSeconds(60)), random);
    private long sum;

    /// Something done again and again.
    @FunctionalInterface
    private interface Step {
        long once();
    }

    List<Figure> measure() throws IOException {
        List<Figure> figures = new ArrayList<>();
        List<Reader> curve = openPgp(Profile.ED25519, CURVE_READERS);
        figures.addAll(figures("seal-cv25519", "OpenPGP copies, cv25519", curve, RawKeyWrap.of((OpenPgpReader) curve.getFirst(), random)::once, GOAL_CURVE));
        List<Reader> rsa = openPgp(Profile.RSA3072, RSA_READERS);
        figures.addAll(figures("seal-rsa3072", "OpenPGP copies, RSA-3072", rsa, RawKeyWrap.of((OpenPgpReader) rsa.getFirst(), random)::once, GOAL_RSA));
        X509Certificate certificate = certificate();
        figures.addAll(figures("seal-smime", "S/MIME copies, RSA-3072", List.of(SmimeReader.of(certificate, now).orElseThrow()), rsa(certificate.getPublicKey()), GOAL_RSA));
        return figures;
    }

    private List<Reader> openPgp(Profile profile, int count) {
        return IntStream.range(0, count).<Reader>mapToObj(i -> OpenPgpReader.of(key(profile, "member" + i).certificate(), now).orElseThrow()).toList();
    }

    private OpenPgpKey key(Profile profile, String name) {
        return generator.generate(profile, List.of(name + " <" + name + "@example.org>"), Optional.empty(), Optional.empty());
    }

    private static X509Certificate certificate() throws IOException {
        try (InputStream pem = SealFigure.class.getResourceAsStream("reader.pem")) {
            return SmimeFiles.read(pem.readAllBytes(), List.of()).orThrow().certificates().getFirst();
        }
    }

    /// One encryption with PKCS #1 padding, by the provider of the JDK.
    private Step rsa(PublicKey key) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, key, random);
            byte[] contentKey = new byte[32];
            return () -> {
                try {
                    return cipher.doFinal(contentKey).length;
                } catch (GeneralSecurityException impossible) {
                    throw new IllegalStateException("RSA cannot encrypt a key", impossible);
                }
            };
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no RSA", e);
        }
    }

    private List<Figure> figures(String name, String what, List<Reader> readers, Step raw, double goal) {
        List<Step> steps = new ArrayList<>(List.of(raw));
        List<Double> once = new ArrayList<>();
        for (int size : SIZES) {
            long begin = System.nanoTime();
            Sealing sealing = sealing(size);
            sealing.copyFor(readers.getFirst());
            once.add((System.nanoTime() - begin) / 1e6);
            steps.add(copying(sealing, readers));
        }
        double[] rates = inTurns(steps);
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < SIZES.length; i++) {
            figures.add(Figure.rate(name + "-" + (SIZES[i] >> 10) + "k", what + " of " + (SIZES[i] >> 10) + " KiB", "copies/s and core", rates[i + 1], rates[0], goal)
                    .with("body once, ms", String.format(Locale.ROOT, "%.1f", once.get(i))));
        }
        return figures;
    }

    private Sealing sealing(int size) {
        String line = "A line of a message as it could stand in any other, with  blanks.\r\n";
        Message post = Message.parse(("From: talk@lists.example.org\r\nSubject: bench\r\nContent-Type: text/plain\r\n\r\n" + line.repeat(size / line.length())).getBytes(StandardCharsets.US_ASCII)).orThrow();
        OpenPgpSigner signer = new OpenPgpSigner(InstantSource.fixed(now), random);
        return Sealing.of(post, Optional.empty(), Map.of(Technology.OPENPGP, OpenPgpSealer.signer(signer, key(Profile.ED25519, "list"))), false, random);
    }

    private static Step copying(Sealing sealing, List<Reader> readers) {
        int[] at = {0};
        return () -> sealing.copyFor(readers.get(at[0]++ % readers.size())).size();
    }

    /// Rates per second of processor time.
    private double[] inTurns(List<Step> steps) {
        long[] done = new long[steps.size()];
        long[] spent = new long[steps.size()];
        for (int turn = -WARM_UP_TURNS; turn < TURNS; turn++) {
            for (int i = 0; i < steps.size(); i++) {
                long begin = processor();
                long count = turn(steps.get(i), begin);
                if (turn >= 0) {
                    done[i] += count;
                    spent[i] += processor() - begin;
                }
            }
        }
        return IntStream.range(0, steps.size()).mapToDouble(i -> done[i] / (spent[i] / 1e9)).toArray();
    }

    private long turn(Step step, long begin) {
        long count = 0;
        while (processor() - begin < TURN) {
            for (int i = 0; i < BATCH; i++, count++) {
                sum += step.once();
            }
        }
        if (sum == 0) {
            throw new IllegalStateException("nothing was sealed");
        }
        return count;
    }

    private static long processor() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
