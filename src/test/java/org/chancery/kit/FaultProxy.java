package org.chancery.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP proxy on 127.0.0.1 that does to a connection what networks do: delay, drip, cut, reset, swallow.
/// A change of behaviour holds for connections made afterwards.
///
/// Example: `try (var proxy = FaultProxy.to(sink.address())) { proxy.cutAfter(100, 20_000); … proxy.port() }`.
public final class FaultProxy implements AutoCloseable {

    /// What is done to both directions unless said otherwise. `cutUp` and `cutDown`: octets after which the connection
    /// ends in that direction of flow (up: client to server); `reset`: it ends by RST instead of FIN;
    /// `dripOctets` per second, 0: no limit; `blackhole`: taken and never passed on.
    private record Behaviour(
            Duration delay, int dripOctets, long cutUp, long cutDown, boolean reset, boolean blackhole) {}

    private static final Behaviour FAITHFUL =
            new Behaviour(Duration.ZERO, 0, Long.MAX_VALUE, Long.MAX_VALUE, false, false);
    private static final int DRIPS_PER_SECOND = 20;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Behaviour behaviour = FAITHFUL;

    private FaultProxy(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
    }

    public static FaultProxy to(InetSocketAddress target) throws IOException {
        var proxy = new FaultProxy(new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1")), target);
        Thread.ofVirtual().name("proxy").start(proxy::serve);
        return proxy;
    }

    public void faithful() {
        behaviour = FAITHFUL;
    }

    /// Each piece is passed on so much later.
    public void delay(Duration time) {
        behaviour = new Behaviour(time, 0, Long.MAX_VALUE, Long.MAX_VALUE, false, false);
    }

    public void drip(int octetsPerSecond) {
        behaviour = new Behaviour(Duration.ZERO, octetsPerSecond, Long.MAX_VALUE, Long.MAX_VALUE, false, false);
    }

    /// Both sides see an orderly end after so many octets from the client or from the server.
    public void cutAfter(long up, long down) {
        behaviour = new Behaviour(Duration.ZERO, 0, up, down, false, false);
    }

    /// Both sides see a reset.
    public void resetAfter(long up, long down) {
        behaviour = new Behaviour(Duration.ZERO, 0, up, down, true, false);
    }

    public void blackhole() {
        behaviour = new Behaviour(Duration.ZERO, 0, Long.MAX_VALUE, Long.MAX_VALUE, false, true);
    }

    public int port() {
        return server.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    /// Ends all connections that are open now, by reset.
    public void resetAll() throws IOException {
        for (Socket socket : sockets) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connections.incrementAndGet();
                sockets.add(client);
                Thread.ofVirtual().name("proxy-connection").start(() -> connect(client, behaviour));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client, Behaviour how) {
        var upstream = new Socket();
        sockets.add(upstream);
        try (client; upstream) {
            client.setTcpNoDelay(true);
            if (how.blackhole()) {
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            upstream.setTcpNoDelay(true);
            upstream.connect(target);
            var cut = new AtomicBoolean();
            Thread down = Thread.ofVirtual().start(() -> pass(upstream, client, how, how.cutDown(), cut));
            pass(client, upstream, how, how.cutUp(), cut);
            down.join();
        } catch (IOException | InterruptedException oneSideIsGone) {
            // Both sockets are closed by the block above: that is what the other side has to see.
        } finally {
            sockets.remove(client);
            sockets.remove(upstream);
        }
    }

    /// `cut` is set before the last piece goes: an answer to it that is quicker than the end of the connection is not passed on.
    private static void pass(Socket source, Socket sink, Behaviour how, long cutAfter, AtomicBoolean cut) {
        try {
            InputStream in = source.getInputStream();
            OutputStream out = sink.getOutputStream();
            byte[] buffer = new byte[how.dripOctets() > 0 ? Math.max(1, how.dripOctets() / DRIPS_PER_SECOND) : 16384];
            long passed = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Thread.sleep(how.dripOctets() > 0 ? Duration.ofMillis(1000 / DRIPS_PER_SECOND) : how.delay());
                int allowed = (int) Math.min(n, cutAfter - passed);
                passed += allowed;
                if (passed < cutAfter && cut.get()) {
                    return;
                }
                cut.compareAndSet(false, passed >= cutAfter);
                out.write(buffer, 0, allowed);
                out.flush();
                if (passed >= cutAfter) {
                    end(source, sink, how.reset());
                    return;
                }
            }
            sink.shutdownOutput();
        } catch (IOException | InterruptedException ended) {
            closeBoth(source, sink);
        }
    }

    private static void end(Socket one, Socket other, boolean reset) throws IOException {
        if (reset) {
            one.setSoLinger(true, 0);
            other.setSoLinger(true, 0);
        }
        one.close();
        other.close();
    }

    private static void closeBoth(Socket one, Socket other) {
        try {
            end(one, other, false);
        } catch (IOException alreadyClosed) {
            // Nothing is left to be closed.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
