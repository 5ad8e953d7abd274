package org.chancery.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// The references of the fan-out: sends what the product sent (recorded by [RawSink]) over as many connections, one transaction per
/// copy, and has no queue, no store and no list behind it. Pipelined: MAIL, RCPT and DATA in one write, then the content. Chained: besides, the next
/// envelope goes with the final dot of the one before (RFC 2920 section 3.1), as the product does it.
///
/// Arguments: port, file. Command on stdin: `go CONNECTIONS THREADS WAY` (platform or virtual, pipelined or chained), answered by the time of the start
/// in microseconds since 1970, when everything was answered.
final class BareClient {
    private final int port;
    private final List<Copy> copies;

    /// One transaction: MAIL, RCPT and DATA, then the content with its final dot.
    private record Copy(byte[] envelope, byte[] content) {}

    private BareClient(int port, List<Copy> copies) {
        this.port = port;
        this.copies = copies;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        BareClient client = new BareClient(Integer.parseInt(args[0]), read(Path.of(args[1])));
        System.out.println(client.copies.size());
        Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
        while (commands.hasNext("go")) {
            commands.next();
            int connections = commands.nextInt();
            System.out.println(client.send(connections, commands.next().equals("virtual"), commands.next().equals("chained")));
        }
    }

    private static List<Copy> read(Path file) throws IOException {
        List<Copy> all = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            while (true) {
                int envelope = in.readInt();
                int content = in.readInt();
                all.add(new Copy(in.readNBytes(envelope), in.readNBytes(content)));
            }
        } catch (EOFException _) {
            return all;
        }
    }

    private long send(int connections, boolean virtual, boolean chained) throws IOException, InterruptedException {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            lines.add(new Line(port));
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReference<String> failure = new AtomicReference<>("");
        long start = Clock.micros();
        List<Thread> threads = new ArrayList<>();
        for (Line line : lines) {
            threads.add((virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(() -> {
                try (line) {
                    if (chained) {
                        sendChained(line, next);
                    } else {
                        sendPipelined(line, next);
                    }
                } catch (IOException e) {
                    failure.set(e.toString());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failure.get().isEmpty()) {
            throw new IOException(failure.get());
        }
        return start;
    }

    private void sendPipelined(Line line, AtomicInteger next) throws IOException {
        for (int at = next.getAndIncrement(); at < copies.size(); at = next.getAndIncrement()) {
            line.write(copies.get(at).envelope);
            line.replies(3);
            line.write(copies.get(at).content);
            line.replies(1);
        }
    }

    private void sendChained(Line line, AtomicInteger next) throws IOException {
        byte[] output = new byte[32 * 1024];
        int at = next.getAndIncrement();
        if (at >= copies.size()) {
            return;
        }
        line.write(copies.get(at).envelope);
        line.replies(3);
        while (at < copies.size()) {
            byte[] content = copies.get(at).content;
            at = next.getAndIncrement();
            byte[] envelope = at < copies.size() ? copies.get(at).envelope : new byte[0];
            if (content.length + envelope.length <= output.length) {
                System.arraycopy(content, 0, output, 0, content.length);
                System.arraycopy(envelope, 0, output, content.length, envelope.length);
                line.write(output, content.length + envelope.length);
            } else {
                line.write(content);
                line.write(envelope);
            }
            line.replies(envelope.length == 0 ? 1 : 4);
        }
    }
}
