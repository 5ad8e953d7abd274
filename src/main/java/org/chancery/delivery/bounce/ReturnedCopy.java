package org.chancery.delivery.bounce;

import java.util.List;
import java.util.Locale;

/// Where, in a report that is one text, the copy of the returned message begins. Addresses below that line are the
/// business of the message that came back.
final class ReturnedCopy {
    private static final List<String> MARKS = List.of(
            "original message follows", "message text follows", "message header follows", "message headers follow", "unsent message follows",
            "returned mail follows", "returned message follows", "start of returned message", "here is your returned mail", "undelivered message follows",
            "undelivered message headers follow", "this is a copy of the message", "this is a copy of your message", "below this line is a copy",
            "below the next line is a copy", "copy of the original message below", "original message below this line", "--- returned message", "- returned mail -",
            "- original message -", "-original message-", "copy of the message, including", "copy of your message including", "included is a copy of the message header",
            "the header of the original message", "header of the original", "header of the source mail", "original message as received", "original message header", "original message headers", "text of your message follows",
            "your original message is", "body of your message", "returned content", "message body follows", "your message reads", "mail message follows", "beginning of the original message",
            "begin original message", "begin of original message", "first part of the original", "message follows:", "following is a copy", "the message you sent", "old message:", "- undelivered message -", "attached message",
            "ursprüngliche nachricht", "originalnachricht", "kopie der nachricht", "message d'origine", "message original", "mensaje original", "messaggio originale", "mensagem original", "oorspronkelijk bericht",
            "исходное сообщение", "текст сообщения", "копия исходного", "原信件", "原邮件", "元のメール", "元のメッセージ", "オリジナルメッセージ", "送信したメール", "以下は送信", "summary of the undelivered message");

    private static final List<String> FIELDS =
            List.of("received", "return-path", "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "x-mailer", "reply-to", "sender", "cc", "references", "in-reply-to");

    /// Three fields in a row are a header: a report that quotes Subject and To does so with words between or an indent.
    private static final int HEADER = 3;

    private ReturnedCopy() {}

    /// The number of lines that stand before it.
    static int start(List<String> lines) {
        int run = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (isTrace(line)) {
                return i - run;
            }
            run = isField(line) ? run + 1 : continuesField(line, run) ? run : 0;
            if (run >= HEADER && isHeader(lines, i - run + 1, i)) {
                return Math.max(i - run, 0);
            }
            if (i > 0 && isMark(line)) {
                return i;
            }
        }
        return lines.size();
    }

    /// `Original message follows.`, but not a sentence that says something about the copy and the address at once.
    private static boolean isMark(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.indexOf('@') < 0 && MARKS.stream().anyMatch(lower::contains) && !lower.contains("failed because");
    }

    private static boolean isTrace(String line) {
        String bare = line.startsWith(">") ? line.substring(1) : line;
        return bare.regionMatches(true, 0, "Received: ", 0, 10) && (bare.contains("from") || bare.contains("by") || bare.contains("("))
                || bare.regionMatches(true, 0, "Return-Path: ", 0, 13);
    }

    private static boolean isField(String line) {
        int colon = line.indexOf(':');
        return colon > 0 && FIELDS.contains(line.substring(0, colon).toLowerCase(Locale.ROOT));
    }

    private static boolean continuesField(String line, int run) {
        return run > 0 && !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
    }

    private static boolean isHeader(List<String> lines, int from, int to) {
        return lines.subList(Math.max(from, 0), to + 1).stream()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .anyMatch(line -> line.startsWith("message-id:") || line.startsWith("mime-version:") || line.startsWith("x-mailer:") || line.startsWith("content-type:"));
    }
}
