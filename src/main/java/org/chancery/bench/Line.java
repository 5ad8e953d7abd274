package org.chancery.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// An SMTP connection of the bench as client: writes what it is given, counts replies, and knows nothing else, so that it is
/// the least that a client can cost. Writes go out at once (TCP_NODELAY): Nagle's algorithm together with a delayed acknowledgement
/// would stall each message by 40 ms.
final class Line implements AutoCloseable {
    private static final int INPUT = 8 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Line(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), INPUT);
        out = socket.getOutputStream();
        replies(1);
        write(ascii("EHLO bench.example.net\r\n"));
        replies(1);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void write(byte[] octets) throws IOException {
        out.write(octets);
    }

    void write(byte[] octets, int length) throws IOException {
        out.write(octets, 0, length);
    }

    /// Reads `count` whole replies; anything but 2xx and 3xx ends the measurement. The last one's first line.
    String replies(int count) throws IOException {
        String last = "";
        for (int i = 0; i < count; i++) {
            last = reply();
        }
        return last;
    }

    private String reply() throws IOException {
        StringBuilder line = new StringBuilder(64);
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("the server closed the connection");
            }
            if (octet != '\n') {
                line.append((char) octet);
            } else if (line.length() > 3 && line.charAt(3) == '-') {
                line.setLength(0);
            } else if (line.isEmpty() || line.charAt(0) > '3') {
                throw new IOException("refused: " + line);
            } else {
                return line.toString().strip();
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
