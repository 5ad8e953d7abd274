package org.chancery.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.chancery.kit.Ledger.Attempt;
import org.chancery.kit.Ledger.Fate;

/// Posts messages of 10 KB to one list over several SMTP connections, and writes down in a [Ledger] what became of each.
/// Whatever had no 250 is sent again under the same Message-ID, over the next connection that can be had.
///
/// Example: `var load = LoadClient.start(server::smtp, "all@lists.example", ledger, new LoadClient.Pace(8, 60)); … load.finish(…)`.
public final class LoadClient implements AutoCloseable {

    /// How many connections, and how many messages per second over all of them.
    public record Pace(int connections, int messagesPerSecond) {}

    private static final int LINES = 140; // of 72 octets and CR LF: 10 KB
    private static final Duration PAUSE = Duration.ofMillis(30); // when there is no server, or it says 4yz

    private final Supplier<Optional<InetSocketAddress>> server;
    private final String list;
    private final Ledger ledger;
    private final Pace pace;
    private final AtomicInteger messages = new AtomicInteger();
    private final BlockingQueue<Integer> again = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger rejected = new AtomicInteger();
    private final AtomicInteger postponed = new AtomicInteger();
    private volatile String lastRefusal = "";
    private volatile boolean finishing;
    private volatile boolean closed;

    private LoadClient(Supplier<Optional<InetSocketAddress>> server, String list, Ledger ledger, Pace pace) {
        this.server = server;
        this.list = list;
        this.ledger = ledger;
        this.pace = pace;
    }

    /// `server`: where it listens now, empty while there is none.
    public static LoadClient start(Supplier<Optional<InetSocketAddress>> server, String list, Ledger ledger, Pace pace) {
        var client = new LoadClient(server, list, ledger, pace);
        for (int i = 0; i < pace.connections(); i++) {
            client.threads.add(Thread.ofVirtual().name("load-" + i).start(client::work));
        }
        return client;
    }

    /// Replies of 5yz so far: the message is given up.
    public int rejected() {
        return rejected.get();
    }

    /// Replies of 4yz so far: the message is sent again.
    public int postponed() {
        return postponed.get();
    }

    public String lastRefusal() {
        return lastRefusal;
    }

    /// Sends nothing new; returns true when everything that was begun has its 250.
    public boolean finish(Duration atMost) throws InterruptedException {
        finishing = true;
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Thread thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    private void work() {
        try {
            while (!closed && !(finishing && again.isEmpty())) {
                Optional<InetSocketAddress> address = server.get();
                if (address.isPresent()) {
                    session(address.get());
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /// Until the connection is lost or nothing is left to be sent.
    private void session(InetSocketAddress address) throws InterruptedException {
        try (SmtpConnection connection = new SmtpConnection(address)) {
            connection.hello();
            Duration interval = Duration.ofNanos(1_000_000_000L * pace.connections() / pace.messagesPerSecond());
            while (!closed) {
                Integer message = again.poll();
                if (message == null && finishing) {
                    connection.command("QUIT");
                    return;
                }
                long begun = System.nanoTime();
                if (!transmit(connection, message == null ? messages.incrementAndGet() : message)) {
                    return;
                }
                Thread.sleep(interval.minusNanos(System.nanoTime() - begun).isNegative() ? Duration.ZERO : interval.minusNanos(System.nanoTime() - begun));
            }
        } catch (IOException noConnection) {
            // Nothing was being sent: the next one is tried after a pause.
        }
    }

    /// False when the connection is of no use any more.
    private boolean transmit(SmtpConnection connection, int message) throws InterruptedException {
        byte[] body = body(message);
        Attempt attempt = ledger.begin(message, body);
        boolean dotMayBeOut = false;
        try {
            String reply = connection.envelope("ann@example.com", list);
            if (reply.startsWith("354")) {
                byte[] content = content(attempt, body);
                connection.write(content);
                dotMayBeOut = true;
                reply = connection.endOfData();
            }
            return settle(connection, attempt, reply);
        } catch (IOException lost) {
            ledger.settle(attempt, dotMayBeOut ? Fate.UNSURE : Fate.NOT_SENT);
            again.add(message);
            return false;
        }
    }

    private boolean settle(SmtpConnection connection, Attempt attempt, String reply) throws InterruptedException {
        if (reply.startsWith("250")) {
            ledger.settle(attempt, Fate.ACKNOWLEDGED);
            return true;
        }
        lastRefusal = reply;
        if (reply.startsWith("5")) {
            ledger.settle(attempt, Fate.REFUSED);
            rejected.incrementAndGet();
            return connection.reset();
        }
        ledger.postpone(attempt);
        postponed.incrementAndGet();
        again.add(attempt.message);
        Thread.sleep(PAUSE);
        return !reply.startsWith("421") && connection.reset();
    }

    private byte[] content(Attempt attempt, byte[] body) {
        String header = "From: Ann <ann@example.com>\r\nTo: " + list + "\r\nSubject: message " + attempt.message
                + "\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\nMessage-ID: <" + messageId(attempt.message) + ">\r\n"
                + Ledger.mark(attempt) + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n";
        var content = new ByteArrayOutputStream(header.length() + body.length);
        content.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        content.writeBytes(body);
        return content.toByteArray();
    }

    /// Of the message with this number, without brackets.
    public static String messageId(int message) {
        return message + "@load.example.com";
    }

    /// No line begins with a dot.
    private static byte[] body(int message) {
        var text = new StringBuilder(LINES * 74);
        for (int line = 0; line < LINES; line++) {
            String number = message + " " + line + " ";
            text.append(number).append("abcdefghij".repeat(7), 0, 72 - number.length()).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
