package org.chancery.authentication.dkim;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/// The two forms in which header fields and bodies are hashed (RFC 6376 section 3.4). Only CRLF ends a line: a bare CR or LF
/// is an octet like others.
///
/// Example: `Canonicalization.of("relaxed")`.
public enum Canonicalization {
    /// As it stands, but for empty lines at the end of the body.
    SIMPLE,
    /// Runs of blanks and the case of field names do not count.
    RELAXED;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }

    public static Optional<Canonicalization> of(String word) {
        return switch (word) {
            case "simple" -> Optional.of(SIMPLE);
            case "relaxed" -> Optional.of(RELAXED);
            default -> Optional.empty();
        };
    }

    /// One header field with its CRLF at the end. `field` may lack that at the end of a header without body.
    public byte[] header(byte[] field) {
        var out = new ByteArrayOutputStream(field.length + 2);
        switch (this) {
            case SIMPLE -> simple(field, out);
            case RELAXED -> relaxed(field, out);
        }
        out.write('\r');
        out.write('\n');
        return out.toByteArray();
    }

    private static void simple(byte[] field, ByteArrayOutputStream out) {
        int length = field.length;
        boolean ended = length >= 2 && field[length - 2] == '\r' && field[length - 1] == '\n';
        out.write(field, 0, ended ? length - 2 : length);
    }

    /// RFC 6376 section 3.4.2.
    private static void relaxed(byte[] field, ByteArrayOutputStream out) {
        int colon = colon(field);
        int nameEnd = colon;
        while (nameEnd > 0 && isBlank(field[nameEnd - 1])) {
            nameEnd--;
        }
        for (int i = 0; i < nameEnd; i++) {
            out.write(field[i] >= 'A' && field[i] <= 'Z' ? field[i] + 32 : field[i]);
        }
        out.write(':');
        boolean begun = false;
        boolean blank = false;
        for (int i = colon + 1; i < field.length; i++) {
            if (field[i] == '\r' && i + 1 < field.length && field[i + 1] == '\n') {
                i++; // unfolding takes the line end out, the blank behind it stays
            } else if (isBlank(field[i])) {
                blank = true;
            } else {
                if (blank && begun) {
                    out.write(' ');
                }
                out.write(field[i]);
                begun = true;
                blank = false;
            }
        }
    }

    static int colon(byte[] field) {
        for (int i = 0; i < field.length; i++) {
            if (field[i] == ':') {
                return i;
            }
        }
        return field.length;
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }
}
