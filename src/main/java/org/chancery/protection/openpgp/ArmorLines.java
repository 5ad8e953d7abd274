package org.chancery.protection.openpgp;

import java.nio.charset.StandardCharsets;

/// The lines of a text, one after the other, without the blanks behind them. Nothing is copied: 20 MB of armour are 400,000 lines, and as
/// strings take four times as much.
///
/// Example: `while (lines.next()) { if (lines.is("-----END PGP MESSAGE-----")) … }`.
final class ArmorLines {
    private final byte[] text;
    private final int end;
    private int next;
    private int from;
    private int to;

    ArmorLines(byte[] text) {
        this(text, 0, text.length);
    }

    private ArmorLines(byte[] text, int start, int end) {
        this.text = text;
        this.next = start;
        this.end = end;
    }

    /// The same text from the line after this one.
    ArmorLines behind() {
        return new ArmorLines(text, next, end);
    }

    ArmorLines until(int newEnd) {
        return new ArmorLines(text, next, newEnd);
    }

    /// Octets behind this line.
    int left() {
        return end - next;
    }

    /// False when there is none. CR, LF and both together end a line.
    boolean next() {
        if (next >= end) {
            return false;
        }
        from = next;
        to = from;
        while (to < end && text[to] != '\n' && text[to] != '\r') {
            to++;
        }
        next = to + (to + 1 < end && text[to] == '\r' && text[to + 1] == '\n' ? 2 : 1);
        while (to > from && isBlank(text[to - 1])) {
            to--;
        }
        return true;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || (octet >= '\t' && octet <= '\r') || (octet >= 0x1C && octet <= 0x1F);
    }

    int start() {
        return from;
    }

    int length() {
        return to - from;
    }

    byte at(int index) {
        return text[from + index];
    }

    boolean is(String wanted) {
        return length() == wanted.length() && startsWith(wanted);
    }

    boolean startsWith(String wanted) {
        return matches(wanted, from);
    }

    boolean endsWith(String wanted) {
        return matches(wanted, Math.max(from, to - wanted.length()));
    }

    boolean contains(String wanted) {
        for (int at = from; at + wanted.length() <= to; at++) {
            if (matches(wanted, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(String wanted, int at) {
        if (at + wanted.length() > to) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (text[at + i] != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// -1 when the line has none.
    int indexOf(char wanted) {
        for (int at = from; at < to; at++) {
            if (text[at] == wanted) {
                return at - from;
            }
        }
        return -1;
    }

    /// This line without the blanks before it.
    void stripLeading() {
        while (from < to && isBlank(text[from])) {
            from++;
        }
    }

    /// Its first characters; returns how many.
    int copy(int count, byte[] into, int at) {
        System.arraycopy(text, from, into, at, count);
        return count;
    }

    String text() {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
