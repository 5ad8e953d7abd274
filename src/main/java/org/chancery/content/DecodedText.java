package org.chancery.content;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.chancery.mail.Part;

/// The text of a text part as people can read it. Octets that the declared charset does not have are read as UTF-8, and
/// if they are not that either, as ISO-8859-1: every octet then shows as some character and nothing is lost.
/// `unknownCharset` is the declared name where nobody knows it.
record DecodedText(String text, Optional<String> unknownCharset) {

    /// At most `maxOctets` of the decoded body are read.
    static DecodedText of(Part part, int maxOctets) {
        byte[] octets = part.decodedOctets(maxOctets);
        Optional<Charset> declared = part.charset();
        Optional<String> unknown = declared.isPresent() ? Optional.empty() : part.charsetName();
        String text = declared.flatMap(charset -> strictly(octets, charset))
                .or(() -> strictly(octets, StandardCharsets.UTF_8))
                .orElseGet(() -> new String(octets, StandardCharsets.ISO_8859_1));
        return new DecodedText(text, unknown);
    }

    /// The first octets as characters, for looking for marks that are ASCII in every charset of mail.
    static String beginning(Part part, int maxOctets) {
        return new String(part.decodedOctets(maxOctets), StandardCharsets.ISO_8859_1);
    }

    private static Optional<String> strictly(byte[] octets, Charset charset) {
        try {
            return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException otherCharset) {
            return Optional.empty();
        }
    }
}
