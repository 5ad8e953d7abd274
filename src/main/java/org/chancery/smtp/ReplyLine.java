package org.chancery.smtp;

import org.chancery.mail.Parsed;

/// One line of a reply (RFC 5321 section 4.2): code, whether it is the last, enhanced status (RFC 3463, empty when there
/// is none), text.
///
/// Example: `ReplyLine.parse("250-2.1.0 ok")` is 250, not last, `2.1.0`, `ok`.
record ReplyLine(int code, boolean isLast, String status, String text) {
    private static final int MAX_STATUS = 9; // 5.ddd.ddd

    static Parsed<ReplyLine> parse(String line) {
        if (line.length() < 3 || !isCode(line)) {
            return Parsed.malformed(0, "a reply begins with three digits from 200 to 599");
        }
        int code = Integer.parseInt(line.substring(0, 3));
        if (line.length() == 3) {
            return Parsed.of(new ReplyLine(code, true, "", "")); // RFC 5321 section 4.2: the blank may be missing
        }
        char separator = line.charAt(3);
        if (separator != ' ' && separator != '-') {
            return Parsed.malformed(3, "a blank or - follows the code");
        }
        String rest = line.substring(4);
        String status = status(rest, line.charAt(0));
        return Parsed.of(new ReplyLine(code, separator == ' ', status, rest.substring(status.length()).strip()));
    }

    private static boolean isCode(String line) {
        return line.charAt(0) >= '2' && line.charAt(0) <= '5' && isDigit(line.charAt(1)) && isDigit(line.charAt(2));
    }

    /// The class must be that of the code, else it is text that looks like a status (an address, a version).
    private static String status(String text, char codeClass) {
        int blank = text.indexOf(' ');
        String word = blank < 0 ? text : text.substring(0, blank);
        if (word.length() < 5 || word.length() > MAX_STATUS || word.charAt(0) != codeClass || word.charAt(1) != '.') {
            return "";
        }
        int dot = word.indexOf('.', 2);
        return isNumber(word, 2, dot) && isNumber(word, dot + 1, word.length()) ? word : "";
    }

    private static boolean isNumber(String text, int from, int to) {
        if (to <= from || to - from > 3) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
