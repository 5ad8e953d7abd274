package org.chancery.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// One header field as it was received: a byte range of its message (RFC 5322 section 2.2).
///
/// Example: for the field `Subject: =?utf-8?q?caf=C3=A9?=`, [#value] is `=?utf-8?q?caf=C3=A9?=` and
/// [#text] is `café`.
public final class Header {
    private final byte[] bytes;
    private final int start;
    private final int colon;
    private final int end;

    Header(byte[] bytes, int start, int colon, int end) {
        this.bytes = bytes;
        this.start = start;
        this.colon = colon;
        this.end = end;
    }

    /// The name as written, without blanks that stood before the colon (RFC 5322 section 4.5).
    public String name() {
        return new String(bytes, start, Lines.trimmedEnd(bytes, start, colon) - start, StandardCharsets.US_ASCII);
    }

    public boolean isNamed(String name) {
        return hasName(bytes, start, colon, name);
    }

    static boolean hasName(byte[] bytes, int start, int colon, String name) {
        int length = Lines.trimmedEnd(bytes, start, colon) - start;
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(bytes[start + i]) != lower(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /// Is it one of the fields Content-*, which describe the body that they came with (RFC 2045 section 9)?
    public boolean describesContent() {
        return name().toLowerCase(Locale.ROOT).startsWith("content-");
    }

    /// Offset of the first octet of the name.
    public int start() {
        return start;
    }

    /// Offset after the last line end of the field.
    public int end() {
        return end;
    }

    /// The octets of the whole field, line ends included.
    public byte[] bytes() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /// The value for machines: unfolded (RFC 5322 section 2.2.3), trimmed, nothing decoded. The octets are read as
    /// UTF-8 where they are that, else as ISO-8859-1. May hold any control character but LF.
    public String value() {
        byte[] unfolded = new byte[end - colon - 1];
        int length = 0;
        for (int i = colon + 1; i < end; i++) {
            boolean lineEnd = bytes[i] == '\n' || (bytes[i] == '\r' && i + 1 < end && bytes[i + 1] == '\n');
            if (!lineEnd) {
                unfolded[length++] = bytes[i];
            }
        }
        return Lines.trimmed(text(unfolded, length));
    }

    private static String text(byte[] octets, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(octets, 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    /// The value for people: encoded words decoded (RFC 2047), and everything harmless that could forge a line,
    /// a log entry or the reading direction.
    public String text() {
        return PlainText.harmless(EncodedWord.decode(value()));
    }

    @Override
    public String toString() {
        return name() + ": " + value();
    }
}
