package org.chancery.mail;

import java.io.InputStream;

/// Quoted-printable (RFC 2045 section 6.7): soft line ends and blanks at line ends vanish, an `=` that begins
/// nothing stays as it is.
final class QuotedPrintableDecoder extends InputStream {
    private final byte[] bytes;
    private final int end;
    private int at;
    /// Up to here the blanks were looked at and do not stand at a line end.
    private int plainBlanksTo;

    QuotedPrintableDecoder(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    @Override
    public int read() {
        while (at < end) {
            byte c = bytes[at];
            if (c == '=') {
                int afterSoftEnd = softLineEnd(at + 1);
                if (afterSoftEnd < 0) {
                    return escaped();
                }
                at = afterSoftEnd;
            } else if (Lines.isBlank(c) && at >= plainBlanksTo) {
                skipTrailingBlanks();
            } else {
                at++;
                return c & 0xFF;
            }
        }
        return -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        int done = 0;
        for (int octet; done < length && (octet = read()) >= 0; done++) {
            into[from + done] = (byte) octet;
        }
        return done == 0 && length > 0 ? -1 : done;
    }

    /// Offset after a soft line end that follows the `=`, or -1.
    private int softLineEnd(int from) {
        int i = from;
        while (i < end && Lines.isBlank(bytes[i])) {
            i++;
        }
        if (i == end) {
            return end;
        }
        if (bytes[i] == '\r' && i + 1 < end && bytes[i + 1] == '\n') {
            return i + 2;
        }
        return bytes[i] == '\n' ? i + 1 : -1;
    }

    private int escaped() {
        int high = at + 2 < end ? Character.digit(bytes[at + 1], 16) : -1;
        int low = at + 2 < end ? Character.digit(bytes[at + 2], 16) : -1;
        at += high >= 0 && low >= 0 ? 3 : 1;
        return high >= 0 && low >= 0 ? high * 16 + low : '=';
    }

    private void skipTrailingBlanks() {
        int i = at;
        while (i < end && Lines.isBlank(bytes[i])) {
            i++;
        }
        boolean lineEnds = i == end
                || bytes[i] == '\n'
                || (bytes[i] == '\r' && i + 1 < end && bytes[i + 1] == '\n');
        if (lineEnds) {
            at = i;
        } else {
            plainBlanksTo = i;
        }
    }
}
