package org.chancery.smtp;

import java.util.List;

/// One SMTP reply: a three-digit code, an enhanced status code (RFC 3463, empty where RFC 2034
/// has none: greeting, EHLO, 354) and one or more lines of text.
///
/// Example: `SmtpReply.of(550, "5.7.1", "Only members may post")`.
public record SmtpReply(int code, String status, List<String> lines) {
    public SmtpReply {
        lines = List.copyOf(lines);
    }

    public static SmtpReply of(int code, String status, String text) {
        return new SmtpReply(code, status, List.of(text));
    }

    public boolean isPositive() {
        return code < 400;
    }

    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    public boolean isPermanent() {
        return code >= 500;
    }

    /// All lines joined by a blank, with code and status in front: for logs and people.
    @Override
    public String toString() {
        String text = lines.size() == 1 ? lines.getFirst() : String.join(" ", lines); // one for each copy that is delivered
        return status.isEmpty() ? code + " " + text : code + " " + status + " " + text;
    }
}
