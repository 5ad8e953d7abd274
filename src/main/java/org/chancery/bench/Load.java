package org.chancery.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Sessions that post one message after the other, each waiting for its 250 (MAIL, RCPT and DATA in one write, then the content).
///
/// Arguments: port, sessions, octets. Commands on stdin: `run SECONDS`, answered `MESSAGES SECONDS P50 P99` (milliseconds from the
/// final dot to 250); `post`, one message, answered by its time of acceptance in microseconds since 1970 and its receipt.
final class Load {
    private final int port;
    private final List<Session> sessions = new ArrayList<>();
    private final byte[] body;
    private final AtomicLong ids = new AtomicLong(Clock.micros());
    private volatile boolean over;

    private Load(int port, int octets) {
        this.port = port;
        this.body = Post.body(octets);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Load load = new Load(Integer.parseInt(args[0]), Integer.parseInt(args[2]));
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            load.sessions.add(load.new Session());
        }
        System.out.println("ready");
        Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
        while (commands.hasNext()) {
            System.out.println(switch (commands.next()) {
                case "run" -> load.run(commands.nextInt());
                case "post" -> load.post();
                default -> throw new IOException("unknown command");
            });
        }
    }

    private String run(int seconds) throws InterruptedException, IOException {
        over = false;
        AtomicReference<String> failure = new AtomicReference<>("");
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (Session session : sessions) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    session.run();
                } catch (IOException e) {
                    failure.set(e.toString());
                }
            }));
        }
        Thread.sleep(seconds * 1000L);
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        double elapsed = (System.nanoTime() - begin) / 1e9;
        if (!failure.get().isEmpty()) {
            throw new IOException(failure.get());
        }
        return result(elapsed);
    }

    private String result(double elapsed) {
        long[] micros = sessions.stream().flatMapToLong(session -> Arrays.stream(session.micros, 0, session.messages)).sorted().toArray();
        return String.format(
                Locale.ROOT, "%d %.3f %.2f %.2f", micros.length, elapsed, micros[micros.length / 2] / 1000.0, micros[micros.length * 99 / 100] / 1000.0);
    }

    private String post() throws IOException {
        try (Line line = new Line(port)) {
            line.write(Post.envelope());
            line.replies(3);
            line.write(content());
            String reply = line.replies(1);
            return Clock.micros() + " " + reply.substring(reply.lastIndexOf(' ') + 1);
        }
    }

    private byte[] content() {
        byte[] header = Line.ascii(Post.header("m" + ids.incrementAndGet()));
        byte[] content = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, content, header.length, body.length);
        return content;
    }

    private final class Session {
        private final Line line;
        private long[] micros = new long[4096];
        private int messages;

        Session() throws IOException {
            line = new Line(port);
        }

        void run() throws IOException {
            messages = 0;
            while (!over) {
                line.write(Post.envelope());
                line.replies(3);
                long dot = System.nanoTime();
                line.write(content());
                line.replies(1);
                if (messages == micros.length) {
                    micros = Arrays.copyOf(micros, messages * 2);
                }
                micros[messages++] = (System.nanoTime() - dot) / 1000;
            }
        }
    }
}
