package org.chancery.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// The receiving end: takes any message on any number of connections, counts it and forgets it. Says 250 to everything, offers
/// PIPELINING, and does nothing that a receiver of mail would have to do, so that what is measured is the sender.
///
/// Commands on stdin: `expect N` (count from now to N), `await SECONDS` (answers `done COUNT FIRST LAST CONNECTIONS`, times in
/// microseconds since 1970), `count`, `record FILE` and `stop` (keep what comes for [BareClient]).
final class RawSink {
    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final AtomicReference<Count> count = new AtomicReference<>(new Count(Integer.MAX_VALUE));
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Recorder recorder = Recorder.NONE;

    /// Messages since the last `expect`.
    static final class Count {
        private final int expected;
        private final AtomicInteger messages = new AtomicInteger();
        private final CountDownLatch complete = new CountDownLatch(1);
        private volatile long first;
        private volatile long last;

        Count(int expected) {
            this.expected = expected;
        }

        void add() {
            int now = messages.incrementAndGet();
            if (now == 1) {
                first = Clock.micros();
            }
            if (now == expected) {
                last = Clock.micros();
                complete.countDown();
            }
        }
    }

    /// Where the octets of each message go, if anywhere.
    interface Recorder {
        Recorder NONE = (_, _, _, _) -> {};

        /// One transaction: `octets` from `begin` to `end`, of which the first `envelope` are MAIL, RCPT and DATA.
        void take(byte[] octets, int begin, int envelope, int end) throws IOException;
    }

    private RawSink(ServerSocket listener) {
        this.listener = listener;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        RawSink sink = new RawSink(listener);
        Thread.ofPlatform().daemon().start(sink::accept);
        System.out.println(listener.getLocalPort());
        sink.obey(new Scanner(System.in, StandardCharsets.UTF_8));
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                SinkConnection connection = new SinkConnection(socket, count::get, () -> recorder);
                Thread.ofPlatform().daemon().start(connection);
            }
        } catch (IOException e) {
            System.err.println("sink: " + e);
        }
    }

    private void obey(Scanner commands) throws IOException, InterruptedException {
        while (commands.hasNext()) {
            System.out.println(switch (commands.next()) {
                case "expect" -> expect(commands.nextInt());
                case "await" -> await(commands.nextInt());
                case "count" -> Integer.toString(count.get().messages.get());
                case "record" -> record(Path.of(commands.next()));
                case "stop" -> stop();
                default -> throw new IOException("unknown command");
            });
        }
    }

    private String expect(int messages) {
        connections.set(0);
        count.set(new Count(messages));
        return "ok";
    }

    private String await(int seconds) throws InterruptedException {
        Count now = count.get();
        boolean complete = now.complete.await(seconds, TimeUnit.SECONDS);
        return (complete ? "done " : "missing ") + now.messages.get() + " " + now.first + " " + now.last + " " + connections.get();
    }

    private String record(Path file) throws IOException {
        recorder = new FileRecorder(new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)));
        return "ok";
    }

    private String stop() throws IOException {
        Recorder finished = recorder;
        recorder = Recorder.NONE;
        if (finished instanceof FileRecorder file) {
            file.close();
        }
        return "ok";
    }

    private record FileRecorder(DataOutputStream out) implements Recorder {
        @Override
        public synchronized void take(byte[] octets, int begin, int envelope, int end) throws IOException {
            out.writeInt(envelope);
            out.writeInt(end - begin - envelope);
            out.write(octets, begin, end - begin);
        }

        synchronized void close() throws IOException {
            out.close();
        }
    }
}
