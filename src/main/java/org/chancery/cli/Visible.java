package org.chancery.cli;

/// Text of strangers for a terminal: what could move the cursor, colour, retitle, forge a line or turn the reading
/// direction is shown by its number instead, so that the reader sees that it is there.
///
/// Example: ESC `]0;pwn` BEL is shown as `<U+001B>]0;pwn<U+0007>`.
final class Visible {
    private Visible() {}

    /// One line: line ends are shown by their numbers, too.
    static String line(String text) {
        return show(text, false);
    }

    /// Several lines: LF and tab stay.
    static String lines(String text) {
        return show(text.replace("\r\n", "\n"), true);
    }

    private static String show(String text, boolean keepsLines) {
        if (text.codePoints().noneMatch(c -> isHidden(c))) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isHidden(c) && !(keepsLines && (c == '\n' || c == '\t'))) {
                shown.append("<U+%04X>".formatted(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static boolean isHidden(int c) {
        return c < 0x20 || (c >= 0x7F && switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            default -> false;
        });
    }
}
