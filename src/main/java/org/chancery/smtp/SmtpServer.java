package org.chancery.smtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.chancery.secrets.LoginGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listener for mail: MX (RFC 5321), submission (RFC 6409, RFC 8314) or LMTP (RFC 2033), one virtual thread per
/// connection. It knows the protocol only; what may come in and where it goes, the [MailHandler] says.
///
/// Port 0 takes a free port, see [#address].
///
/// Example: `try (var server = SmtpServer.start(options)) { ... server.address() ... }`.
public final class SmtpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpServer.class);
    private static final int BACKLOG = 1024;
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final SmtpServerOptions options;
    private final ServerSocket listener;
    private final Watchdog watchdog;
    private final ClientCounts counts;
    private final LoginGuard guard = new LoginGuard();
    private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    private SmtpServer(SmtpServerOptions options, ServerSocket listener) {
        this.options = options;
        this.listener = listener;
        this.watchdog = new Watchdog(options.timeouts().watch());
        this.counts = new ClientCounts(options.limits());
    }

    /// Listens; connections are taken when this returns.
    public static SmtpServer start(SmtpServerOptions options) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        try {
            listener.bind(options.listen(), BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        SmtpServer server = new SmtpServer(options, listener);
        Thread.ofVirtual().name("smtp-accept").start(server::accept);
        return server;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /// Connections open now.
    public int connections() {
        return conversations.size();
    }

    private void accept() {
        while (!stopping) {
            try {
                admit(listener.accept());
            } catch (IOException e) {
                if (!stopping) {
                    LOG.warn("smtp.accept-failed listener={} reason=\"{}\"", address(), e.getMessage());
                    pause(); // out of file descriptors, most likely: trying at once would only spin
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(100));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(Socket socket) throws IOException {
        switch (counts.enter(socket.getInetAddress(), System.nanoTime())) {
            case ADMITTED -> converse(socket);
            case TOO_MANY -> turnAway(socket, "too many connections from your address");
            case TOO_FAST -> turnAway(socket, "too many connections in this minute from your address");
        }
    }

    private void converse(Socket socket) throws IOException {
        Wire wire;
        try {
            wire = new Wire(socket, watchdog, options.timeouts().write(), Conversation.OUTPUT_OCTETS);
        } catch (IOException e) {
            counts.leave(socket.getInetAddress());
            socket.close();
            throw e;
        }
        Conversation conversation = new Conversation(wire, socket.getInetAddress(), options, guard, () -> stopping);
        conversations.add(conversation);
        Thread.startVirtualThread(() -> {
            try {
                conversation.run();
            } finally {
                conversations.remove(conversation);
                counts.leave(socket.getInetAddress());
            }
        });
    }

    /// A few octets fit into the empty send buffer of a new connection, so this cannot hold up the accept loop.
    private void turnAway(Socket socket, String reason) throws IOException {
        LOG.info("smtp.turned-away peer={} reason=\"{}\"", socket.getInetAddress().getHostAddress(), reason);
        try (socket) {
            if (!options.implicitTls()) {
                String reply = ReplyText.format(SmtpReply.of(421, "4.7.0", options.hostname() + " " + reason));
                socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /// Takes no more connections, lets messages that are being received come to their reply for at most `grace`,
    /// tells idle clients 421, then closes what is left.
    public void stop(Duration grace) {
        stopping = true;
        closeQuietly(listener);
        conversations.forEach(Conversation::endWhenIdle);
        long end = System.nanoTime() + grace.toNanos();
        while (!conversations.isEmpty() && System.nanoTime() - end < 0) {
            pause();
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        conversations.forEach(Conversation::abort);
        watchdog.close();
    }

    private static void closeQuietly(ServerSocket listener) {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.warn("smtp.close-failed reason=\"{}\"", e.getMessage());
        }
    }

    @Override
    public void close() {
        stop(GRACE);
    }
}
