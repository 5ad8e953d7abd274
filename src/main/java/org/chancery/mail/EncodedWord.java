package org.chancery.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Text in header fields beyond ASCII (RFC 2047, RFC 2231 section 5). Never applied to an address.
///
/// Example: `EncodedWord.decode("=?utf-8?q?caf=C3=A9?= noir")` is `café noir`.
public final class EncodedWord {
    /// RFC 2047 section 2: an encoded word has at most 75 characters.
    private static final int MAX_WORD = 75;
    private static final String BASE64_START = "=?utf-8?B?";
    private static final String QUOTED_START = "=?utf-8?Q?";

    private EncodedWord() {}

    /// Decodes each encoded word; what is not one, or has a charset that nobody knows, stays as it is. The result may
    /// hold any character, CR and LF included: it is for people, after `PlainText.harmless`.
    public static String decode(String value) {
        return value.contains("=?") ? new EncodedWordReader(value).read() : value;
    }

    /// The text as encoded words of UTF-8, a blank between them, B encoded where most of it
    /// is not ASCII, else Q.
    /// Splits between characters, never inside one. Empty text stays empty.
    public static String encode(String text) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        // Q stays readable in software that decodes nothing, so B must be clearly better.
        boolean base64 = quotedLength(all) > 2 * all.length;
        List<String> words = new ArrayList<>();
        var word = new ByteArrayOutputStream();
        for (int codePoint : text.codePoints().toArray()) {
            byte[] octets = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            if (encodedLength(word, octets, base64) > MAX_WORD) {
                words.add(word(word.toByteArray(), base64));
                word.reset();
            }
            word.writeBytes(octets);
        }
        if (word.size() > 0) {
            words.add(word(word.toByteArray(), base64));
        }
        return String.join(" ", words);
    }

    private static int encodedLength(ByteArrayOutputStream word, byte[] more, boolean base64) {
        int frame = BASE64_START.length() + 2;
        return base64
                ? frame + (word.size() + more.length + 2) / 3 * 4
                : frame + quotedLength(word.toByteArray()) + quotedLength(more);
    }

    private static String word(byte[] octets, boolean base64) {
        return (base64 ? BASE64_START + Base64.getEncoder().encodeToString(octets) : QUOTED_START + quoted(octets))
                + "?=";
    }

    private static int quotedLength(byte[] octets) {
        int length = 0;
        for (byte octet : octets) {
            length += isPlain(octet) || octet == ' ' ? 1 : 3;
        }
        return length;
    }

    private static String quoted(byte[] octets) {
        var quoted = new StringBuilder();
        for (byte octet : octets) {
            if (isPlain(octet)) {
                quoted.append((char) octet);
            } else if (octet == ' ') {
                quoted.append('_');
            } else {
                quoted.append('=').append(hex(octet >> 4)).append(hex(octet));
            }
        }
        return quoted.toString();
    }

    /// RFC 2047 section 5 (3): what may stand in the Q encoding inside a phrase; we use no more anywhere.
    private static boolean isPlain(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "!*+-/".indexOf(c) >= 0;
    }

    private static char hex(int nibble) {
        return "0123456789ABCDEF".charAt(nibble & 15);
    }

    /// The charset of an encoded word, which may carry a language after a star (RFC 2231 section 5).
    static Optional<Charset> charset(String name) {
        int language = name.indexOf('*');
        return CharsetNames.find(language < 0 ? name : name.substring(0, language));
    }
}
