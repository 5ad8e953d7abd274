package org.chancery.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.chancery.secrets.SignatureMakers;

/// Fan-out with signatures: with a pair for each copy against what the processors can sign at all, and with one pair for the post against no
/// signatures.
final class SignedFigures {
    private static final double OWN_GOAL = 0.8; // an Ed25519 signature and the copy itself come on top of the RSA one
    private static final double SHARED_GOAL = 0.9;
    private static final int RSA_BITS = 2048;
    private static final long RAW_NANOS = 2_000_000_000L;
    private final Bench bench;

    SignedFigures(Bench bench) {
        this.bench = bench;
    }

    List<Figure> measure() throws IOException, InterruptedException {
        FanOutFigure fanOut = new FanOutFigure(bench);
        Path data = bench.site("signed", bench.members());
        Child.command(data, "", "list", "set", Post.LIST, "one_click=false");
        double unsigned = fanOut.typical(data).rate();
        Child.command(data, "", "domain", "keys", "lists.example.org", "--new");
        double shared = fanOut.typical(data).rate();
        Child.command(data, "", "list", "set", Post.LIST, "one_click=true");
        double before = rawRsa();
        double own = fanOut.typical(data).rate();
        // Of a machine that others use too, the better moment counts for the reference.
        double raw = Math.max(before, rawRsa());
        String what = "one post of " + bench.octets() + " octets to " + bench.members() + " members, ";
        return List.of(
                Figure.rate("signed-own", what + "signatures for each copy", "copies/s", own, raw, OWN_GOAL)
                        .with("signed by", SignatureMakers.name())
                        .with("its Ed25519 signatures/s", rawSignatures("Ed25519", SignatureMakers::signature))
                        .with("RSA signatures/s of the JDK", rawSignatures("SHA256withRSA", SignedFigures::ofTheJdk))
                        .with("Ed25519 signatures/s of the JDK", rawSignatures("Ed25519", SignedFigures::ofTheJdk)),
                Figure.rate("signed-shared", what + "signatures for the post", "copies/s", shared, unsigned, SHARED_GOAL));
    }

    private static Signature ofTheJdk(String algorithm) {
        try {
            return Signature.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }

    /// What all processors together sign with RSA in a second.
    static double rawRsa() throws IOException, InterruptedException {
        return rawSignatures("SHA256withRSA", SignatureMakers::signature);
    }

    /// Signatures per second over a header of 1 KB, all processors at work; RSA has 2,048 bits.
    private static double rawSignatures(String algorithm, Function<String, Signature> makers) throws IOException, InterruptedException {
        int processors = Runtime.getRuntime().availableProcessors();
        try (ExecutorService threads = Executors.newFixedThreadPool(processors)) {
            Supplier<Signature> maker = () -> makers.apply(algorithm);
            KeyPair pair = pair(algorithm);
            together(threads, processors, maker, pair); // warm
            return together(threads, processors, maker, pair);
        } catch (GeneralSecurityException | ExecutionException e) {
            throw new IOException(algorithm + " cannot be measured", e);
        }
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        if (algorithm.equals("Ed25519")) {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS);
        return generator.generateKeyPair();
    }

    private static double together(ExecutorService threads, int count, Supplier<Signature> maker, KeyPair pair) throws InterruptedException, ExecutionException {
        List<Callable<Double>> work = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            work.add(() -> signaturesPerSecond(maker, pair));
        }
        double sum = 0;
        for (Future<Double> rate : threads.invokeAll(work)) {
            sum += rate.get();
        }
        return sum;
    }

    private static double signaturesPerSecond(Supplier<Signature> maker, KeyPair pair) throws GeneralSecurityException {
        byte[] header = new byte[1024];
        long begin = System.nanoTime();
        int signed = 0;
        for (; System.nanoTime() - begin < RAW_NANOS; signed++) {
            Signature signature = maker.get();
            signature.initSign(pair.getPrivate());
            signature.update(header);
            signature.sign();
        }
        return signed / ((System.nanoTime() - begin) / 1e9);
    }
}
