package org.chancery.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy of HTTP on loopback: CONNECT (RFC 9110 section 9.3.6) and GET with a whole URL. It knows the hosts that it was told of, answers 503
/// for all others as proxies do whose look-up fails, and remembers what it was asked.
///
/// Example: `try (var proxy = ConnectProxy.start()) { proxy.leads("keys.test", host.port()); … proxy.asked() … }`.
public final class ConnectProxy implements AutoCloseable {
    private final ServerSocket server;
    private final Map<String, Integer> hosts = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Optional<String> refusal = Optional.empty();

    private ConnectProxy(ServerSocket server) {
        this.server = server;
    }

    public static ConnectProxy start() throws IOException {
        ConnectProxy proxy = new ConnectProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(proxy::serve);
        return proxy;
    }

    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("127.0.0.1", server.getLocalPort());
    }

    /// The host is on this port of loopback.
    public ConnectProxy leads(String host, int port) {
        hosts.put(host, port);
        return this;
    }

    /// From now on everything is answered with this status line.
    public void refuse(String status) {
        refusal = Optional.of(status);
    }

    /// Request lines, without versions.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> answer(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            String[] line = head.substring(0, head.indexOf("\r\n")).split(" ");
            asked.add(line[0] + " " + line[1]);
            String host = line[0].equals("CONNECT") ? line[1].replaceFirst(":[0-9]+$", "") : URI.create(line[1]).getHost();
            Integer port = hosts.get(host);
            if (refusal.isPresent() || port == null) {
                say(client, "HTTP/1.1 " + refusal.orElse("503 Service Unavailable") + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }
            try (Socket origin = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (line[0].equals("CONNECT")) {
                    say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
                    Thread.ofVirtual().start(() -> pass(client, origin));
                } else {
                    URI uri = URI.create(line[1]);
                    say(origin, "GET " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nConnection: close\r\n\r\n");
                }
                pass(origin, client);
            }
        } catch (IOException gone) {
            asked.add("cut: " + gone.getMessage());
        }
    }

    private static void say(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            head.append((char) octet);
            if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        throw new IOException("no request");
    }

    private static void pass(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
            to.shutdownOutput();
        } catch (IOException ended) {
            assert from.isClosed() || to.isClosed() || !ended.toString().isEmpty() : ended; // one side has gone: the other is closed by its owner
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
