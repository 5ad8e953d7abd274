package org.chancery.smtp;

/// What characters a protocol text is made of. Plain loops: they run over each command line of each message.
final class Ascii {
    private Ascii() {}

    /// Nothing above U+007F.
    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    /// U+0021 to U+007E only, and something at all.
    static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 127) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// `0` to `9` only, at least one, at most `max`.
    static boolean isNumber(String text, int max) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= max;
    }

    static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 127) {
                return true;
            }
        }
        return false;
    }

    /// ASCII letters, digits and `-`: an ESMTP keyword, RFC 5321 section 4.1.2.
    static boolean isKeyword(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 127 || !(Character.isLetterOrDigit(c) || (c == '-' && i > 0))) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
