package org.chancery.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Writes replies: code, enhanced status and text on each line (RFC 5321 section 4.2.1, RFC 2034 section 4).
/// Nothing that came in can break the line: all but printable ASCII becomes `?`.
final class ReplyText {
    private static final int MAX_TEXT = 450; // RFC 5321 section 4.5.3.1.5: 512 octets with code, status and CRLF
    private static final int MAX_LINES = 100; // clients bound what they read; so do we what we write

    private ReplyText() {}

    static void write(Wire wire, SmtpReply reply) throws IOException {
        wire.write(format(reply));
    }

    static String format(SmtpReply reply) {
        StringBuilder text = new StringBuilder(64);
        if (reply.lines().size() == 1 && reply.lines().getFirst().length() <= MAX_TEXT) {
            append(text, reply, ' ', clean(reply.lines().getFirst()));
            return text.toString();
        }
        List<String> lines = reply.lines().stream()
                .flatMap(line -> pieces(clean(line)).stream())
                .limit(MAX_LINES)
                .toList();
        for (int i = 0; i < Math.max(1, lines.size()); i++) {
            append(text, reply, i < lines.size() - 1 ? '-' : ' ', lines.isEmpty() ? "" : lines.get(i));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, SmtpReply reply, char separator, String line) {
        text.append(reply.code()).append(separator);
        if (!reply.status().isEmpty()) {
            text.append(reply.status()).append(' ');
        }
        text.append(line).append("\r\n");
    }

    private static String clean(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ' || line.charAt(i) > '~') {
                return line.replaceAll("[^ -~]", "?");
            }
        }
        return line;
    }

    private static List<String> pieces(String line) {
        if (line.length() <= MAX_TEXT) {
            return List.of(line);
        }
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (line.length() - at > MAX_TEXT) {
            int blank = line.lastIndexOf(' ', at + MAX_TEXT);
            int end = blank > at ? blank : at + MAX_TEXT;
            pieces.add(line.substring(at, end));
            at = blank > at ? end + 1 : end;
        }
        pieces.add(line.substring(at));
        return pieces;
    }
}
