package org.chancery.bench;

import java.nio.charset.StandardCharsets;

/// A message of a given size, as an ordinary program writes it.
final class Post {
    static final String LIST = "bench@lists.example.org";
    static final String AUTHOR = "anna@example.net";
    private static final int WIDTH = 72;

    private Post() {}

    static byte[] envelope() {
        return Line.ascii("MAIL FROM:<" + AUTHOR + ">\r\nRCPT TO:<" + LIST + ">\r\nDATA\r\n");
    }

    /// The header with its empty line. Message-ID and date are the sender's business; the date is fixed so that runs are alike.
    static String header(String id) {
        return "From: Anna <" + AUTHOR + ">\r\nTo: " + LIST + "\r\nSubject: Measured " + id + "\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n"
                + "Message-ID: <" + id + "@example.net>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n";
    }

    /// Lines of text that begin with no dot, with the final dot of SMTP behind them.
    static byte[] body(int octets) {
        StringBuilder text = new StringBuilder(octets + 8);
        for (int line = 0; text.length() < octets; line++) {
            text.append("Line ").append(line).append(' ');
            while (text.length() % (WIDTH + 2) < WIDTH) {
                text.append((char) ('a' + text.length() * 7 % 26));
            }
            text.append("\r\n");
        }
        return text.append(".\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
