package org.chancery.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.chancery.mail.Parsed;

/// The xtext encoding of parameter values (RFC 3461 section 4): printable ASCII as it is, everything else, `+` and
/// `=` as `+HH`.
///
/// Example: `Xtext.encode("fred+x@example.org")` is `fred+2Bx@example.org`.
final class Xtext {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Xtext() {}

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 127 && octet != '+' && octet != '=') {
                encoded.append((char) octet);
            } else {
                encoded.append('+').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    /// Both cases of hex are taken (RFC 4954 section 8). `utf8`: raw characters above ASCII are taken, and octets
    /// that decode to valid UTF-8 (RFC 6531 section 3.3); without it, anything above ASCII is malformed.
    static Parsed<String> decode(String xtext, boolean utf8) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(xtext.length());
        int i = 0;
        while (i < xtext.length()) {
            char c = xtext.charAt(i);
            if (c == '+') {
                int octet = hexPair(xtext, i + 1);
                if (octet < 0) {
                    return Parsed.malformed(i, "+ is followed by two hexadecimal digits");
                }
                octets.write(octet);
                i += 3;
            } else if (c > ' ' && c < 127 && c != '=') {
                octets.write(c);
                i++;
            } else if (c > 127 && utf8) {
                int codePoint = xtext.codePointAt(i);
                octets.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint);
            } else {
                return Parsed.malformed(i, "a character that xtext does not allow");
            }
        }
        return asText(octets.toByteArray(), utf8);
    }

    private static int hexPair(String text, int at) {
        if (at + 2 > text.length() || !HexFormat.isHexDigit(text.charAt(at)) || !HexFormat.isHexDigit(text.charAt(at + 1))) {
            return -1;
        }
        return HexFormat.fromHexDigits(text, at, at + 2);
    }

    private static Parsed<String> asText(byte[] octets, boolean utf8) {
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] >= 0 && (octets[i] < ' ' || octets[i] == 127)) {
                return Parsed.malformed(i, "a control character");
            }
            if (octets[i] < 0 && !utf8) {
                return Parsed.malformed(i, "not ASCII, and SMTPUTF8 is not in effect");
            }
        }
        try {
            return Parsed.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException _) {
            return Parsed.malformed(0, "not UTF-8");
        }
    }
}
