package org.chancery.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import org.chancery.cli.ServicesOpener.Services;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's end of the admin socket: runs commands for other processes of this machine; the protocol is explained at
/// [Frame]. Open to the user that runs the server and to root, by the mode of the socket (0600) and again by asking the
/// kernel who connected.
///
/// Example: `try (var socket = AdminSocket.listen(data, services)) { ... }` while the [DataLock] is held.
public final class AdminSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);

    /// Commands at a time; more wait, and give up after their 5 s.
    private static final int MAX_SESSIONS = 64;

    private final Path path;
    private final ServerSocketChannel listener;
    private final Services services;
    private final Semaphore places = new Semaphore(MAX_SESSIONS);

    private AdminSocket(Path path, ServerSocketChannel listener, Services services) {
        this.path = path;
        this.listener = listener;
        this.services = services;
    }

    /// Listens until closed. The caller holds the lock on `data`, so that a socket found there is of an ended server.
    public static AdminSocket listen(Path data, Services services) throws IOException {
        Path path = SocketPath.forServer(data);
        Files.deleteIfExists(path);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
        AdminSocket socket = new AdminSocket(path, listener, services);
        Thread.ofPlatform().daemon().name("admin-socket").start(socket::accept);
        return socket;
    }

    /// Where it lies, to be named `socket` in `ready.json`.
    public Path path() {
        return path;
    }

    private void accept() {
        try {
            String owner = Files.getOwner(path).getName();
            while (true) {
                SocketChannel channel = listener.accept();
                places.acquireUninterruptibly();
                Thread.ofVirtual().name("admin-session").start(() -> serve(channel, owner));
            }
        } catch (ClosedChannelException _) {
            LOG.debug("cli.socket closed path={}", path);
        } catch (IOException e) {
            LOG.error("cli.socket failed path={}", path, e);
        }
    }

    private void serve(SocketChannel channel, String owner) {
        try (channel) {
            new AdminSession(channel, owner, services).run();
        } catch (IOException | RuntimeException e) {
            LOG.info("cli.session broken reason={}", Visible.line(String.valueOf(e.getMessage())));
        } finally {
            places.release();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(path);
    }
}
