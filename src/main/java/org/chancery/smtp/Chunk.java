package org.chancery.smtp;

import java.io.IOException;
import java.util.Locale;
import org.chancery.mail.Parsed;

/// The argument of BDAT (RFC 3030 section 2): how many octets follow, and whether they are the last.
///
/// Example: `Chunk.parse("86 LAST")`.
record Chunk(long octets, boolean isLast) {
    /// Chunks above this are not even skipped: 1 GiB is beyond any SIZE we announce.
    static final long MAX_SKIPPED = 1L << 30;

    private static final int MAX_DIGITS = 20; // as SIZE, RFC 1870 section 3

    static Parsed<Chunk> parse(String argument) {
        String[] words = argument.split(" +", -1);
        String digits = words[0];
        if (!Ascii.isNumber(digits, MAX_DIGITS)) {
            return Parsed.malformed(0, "a size is a number of at most 20 digits");
        }
        if (words.length > 2 || (words.length == 2 && !words[1].toUpperCase(Locale.ROOT).equals("LAST"))) {
            return Parsed.malformed(digits.length(), "only LAST may follow the size");
        }
        long octets = digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
        return Parsed.of(new Chunk(octets, words.length == 2));
    }

    /// `false`: the connection ended, or its time, before the chunk did.
    boolean readInto(MessageBuffer content, Wire wire, long deadlineNanos) throws IOException {
        wire.expectContent();
        long left = octets;
        while (left > 0) {
            if (!wire.hasInput() && wire.fill(deadlineNanos) < 0) {
                return false;
            }
            int n = (int) Math.min(left, wire.limit() - wire.position());
            content.append(wire.buffer(), wire.position(), n);
            wire.advanceTo(wire.position() + n);
            left -= n;
        }
        return true;
    }
}
