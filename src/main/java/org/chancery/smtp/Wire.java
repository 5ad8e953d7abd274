package org.chancery.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// One connection with its input and its output buffer; the same for server and client.
///
/// This is the only place that owns received octets (RFC 3207 section 5: what was buffered before TLS must not be
/// used after it; a second buffer elsewhere is how that goes wrong). Output is collected and written when the
/// next read would have to wait: a pipelined batch is answered, and an envelope sent, in one write.
final class Wire implements AutoCloseable {
    private static final int SMALL_INPUT = 4 * 1024; // idle connections are many
    private static final int LARGE_INPUT = 32 * 1024; // from the first message on
    private static final int MAX_LINGER_OCTETS = 1024 * 1024;

    private final Socket raw;
    private final Watchdog.Watch watch;
    private final Duration writeTimeout;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private byte[] input = new byte[SMALL_INPUT];
    private int position;
    private int limit;
    private final byte[] output;
    private int pending;

    Wire(Socket socket, Watchdog watchdog, Duration writeTimeout, int outputOctets) throws IOException {
        this.raw = socket;
        this.socket = socket;
        this.watch = watchdog.watch(socket);
        this.writeTimeout = writeTimeout;
        this.output = new byte[outputOctets];
        socket.setTcpNoDelay(true); // our own buffer decides about packets
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    // ---- input

    /// What one attempt to read a line gave.
    sealed interface Line {
        /// The line without its CRLF. Octets as characters U+0000 to U+00FF.
        record Text(String octets) implements Line {}

        /// Longer than allowed. `ended`: the line is behind us; else [Wire#skipLine] gets rid of the rest.
        record TooLong(boolean ended) implements Line {}

        /// Ended by a bare LF, or with a bare CR or NUL inside (RFC 5321 section 2.3.8).
        record Malformed() implements Line {}

        /// The peer closed, or the deadline passed.
        record End(boolean timedOut) implements Line {}
    }

    Line readLine(int maxOctets, long deadlineNanos) throws IOException {
        int scanned = 0;
        while (true) {
            int lf = indexOfLf(position + scanned);
            if (lf >= 0) {
                return takeLine(lf, maxOctets);
            }
            scanned = limit - position;
            if (scanned > maxOctets) {
                return new Line.TooLong(false);
            }
            if (fill(deadlineNanos) < 0) {
                return new Line.End(watch.isExpired());
            }
        }
    }

    private int indexOfLf(int from) {
        for (int i = from; i < limit; i++) {
            if (input[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private Line takeLine(int lf, int maxOctets) {
        int start = position;
        position = lf + 1;
        int end = lf - 1;
        if (end - start > maxOctets) {
            return new Line.TooLong(true);
        }
        if (end < start || input[end] != '\r') {
            return new Line.Malformed();
        }
        for (int i = start; i < end; i++) {
            if (input[i] == '\r' || input[i] == 0) {
                return new Line.Malformed();
            }
        }
        return new Line.Text(new String(input, start, end - start, StandardCharsets.ISO_8859_1));
    }

    /// Throws away everything up to and including the next LF, without storing it. False: the input ended first.
    boolean skipLine(long deadlineNanos) throws IOException {
        while (true) {
            int lf = indexOfLf(position);
            if (lf >= 0) {
                position = lf + 1;
                return true;
            }
            position = limit;
            if (fill(deadlineNanos) < 0) {
                return false;
            }
        }
    }

    /// Writes what is pending, then waits for more input. -1: the peer closed or the deadline passed.
    int fill(long deadlineNanos) throws IOException {
        flush();
        makeRoom();
        watch.reading(deadlineNanos);
        int n = in.read(input, limit, input.length - limit);
        watch.idle();
        if (n > 0) {
            limit += n;
        }
        return n;
    }

    private void makeRoom() {
        if (position == limit) {
            position = 0;
            limit = 0;
        } else if (limit == input.length) {
            if (position == 0) {
                input = Arrays.copyOf(input, input.length * 2); // bounded: readLine stops at its maximum
            } else {
                System.arraycopy(input, position, input, 0, limit - position);
                limit -= position;
                position = 0;
            }
        }
    }

    boolean hasInput() {
        return position < limit;
    }

    /// Is there input in our buffer, or already in the kernel's?
    boolean hasWaitingInput() throws IOException {
        return hasInput() || (!raw.isClosed() && !raw.isInputShutdown() && raw.getInputStream().available() > 0);
    }

    /// The buffer itself, valid from [#position] to [#limit] until the next read.
    byte[] buffer() {
        return input;
    }

    int position() {
        return position;
    }

    int limit() {
        return limit;
    }

    void advanceTo(int newPosition) {
        position = newPosition;
    }

    /// From now on message content will come: read more at once.
    void expectContent() {
        if (input.length < LARGE_INPUT) {
            input = Arrays.copyOf(input, LARGE_INPUT);
        }
    }

    // ---- output

    void write(byte[] octets) throws IOException {
        write(octets, 0, octets.length);
    }

    void write(byte[] octets, int offset, int length) throws IOException {
        int fits = Math.min(length, output.length - pending);
        System.arraycopy(octets, offset, output, pending, fits);
        pending += fits;
        if (fits == length) {
            return;
        }
        flush();
        if (length - fits >= output.length) {
            send(octets, offset + fits, length - fits);
        } else {
            write(octets, offset + fits, length - fits);
        }
    }

    /// For text that was already checked to be ASCII without line ends, or UTF-8 where SMTPUTF8 allows it.
    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void flush() throws IOException {
        if (pending > 0) {
            int length = pending;
            pending = 0;
            send(output, 0, length);
        }
    }

    private void send(byte[] octets, int offset, int length) throws IOException {
        watch.writing(writeTimeout);
        out.write(octets, offset, length);
        watch.idle();
    }

    // ---- TLS and the end

    /// Server side of the handshake. Everything received in clear and not yet used is forgotten first.
    /// `asksClient`: a certificate of the client is wanted, and not needed.
    SSLSession acceptTls(SSLContext context, boolean asksClient, Duration atMost) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory()
                .createSocket(raw, raw.getInetAddress().getHostAddress(), raw.getPort(), true);
        tls.setUseClientMode(false);
        tls.setWantClientAuth(asksClient);
        return handshake(tls, atMost);
    }

    /// Those of the other side, its own first; none if it gave none.
    static List<X509Certificate> certificates(SSLSession session) {
        try {
            return Stream.of(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException gaveNone) {
            return List.of();
        }
    }

    /// Client side. `verifyName` empty: whoever answers is taken (opportunistic TLS, RFC 7435).
    SSLSession connectTls(SSLContext context, String serverName, boolean verifyName, Duration atMost)
            throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(raw, serverName, raw.getPort(), true);
        tls.setUseClientMode(true);
        if (verifyName) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9525 name matching, as JSSE calls it
            tls.setSSLParameters(parameters);
        }
        return handshake(tls, atMost);
    }

    private SSLSession handshake(SSLSocket tls, Duration atMost) throws IOException {
        flush();
        position = 0;
        limit = 0;
        tls.setEnabledProtocols(enabledProtocols(tls));
        watch.writing(atMost);
        tls.startHandshake();
        watch.idle();
        socket = tls;
        in = tls.getInputStream();
        out = tls.getOutputStream();
        return tls.getSession();
    }

    /// TLS 1.2 and later only (RFC 8996 retired what came before).
    private static String[] enabledProtocols(SSLSocket tls) {
        List<String> supported = List.of(tls.getSupportedProtocols());
        return List.of("TLSv1.3", "TLSv1.2").stream().filter(supported::contains).toArray(String[]::new);
    }

    Watchdog.Watch watch() {
        return watch;
    }

    /// Closes such that a peer that is still sending can read our last reply: an early close would make the
    /// kernel answer its octets with RST, which throws away what it has not read yet.
    void closeGently(Duration atMost) throws IOException {
        flush();
        if (socket == raw) {
            raw.shutdownOutput();
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        long read = 0;
        do {
            position = limit;
            int n = fill(deadline);
            if (n < 0) {
                break;
            }
            read += n;
        } while (read < MAX_LINGER_OCTETS);
        close();
    }

    @Override
    public void close() throws IOException {
        watch.close();
        socket.close();
    }
}
