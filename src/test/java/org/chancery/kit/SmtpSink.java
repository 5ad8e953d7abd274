package org.chancery.kit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// An SMTP server (RFC 5321) that takes everything and remembers it, except what it was told to do wrong.
///
/// Example: `try (var sink = SmtpSink.start()) { sink.refuse("a@example.org", "450 4.2.1 later"); … sink.messages() }`.
public final class SmtpSink implements AutoCloseable {

    /// What the sink does wrong in every session until told otherwise.
    public enum Fault {
        NONE,
        /// Says 250 and resets the connection at once, so that the client may not see it.
        RESET_AFTER_REPLY,
        /// Takes the message and closes without a word.
        CLOSE_AFTER_DOT,
        /// EHLO is answered by `250-` lines without end.
        ENDLESS_REPLY,
        /// Ten megabytes before the first line end.
        HUGE_BANNER,
        /// One octet of every reply each [#tarpitPause].
        TARPIT,
        /// Accepts the connection and says nothing at all.
        SILENT
    }

    /// One accepted transaction. `digest` is SHA-256 of the content after dot-unstuffing, in hex;
    /// `content` is empty unless [#keepContent]; `era` is what [#era] said when its connection was accepted.
    public record Message(String mailFrom, List<String> recipients, String digest, byte[] content, int era) {
        public String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    private static final int BANNER_OCTETS = 10 * 1024 * 1024;

    private final ServerSocket server;
    private final Set<Socket> sessions = ConcurrentHashMap.newKeySet();
    private final List<Message> messages = new ArrayList<>();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final Map<String, String> refusalsOnce = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger openNow = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private volatile Fault fault = Fault.NONE;
    private volatile String greeting = "220 sink.example ESMTP";
    private volatile String mailReply = "250 2.1.0 ok";
    private volatile String dotReply = "250 2.0.0 taken";
    private volatile boolean pipelining = true;
    private volatile boolean keepContent;
    private volatile boolean remember = true;
    private volatile Duration tarpitPause = Duration.ofMillis(200);
    private volatile Duration beforeReply = Duration.ZERO;
    private volatile Consumer<Message> listener = _ -> {};
    private volatile IntSupplier era = () -> 0;

    private SmtpSink(ServerSocket server) {
        this.server = server;
    }

    public static SmtpSink start() throws IOException {
        return start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    }

    public static SmtpSink start(InetSocketAddress address) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(address, 200);
        var sink = new SmtpSink(server);
        Thread.ofVirtual().name("sink").start(sink::serve);
        return sink;
    }

    // ---- the script

    public SmtpSink fault(Fault what) {
        fault = what;
        return this;
    }

    /// RCPT of this address is answered so, every time.
    public SmtpSink refuse(String recipient, String reply) {
        refusals.put(recipient, reply);
        return this;
    }

    /// The same, only for the next time.
    public SmtpSink refuseOnce(String recipient, String reply) {
        refusalsOnce.put(recipient, reply);
        return this;
    }

    /// For example `421 4.3.2 too busy`; anything but 2yz also ends the session.
    public SmtpSink greeting(String line) {
        greeting = line;
        return this;
    }

    public SmtpSink mailReply(String line) {
        mailReply = line;
        return this;
    }

    public SmtpSink dotReply(String line) {
        dotReply = line;
        return this;
    }

    public SmtpSink withoutPipelining() {
        pipelining = false;
        return this;
    }

    public SmtpSink keepContent() {
        keepContent = true;
        return this;
    }

    /// Counts only: for floods.
    public SmtpSink countOnly() {
        remember = false;
        return this;
    }

    public SmtpSink tarpitPause(Duration perOctet) {
        tarpitPause = perOctet;
        return this;
    }

    /// Thinks so long after each final dot.
    public SmtpSink beforeReply(Duration pause) {
        beforeReply = pause;
        return this;
    }

