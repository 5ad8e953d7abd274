package org.chancery.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.chancery.authentication.Result;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.DkimSigner;
import org.chancery.authentication.dkim.DkimVerifier;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.authentication.dmarc.DmarcVerifier;
import org.chancery.authentication.dmarc.Identifier;
import org.chancery.authentication.spf.SpfVerifier;
import org.chancery.dns.CachingResolver;
import org.chancery.dns.Resolver;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;

/// SPF, DKIM and DMARC of one message judged, again and again on one thread, against the bare cryptography of its signature.
final class VerifyFigure {
    private static final double GOAL = 0.25; // the rest is parsing, canonical forms and the key record
    private static final Domain DOMAIN = Domain.of("example.org");
    private static final int RSA_BITS = 2048;
    private final Bench bench;

    VerifyFigure(Bench bench) {
        this.bench = bench;
    }

    /// What is measured.
    @FunctionalInterface
    private interface Step {
        boolean isGood() throws GeneralSecurityException;
    }

    Figure measure() throws IOException, InterruptedException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            KeyPair pair = generator.generateKeyPair();
            byte[] signed = signed(pair);
            double product = rate(judging(new CachingResolver(new ZoneResolver(zone(pair)), InstantSource.system()), signed));
            return Figure.rate("verify", "SPF, DKIM and DMARC of a message of " + bench.octets() + " octets", "messages/s", product, reference(pair, signed), GOAL);
        } catch (GeneralSecurityException e) {
            throw new IOException("signatures cannot be measured", e);
        }
    }

    private static Step judging(Resolver resolver, byte[] octets) {
        SpfVerifier spf = new SpfVerifier(resolver, "lists.example.org", InstantSource.system());
        DkimVerifier dkim = new DkimVerifier(resolver, InstantSource.system());
        DmarcVerifier dmarc = new DmarcVerifier(resolver);
        InetAddress peer = new InetSocketAddress("127.0.0.2", 25).getAddress();
        return () -> {
            Identifier path = new Identifier(spf.check(peer, "mx.example.org", "ann@example.org").result(), DOMAIN);
            List<Identifier> signatures = dkim.verify(Message.parse(octets).orThrow()).stream()
                    .flatMap(one -> one.domain().map(domain -> new Identifier(one.result(), domain)).stream()).toList();
            return signatures.stream().allMatch(one -> one.result() == Result.PASS)
                    && dmarc.check(DOMAIN, List.of(path), signatures).evidence().result() == Result.PASS;
        };
    }

    private byte[] signed(KeyPair pair) {
        String line = "A line of a message as it could stand in any other, with  blanks.\r\n";
        byte[] post = ("From: ann@example.org\r\nTo: talk@lists.example.org\r\nSubject: bench\r\nDate: Mon, 23 Nov 2026 00:00:00 +0000\r\n"
                + "Message-ID: <1@example.org>\r\n\r\n" + line.repeat(Math.max(1, bench.octets() / line.length()))).getBytes(StandardCharsets.US_ASCII);
        SigningKey key = new SigningKey(Algorithm.RSA_SHA256, DOMAIN, "s", pair.getPrivate());
        Message message = Message.parse(post).orThrow();
        return message.edit().prepend(new DkimSigner(message, List.of(), InstantSource.system().instant()).sign(key, List.of())).build().toByteArray();
    }

    private static Zone zone(KeyPair pair) {
        return Zone.read("{\"s._domainkey.example.org\":{\"TXT\":[\"v=DKIM1; p=" + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "\"]},\"example.org\":{\"TXT\":[\"v=spf1 ip4:127.0.0.2 -all\"]},"
                        + "\"_dmarc.example.org\":{\"TXT\":[\"v=DMARC1; p=reject\"]}}")
                .orThrow();
    }

    private double reference(KeyPair pair, byte[] octets) throws GeneralSecurityException, IOException, InterruptedException {
        byte[] header = new byte[1024];
        Signature maker = Signature.getInstance("SHA256withRSA");
        maker.initSign(pair.getPrivate());
        maker.update(header);
        byte[] value = maker.sign();
        return rate(() -> {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(pair.getPublic());
            check.update(header);
            return MessageDigest.getInstance("SHA-256").digest(octets).length > 0 && check.verify(value);
        });
    }

    private double rate(Step step) throws IOException, InterruptedException {
        bench.warmUp("verify", 2, () -> once(step));
        double[] rates = new double[bench.runs()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = once(step);
        }
        return Bench.median(rates);
    }

    private double once(Step step) {
        long begin = System.nanoTime();
        long end = begin + bench.seconds() * 1_000_000_000L;
        int done = 0;
        for (; System.nanoTime() < end; done++) {
            must(step);
        }
        return done / ((System.nanoTime() - begin) / 1e9);
    }

    private static void must(Step step) {
        try {
            if (!step.isGood()) {
                throw new IllegalStateException("a good signature did not verify");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot verify RSA", e);
        }
    }
}
