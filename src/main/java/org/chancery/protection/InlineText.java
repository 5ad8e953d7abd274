package org.chancery.protection;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The text of a message that was encrypted inside its body, as an entity of its own in UTF-8.
final class InlineText {
    private static final byte[] HEADER = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private InlineText() {}

    /// RFC 9580 section 5.9 wants UTF-8 inside; what is not is read as `declared` for the armour, else as ISO-8859-1, so that nothing is lost.
    static byte[] entity(byte[] text, Optional<Charset> declared) {
        byte[] lines = CanonicalText.crlf(isUtf8(text) ? text : new String(text, declared.filter(charset -> !isAsciiOrUtf8(charset)).orElse(StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.UTF_8));
        return Octets.joined(HEADER, lines);
    }

    private static boolean isAsciiOrUtf8(Charset charset) {
        return charset.equals(StandardCharsets.US_ASCII) || charset.equals(StandardCharsets.UTF_8);
    }

    private static boolean isUtf8(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException anotherCharset) {
            return false;
        }
    }
}