    /// Hears of every accepted transaction, with its content and without digest, before the final dot is answered.
    public SmtpSink listener(Consumer<Message> newListener) {
        listener = newListener;
        return this;
    }

    /// Asked at each new connection. What a client wrote before its end may be read long after it, when the next one is there.
    public SmtpSink era(IntSupplier newEra) {
        era = newEra;
        return this;
    }

    // ---- what was seen

    public int port() {
        return server.getLocalPort();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), port());
    }

    public List<Message> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    public List<String> recipients() {
        return messages().stream().flatMap(message -> message.recipients().stream()).toList();
    }

    /// Transactions whose final dot arrived and that were not refused.
    public long accepted() {
        return accepted.get();
    }

    public int connections() {
        return connections.get();
    }

    public int openConnections() {
        return openNow.get();
    }

    public int mostConnectionsAtOnce() {
        return mostOpen.get();
    }

    // ---- the server

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                sessions.add(socket);
                int born = era.getAsInt();
                Thread.ofVirtual().name("sink-session").start(() -> session(socket, born));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void session(Socket socket, int born) {
        mostOpen.accumulateAndGet(openNow.incrementAndGet(), Math::max);
        try (socket) {
            socket.setTcpNoDelay(true);
            new Session(socket, born).run();
        } catch (IOException | InterruptedException clientIsGone) {
            // What was accepted is counted; how the client leaves is its own affair.
        } finally {
            openNow.decrementAndGet();
            sessions.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sessions) {
            socket.close();
        }
    }

    private final class Session {
        private final Socket socket;
        private final int born;
        private final InputStream in;
        private final OutputStream out;
        private @Nullable String mailFrom;
        private final List<String> recipients = new ArrayList<>();

        private Session(Socket socket, int born) throws IOException {
            this.socket = socket;
            this.born = born;
            this.in = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
            this.out = new BufferedOutputStream(socket.getOutputStream(), 8 * 1024);
        }

        private void run() throws IOException, InterruptedException {
            if (!greet()) {
                return;
            }
            for (String line = readLine(); line != null; line = readLine()) {
                if (!command(line)) {
                    break;
                }
            }
            out.flush();
        }

        private boolean greet() throws IOException, InterruptedException {
            switch (fault) {
                case SILENT -> {
                    in.read();
                    return false;
                }
                case HUGE_BANNER -> {
                    byte[] much = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
                    out.write("220 ".getBytes(StandardCharsets.US_ASCII));
                    for (int sent = 0; sent < BANNER_OCTETS; sent += much.length) {
                        out.write(much);
                    }
                    out.flush();
                    return false;
                }
                case NONE, RESET_AFTER_REPLY, CLOSE_AFTER_DOT, ENDLESS_REPLY, TARPIT -> reply(greeting);
            }
            if (!greeting.startsWith("2")) {
                out.flush();
                return false;
            }
            return true;
        }

        /// False ends the session.
        private boolean command(String line) throws IOException, InterruptedException {
            String verb = line.length() < 4 ? "" : line.substring(0, 4).toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO", "LHLO" -> ehlo();
                case "MAIL" -> mail(line);
                case "RCPT" -> recipient(line);
                case "DATA" -> {
                    return data();
                }
                case "RSET" -> {
                    reset();
                    reply("250 2.0.0 ok");
                }
                case "QUIT" -> {
                    reply("221 2.0.0 bye");
                    return false;
                }
                default -> reply("500 5.5.1 unknown");
            }
            return true;
        }

        private void ehlo() throws IOException, InterruptedException {
            if (fault == Fault.ENDLESS_REPLY) {
                while (!socket.isClosed()) {
                    out.write("250-more\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
            reply("250-sink.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n"
                    + (pipelining ? "250-PIPELINING\r\n" : "") + "250 SIZE 100000000");
        }

        private void mail(String line) throws IOException, InterruptedException {
            reset();
            if (mailReply.startsWith("2")) {
                mailFrom = path(line);
            }
            reply(mailReply);
            if (mailReply.startsWith("421")) {
                out.flush();
                socket.shutdownOutput();
            }
        }

        private void recipient(String line) throws IOException, InterruptedException {
            String recipient = path(line);
            String once = refusalsOnce.remove(recipient);
            String refusal = once != null ? once : refusals.get(recipient);
            if (mailFrom == null) {
                reply("503 5.5.1 MAIL first");
            } else if (refusal != null) {
                reply(refusal);
            } else {
                recipients.add(recipient);
                reply("250 2.1.5 ok");
            }
        }

        private boolean data() throws IOException, InterruptedException {
            if (recipients.isEmpty()) {
                reply("554 5.5.1 no valid recipients");
                return true;
            }
            reply("354 go on");
            out.flush();
            byte[] content = readContent();
            if (content == null) {
                return false;
            }
            if (!beforeReply.isZero()) {
                Thread.sleep(beforeReply);
            }
            if (dotReply.startsWith("2")) {
                take(content);
            }
            return endOfData();
        }

        private void take(byte[] content) {
            accepted.incrementAndGet();
            listener.accept(new Message(String.valueOf(mailFrom), List.copyOf(recipients), "", content, born));
            if (remember) {
                Message message = new Message(
                        String.valueOf(mailFrom), List.copyOf(recipients), sha256(content),
                        keepContent ? content : new byte[0], born);
                synchronized (messages) {
                    messages.add(message);
                }
            }
        }

        private boolean endOfData() throws IOException, InterruptedException {
            reset();
            switch (fault) {
                case CLOSE_AFTER_DOT -> {
                    return false;
                }
                case RESET_AFTER_REPLY -> {
                    socket.setSoLinger(true, 0);
                    reply(dotReply);
                    out.flush();
                    socket.close();
                    return false;
                }
                case NONE, ENDLESS_REPLY, HUGE_BANNER, TARPIT, SILENT -> reply(dotReply);
            }
            return true;
        }

        private void reset() {
            mailFrom = null;
            recipients.clear();
        }

        private static String path(String line) {
            return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        }

        private void reply(String text) throws IOException, InterruptedException {
            byte[] octets = (text + "\r\n").getBytes(StandardCharsets.UTF_8);
            if (fault == Fault.TARPIT) {
                for (byte octet : octets) {
                    out.write(octet);
                    out.flush();
                    Thread.sleep(tarpitPause);
                }
            } else {
                out.write(octets);
            }
        }

        /// Null at the end. Replies are written when the client has nothing more to say (RFC 2920 section 3.2).
        private @Nullable String readLine() throws IOException {
            var line = new ByteArrayOutputStream(128);
            while (true) {
                if (in.available() == 0) {
                    out.flush();
                }
                int octet = in.read();
                if (octet < 0) {
                    return null;
                }
                if (octet == '\n') {
                    String text = line.toString(StandardCharsets.UTF_8);
                    if (!text.endsWith("\r")) {
                        throw new IOException("the client sent a bare LF");
                    }
                    return text.substring(0, text.length() - 1);
                }
                line.write(octet);
            }
        }

        /// Null if the final dot did not come.
        private byte @Nullable [] readContent() throws IOException {
            var content = new ByteArrayOutputStream(4096);
            boolean lineStart = true;
            int previous = -1;
            while (true) {
                int octet = in.read();
                if (octet < 0) {
                    return null;
                }
                if (lineStart && octet == '.') {
                    octet = in.read();
                    if (octet == '\r') {
                        if (in.read() != '\n') {
                            throw new IOException("a bare CR after a dot");
                        }
                        return content.toByteArray();
                    }
                }
                if (octet == '\n' && previous != '\r') {
                    throw new IOException("the client sent a bare LF in the content");
                }
                content.write(octet);
                lineStart = octet == '\n';
                previous = octet;
            }
        }
    }

    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
