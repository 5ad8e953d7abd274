package org.chancery.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The client's half of RFC 5321, as plain as can be. Content comes with its dots stuffed and ends in CRLF.
///
/// Example: `connection.hello(); connection.envelope(from, list); connection.write(content); connection.endOfData()`.
public final class SmtpConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20); // for one reply

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    public SmtpConnection(InetSocketAddress address) throws IOException {
        this(address, new InetSocketAddress(0));
    }

    /// `from`: the address of this side; on loopback any of 127/8, so that a server counts it for another network.
    public SmtpConnection(InetSocketAddress address, InetSocketAddress from) throws IOException {
        try {
            socket.bind(from);
            socket.connect(address, (int) PATIENCE.toMillis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public void hello() throws IOException {
        expect("220", reply());
        expect("250", command("EHLO load.example.com"));
    }

    /// The first reply that refuses, or 354.
    public String envelope(String from, String list) throws IOException {
        String reply = command("MAIL FROM:<" + from + ">");
        if (reply.startsWith("250")) {
            reply = command("RCPT TO:<" + list + ">");
        }
        return reply.startsWith("250") ? command("DATA") : reply;
    }

    public void write(byte[] octets) throws IOException {
        out.write(octets);
    }

    public String endOfData() throws IOException {
        return command(".");
    }

    public boolean reset() {
        try {
            return command("RSET").startsWith("250");
        } catch (IOException lost) {
            return false;
        }
    }

    public String command(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return reply();
    }

    private String reply() throws IOException {
        while (true) {
            var line = new StringBuilder();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new SocketException("the server closed the connection");
                }
                line.append((char) octet);
            }
            if (line.length() < 4 || line.charAt(3) != '-') {
                return line.toString().strip();
            }
        }
    }

    private static void expect(String code, String reply) throws IOException {
        if (!reply.startsWith(code)) {
            throw new IOException("expected " + code + ": " + reply);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
