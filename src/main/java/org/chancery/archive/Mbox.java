package org.chancery.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.chancery.mail.Address;

/// Writes messages one after the other into one file: application/mbox (RFC 4155) with the quoting of mboxrd, in which each line that begins with
/// any number of `>` and `From ` gets one `>` more, so that it can be taken away again. Lines end with LF.
///
/// Example: `new Mbox(out).add(Address.of("talk-bounces@lists.example.org"), at, octets)`.
public final class Mbox {
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
    private static final byte[] FROM = "From ".getBytes(US_ASCII);

    private final OutputStream out;

    public Mbox(OutputStream out) {
        this.out = out;
    }

    /// `sender`: of the envelope; `at`: when it was received; `message` with CRLF.
    public void add(Address sender, Instant at, byte[] message) throws IOException {
        out.write(("From " + sender + " " + ASCTIME.format(at.atOffset(ZoneOffset.UTC)) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        int from = 0;
        while (from < message.length) {
            int to = endOfLine(message, from);
            line(message, from, to);
            from = to;
        }
        out.write('\n');
    }

    /// Behind the LF, or the end.
    private static int endOfLine(byte[] message, int from) {
        int at = from;
        while (at < message.length && message[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, message.length);
    }

    private void line(byte[] message, int from, int to) throws IOException {
        if (isFrom(message, from, to)) {
            out.write('>');
        }
        int end = to;
        if (message[end - 1] == '\n') {
            end--;
            end -= end > from && message[end - 1] == '\r' ? 1 : 0;
        }
        out.write(message, from, end - from);
        out.write('\n');
    }

    private static boolean isFrom(byte[] message, int from, int to) {
        int at = from;
        while (at < to && message[at] == '>') {
            at++;
        }
        return to - at >= FROM.length && java.util.Arrays.equals(message, at, at + FROM.length, FROM, 0, FROM.length);
    }
}
