package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One SMTP or LMTP conversation, octet for octet, as a mail program or an attacker would have it.
final class Talk implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private Talk(String source, InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort(), InetAddress.ofLiteral(source), 0);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        reply();
    }

    static Talk to(InetSocketAddress server) throws IOException {
        return from("127.0.0.1", server);
    }

    static Talk from(String source, InetSocketAddress server) throws IOException {
        Talk talk = new Talk(source, server);
        talk.ask("EHLO client.example.net");
        return talk;
    }

    static Talk lmtp(InetSocketAddress server) throws IOException {
        Talk talk = new Talk("127.0.0.1", server);
        talk.ask("LHLO front.example.net");
        return talk;
    }

    Talk startTls(SSLContext trust) throws IOException {
        ask("STARTTLS");
        SSLSocket secured = (SSLSocket) trust.getSocketFactory().createSocket(socket, "lists.example.org", socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
        out = new BufferedOutputStream(secured.getOutputStream());
        ask("EHLO client.example.net");
        return this;
    }

    String logIn(String account, String password) throws IOException {
        return ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(("\0" + account + "\0" + password).getBytes(UTF_8)));
    }

    /// Envelope and content; the reply to the first command that was not answered 2yz or 354, else to the final dot.
    String post(String from, List<String> to, byte[] message) throws IOException {
        String mail = ask("MAIL FROM:<" + from + ">" + parameters(from, message));
        if (!mail.startsWith("2")) {
            return mail;
        }
        for (String recipient : to) {
            String reply = ask("RCPT TO:<" + recipient + ">");
            if (!reply.startsWith("2")) {
                return reply;
            }
        }
        String data = ask("DATA");
        return data.startsWith("354") ? content(message) : data;
    }

    /// The same in one go (RFC 2920): RSET, MAIL, RCPT and DATA are written before any of them is answered.
    String pipelined(String from, String to, byte[] message) throws IOException {
        raw("RSET\r\nMAIL FROM:<" + from + ">\r\nRCPT TO:<" + to + ">\r\nDATA\r\n");
        reply();
        String refused = "";
        for (int i = 0; i < 2; i++) {
            String reply = reply();
            refused = refused.isEmpty() && !reply.startsWith("2") ? reply : refused;
        }
        String data = reply();
        return data.startsWith("354") ? content(message) : refused.isEmpty() ? data : refused;
    }

    private static String parameters(String from, byte[] message) {
        boolean high = new String(message, ISO_8859_1).chars().anyMatch(c -> c > 127);
        return (high ? " BODY=8BITMIME" : "") + (high || !from.chars().allMatch(c -> c < 128) ? " SMTPUTF8" : "");
    }

    /// Dot-stuffed, with the final dot; `message` ends in CRLF.
    String content(byte[] message) throws IOException {
        boolean lineStart = true;
        for (byte octet : message) {
            if (lineStart && octet == '.') {
                out.write('.');
            }
            out.write(octet);
            lineStart = octet == '\n';
        }
        return raw(".\r\n").reply();
    }

    Talk raw(String octets) throws IOException {
        return raw(octets.getBytes(ISO_8859_1));
    }

    Talk raw(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
        return this;
    }

    String ask(String command) throws IOException {
        return raw((command + "\r\n").getBytes(UTF_8)).reply();
    }

    /// The last line of one reply; `closed` when the server hung up.
    String reply() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        return line;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    return "closed";
                }
                if (c != '\r') {
                    line.write(c);
                }
            }
        } catch (SocketException reset) {
            return "closed";
        }
        return line.toString(UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
