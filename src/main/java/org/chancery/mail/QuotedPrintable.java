package org.chancery.mail;

import java.io.ByteArrayOutputStream;

/// Writes quoted-printable (RFC 2045 section 6.7). CRLF stays a line end; lines have at most 76 characters.
public final class QuotedPrintable {
    private static final int MAX_LINE = 76;

    private QuotedPrintable() {}

    public static byte[] encode(byte[] text) {
        var out = new ByteArrayOutputStream(text.length * 5 / 4 + 16);
        int column = 0;
        for (int i = 0; i < text.length; i++) {
            if (isLineEnd(text, i)) {
                out.write('\r');
                out.write('\n');
                column = 0;
                i++;
                continue;
            }
            boolean plain = isPlain(text, i) && !(column == 0 && Lines.startsWith(text, i, text.length, "From "));
            int width = plain ? 1 : 3;
            if (column + width > MAX_LINE - 1) {
                out.writeBytes(new byte[] {'=', '\r', '\n'});
                column = 0;
            }
            write(out, text[i], plain);
            column += width;
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, byte octet, boolean plain) {
        if (plain) {
            out.write(octet);
        } else {
            out.write('=');
            out.write("0123456789ABCDEF".charAt((octet >> 4) & 15));
            out.write("0123456789ABCDEF".charAt(octet & 15));
        }
    }

    private static boolean isLineEnd(byte[] text, int at) {
        return text[at] == '\r' && at + 1 < text.length && text[at + 1] == '\n';
    }

    /// A blank at the end of a line would be lost on the way.
    private static boolean isPlain(byte[] text, int at) {
        if (Lines.isBlank(text[at])) {
            return at + 1 < text.length && !isLineEnd(text, at + 1);
        }
        return text[at] > ' ' && text[at] < 0x7F && text[at] != '=';
    }
}
