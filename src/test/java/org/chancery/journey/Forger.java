package org.chancery.journey;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Who guesses at a sender's password over SMTP, in a process of his own: what he costs is not the server's. Arguments: port, sender, list, how many
/// tries, `one` or `many` sources, and the field with `N` in the place of the number. Exit 1 if any was taken.
final class Forger {
    private static final int AT_ONCE = 8;

    private Forger() {}

    public static void main(String[] args) throws InterruptedException {
        int tries = Integer.parseInt(args[3]);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, AT_ONCE).mapToObj(_ -> Thread.ofVirtual().start(() -> {
            for (int n = next.getAndIncrement(); n < tries; n = next.getAndIncrement()) {
                refused.addAndGet(isRefused(args, n) ? 1 : 0);
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        System.exit(refused.get() == tries ? 0 : 1);
    }

    private static boolean isRefused(String[] args, int n) {
        String source = args[4].equals("one") ? "127.8.8.1" : "127." + (9 + n / 250) + "." + n % 250 + ".1";
        byte[] post = Site.message(args[1], args[2], "news", args[5].isEmpty() ? "" : args[5].replace("N", String.valueOf(n)) + "\r\n", "The text.\r\n");
        try (Talk talk = Talk.from(source, new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])))) {
            return !talk.post(args[1], List.of(args[2]), post).startsWith("250");
        } catch (IOException e) {
            System.err.println("forger: " + e);
            return false;
        }
    }
}
