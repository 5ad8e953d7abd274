package org.chancery.dns;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.WireParseException;

/// An authoritative name server for one [Zone], over UDP and TCP on one port (RFC 1035 section 4.2), on virtual threads.
/// What does not fit into a datagram is cut short with TC, so the client comes again over TCP.
/// With [#fault] it does wrong for one name what name servers do wrong.
///
/// Example: `try (var dns = ZoneServer.start(zone, 0)) { new DnsJavaResolver(List.of(dns.address()), timeout); }`.
public final class ZoneServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZoneServer.class);

    /// A resolver keeps a handful; more is a client that forgets to close.
    private static final int MAX_CONNECTIONS = 256;

    /// RFC 7766 section 6.2.3: the order of seconds.
    private static final int IDLE_MILLIS = 10_000;

    /// What a client without EDNS takes (RFC 1035 section 4.2.1).
    private static final int PLAIN_PAYLOAD = 512;

    /// Port 0 must be free for UDP and TCP at once; with this many tries it is.
    private static final int BIND_TRIES = 20;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<Name, Fault> faults = new ConcurrentHashMap<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong questions = new AtomicLong();
    private final AtomicLong questionsOverTcp = new AtomicLong();
    private volatile Zone zone;

    private ZoneServer(Zone zone, DatagramSocket udp, ServerSocket tcp) {
        this.zone = zone;
        this.udp = udp;
        this.tcp = tcp;
    }

    /// On 127.0.0.1; `port` 0 picks a free one. Throws when the port is taken.
    public static ZoneServer start(Zone zone, int port) throws IOException {
        return start(zone, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    public static ZoneServer start(Zone zone, InetSocketAddress address) throws IOException {
        for (int attempt = 1; ; attempt++) {
            var tcp = new ServerSocket(address.getPort(), 50, address.getAddress());
            try {
                var udp = new DatagramSocket(new InetSocketAddress(address.getAddress(), tcp.getLocalPort()));
                var server = new ZoneServer(zone, udp, tcp);
                Thread.ofVirtual().name("zone-udp").start(server::serveUdp);
                Thread.ofVirtual().name("zone-tcp").start(server::serveTcp);
                return server;
            } catch (SocketException taken) {
                tcp.close();
                if (address.getPort() != 0 || attempt == BIND_TRIES) {
                    throw taken;
                }
            }
        }
    }

    /// Where it listens, for UDP and TCP.
    public InetSocketAddress address() {
        return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
    }

    /// From the next question on, this zone.
    public void serve(Zone next) {
        zone = next;
    }

    /// From the next question for `name` on, whatever type it asks. `name` as in the zone file.
    public void fault(String name, Fault fault) {
        faults.put(nameOf(name), fault);
    }

    /// The truth again.
    public void heal(String name) {
        faults.remove(nameOf(name));
    }

    /// How many questions came in since the start, over UDP and TCP.
    public long questions() {
        return questions.get();
    }

    /// How many of them over TCP.
    public long questionsOverTcp() {
        return questionsOverTcp.get();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private static Name nameOf(String text) {
        return DnsName.encode(text).orElseThrow(() -> new IllegalArgumentException("not a DNS name: " + text));
    }

    private void serveUdp() {
        byte[] buffer = new byte[ZoneAnswers.EDNS_PAYLOAD];
        while (!udp.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
            } catch (IOException closing) {
                logUnlessClosed(closing);
                continue;
            }
            byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
            var client = (InetSocketAddress) packet.getSocketAddress();
            Thread.ofVirtual().name("zone-reply").start(() -> replyOverUdp(query, client));
        }
    }

    private void replyOverUdp(byte[] octets, InetSocketAddress client) {
        try {
            Optional<byte[]> reply = reply(octets, false);
            if (reply.isPresent()) {
                udp.send(new DatagramPacket(reply.get(), reply.get().length, client));
            }
        } catch (IOException lost) {
            logUnlessClosed(lost);
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket connection = tcp.accept();
                if (connections.size() >= MAX_CONNECTIONS) {
                    connection.close();
                    continue;
                }
                connections.add(connection);
                Thread.ofVirtual().name("zone-connection").start(() -> converse(connection));
            } catch (IOException closing) {
                logUnlessClosed(closing);
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            connection.setSoTimeout(IDLE_MILLIS);
            var in = new DataInputStream(connection.getInputStream());
            while (true) {
                byte[] octets = in.readNBytes(in.readUnsignedShort());
                Optional<byte[]> reply = reply(octets, true);
                if (reply.isPresent()) {
                    connection.getOutputStream().write(framed(reply.get()));
                }
            }
        } catch (EOFException | SocketTimeoutException | SocketException over) {
            LOG.debug("zone.connection.over why={}", over.getClass().getSimpleName());
        } catch (IOException broken) {
            logUnlessClosed(broken);
        } finally {
            connections.remove(connection);
        }
    }

    /// RFC 1035 section 4.2.2: over TCP a message has its length in front.
    private static byte[] framed(byte[] message) {
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        return framed;
    }

    /// Empty means silence: on purpose, or because the octets are no query.
    private Optional<byte[]> reply(byte[] octets, boolean overTcp) throws IOException {
        Message query;
        try {
            query = new Message(octets);
        } catch (WireParseException notDns) {
            LOG.debug("zone.query.unreadable octets={}", octets.length);
            return Optional.empty();
        }
        if (query.getHeader().getFlag(Flags.QR)) {
            return Optional.empty();
        }
        questions.incrementAndGet();
        questionsOverTcp.addAndGet(overTcp ? 1 : 0);
        Optional<Message> truth = ZoneAnswers.answer(zone, query);
        Optional<Fault> fault = faultFor(query);
        if (fault.isPresent() && fault.get() instanceof Fault.Garbage) {
            return Optional.of(FaultyAnswers.garbage(query));
        }
        Optional<Message> reply =
                fault.isPresent() ? FaultyAnswers.answer(fault.get(), query, truth) : truth;
        if (fault.isPresent() && fault.get() instanceof Fault.Delay(var time)) {
            pause(time);
        }
        int limit = overTcp ? Message.MAXLENGTH : datagramLimit(query);
        return reply.map(message -> message.toWire(limit));
    }

    private Optional<Fault> faultFor(Message query) {
        if (faults.isEmpty() || query.getSection(Section.QUESTION).size() != 1) {
            return Optional.empty();
        }
        Name name = query.getQuestion().getName();
        Optional<Fault> fault = Optional.ofNullable(faults.get(name));
        if (fault.isPresent() || name.labels() < 2) {
            return fault;
        }
        // The names that a chain without end leads to stand below its beginning.
        return Optional.ofNullable(faults.get(new Name(name, 1))).filter(Fault.CnameChain.class::isInstance);
    }

    private static int datagramLimit(Message query) {
        return query.getOPT() == null
                ? PLAIN_PAYLOAD
                : Math.max(PLAIN_PAYLOAD, Math.min(ZoneAnswers.EDNS_PAYLOAD, query.getOPT().getPayloadSize()));
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private void logUnlessClosed(IOException problem) {
        if (!udp.isClosed()) {
            LOG.warn("zone.trouble why=\"{}\"", problem.toString());
        }
    }
}
