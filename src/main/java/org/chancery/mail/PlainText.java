package org.chancery.mail;

/// Text of strangers made harmless to look at: one line, no control characters, no change of reading direction.
final class PlainText {
    private static final char REPLACEMENT = '\uFFFD';

    private PlainText() {}

    /// Line ends, tabs and NUL become a blank, other controls and bidi controls U+FFFD.
    static String harmless(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                continue;
            }
            clean.append(harmless(c));
        }
        return clean.toString();
    }

    private static char harmless(char c) {
        return switch (c) {
            case '\r', '\n', '\t', '\0', '\u0085', '\u2028', '\u2029' -> ' ';
            default -> isControl(c) || isBidiControl(c) ? REPLACEMENT : c;
        };
    }

    static boolean isControl(int c) {
        return c < 0x20 || (c >= 0x7F && c <= 0x9F);
    }

    private static boolean isBidiControl(char c) {
        return (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\u200E'
                || c == '\u200F'
                || c == '\u061C';
    }
}
