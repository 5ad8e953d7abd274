package org.chancery.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A person's mail program, as plain as it gets: speaks SMTP line by line and shows each line. From the address of its
/// own domain, with STARTTLS and AUTH PLAIN (RFC 4616) when it has a password.
final class Poster implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private final Narrator narrator;
    private Socket socket;
    private BufferedReader in;
    private OutputStream out;

    /// Connects from `source`, which is where the sending domain lives.
    Poster(Narrator narrator, String source, InetSocketAddress server) throws IOException {
        this.narrator = narrator;
        this.socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
        socket.connect(server, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = reader(socket);
        this.out = socket.getOutputStream();
        answer();
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void startTls(SSLContext trust, String host) throws IOException {
        say("EHLO mail.example.net");
        say("STARTTLS");
        SSLSocket secured = (SSLSocket) trust.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        secured.startHandshake();
        narrator.wire("   (now " + secured.getSession().getProtocol() + ")");
        socket = secured;
        in = reader(secured);
        out = secured.getOutputStream();
    }

    void logIn(String account, String password) throws IOException {
        say("EHLO mail.example.net");
        String credentials = Base64.getEncoder().encodeToString(("\0" + account + "\0" + password).getBytes(StandardCharsets.UTF_8));
        send("AUTH PLAIN " + credentials, "AUTH PLAIN ********");
        answer();
    }

    /// Sends one message and returns the last reply.
    String post(String helo, Optional<String> from, String to, List<String> lines) throws IOException {
        say("EHLO " + helo);
        say("MAIL FROM:<" + from.orElse("") + ">");
        String recipient = say("RCPT TO:<" + to + ">");
        if (!recipient.startsWith("250")) {
            return recipient;
        }
        say("DATA");
        send(String.join("\r\n", lines) + "\r\n.", "(" + lines.getFirst() + " … " + lines.size() + " lines, then the dot)");
        return answer();
    }

    private String say(String line) throws IOException {
        send(line, line);
        return answer();
    }

    private void send(String text, String shown) throws IOException {
        narrator.wire("C: " + shown);
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// Reads one reply and shows its last line only.
    private String answer() throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException("the server closed the connection");
        }
        narrator.wire("S: " + line);
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
