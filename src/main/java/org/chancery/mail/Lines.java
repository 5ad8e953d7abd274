package org.chancery.mail;

/// Lines as the MIME reader sees them: ended by CRLF, or by a bare LF in files that never were on the wire.
/// A lone CR ends nothing.
final class Lines {
    private Lines() {}

    /// Offset after the end of the line in which `from` stands.
    static int next(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && bytes[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, limit);
    }

    /// Where the line end begins that stands just before `at`, or `at` when there is none.
    static int withoutLineEnd(byte[] bytes, int from, int at) {
        if (at <= from || bytes[at - 1] != '\n') {
            return at;
        }
        return at - 2 >= from && bytes[at - 2] == '\r' ? at - 2 : at - 1;
    }

    static int trimmedEnd(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isBlank(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    /// Without blanks and tabs at both ends; `String.strip` would also take control characters that a check wants to
    /// see.
    static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    static boolean startsWith(byte[] bytes, int at, int limit, String ascii) {
        if (limit - at < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
